export * from "@codemirror/commands";
export * from "@codemirror/lang-python";
export * from "@codemirror/language";
export * from "@codemirror/state";
export * from "@codemirror/view";
export * from "@lezer/highlight";
