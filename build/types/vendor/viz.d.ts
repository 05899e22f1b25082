export * from "@viz-js/viz";
