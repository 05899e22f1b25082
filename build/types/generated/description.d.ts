/** What dist/vendor/generated/description.js holds: the tables of csrc/describe.c. */

interface Row {
  name: string;
  title: string;
}

interface Part {
  part: string;
  /** With {neuron} and {input} where the numbers go. */
  name?: string;
  words: string;
}

interface Operation extends Row {
  word: string;
  arity: number;
  /** With {a}, {b}, {k}, {out}. */
  formula: string;
  /** One per operand, with {a}, {b}, {k}, {k-1}, {out}. */
  derivatives: string[];
  nonlinearity: boolean;
}

interface Optimizer extends Row {
  /** The settings that it takes. */
  hyper: string[];
  /** What m and v are, where it uses them. */
  moments: { m?: string; v?: string };
  /** Assignments in order, with {data}, {grad}, {m}, {v}, {t}, {lr}, …; the last one is that of {data}. */
  rule: string[];
}

interface Loss extends Row {
  /** When its numbers fail: a sentence about the loss, then about its gradient; empty if they never do. */
  limits: string[];
  parts: Part[];
}

interface Setting {
  name: string;
  kind: "whole" | "number" | "positive" | "fraction" | "shares" | "sizes" | "choice";
  low?: string;
  high?: string;
  choices?: string[];
  default: string;
}

export const DESCRIPTION: {
  /** The index is the code in the op column of C's graphs. */
  operations: Operation[];
  nonlinearities: string[];
  datasets: Row[];
  losses: Loss[];
  optimizers: Optimizer[];
  /** How an update goes on with an L1 penalty: `moved` is what the optimiser's rule gives. */
  shrink: string;
  schedules: Row[];
  parts: Part[];
  roles: string[];
  splits: string[];
  settings: Setting[];
  hyper: string[];
  commands: string[];
  queries: string[];
  /** Of C, by the name of the row. */
  functions: Record<"operations" | "datasets" | "losses" | "optimizers", Record<string, string>>;
};
