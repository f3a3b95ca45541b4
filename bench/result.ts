/**
 * What a bench finds out: figures, each with its unit, what it is a ratio to, and the bound that it is to keep.
 *
 * Every bench is a process of its own. It hands its figures to the process that started it; started by hand, it prints them.
 */
import type { Machine } from "./machine.ts";

export interface Figure {
  /** On what: a graph and its size, a kind of commit. */
  readonly case: string;
  /** What is counted, e.g. `time of an action`. */
  readonly figure: string;
  /** Of the best round, as the others had company on the machine. */
  readonly value: number;
  /** The same of the median round, where there were several. */
  readonly median?: number;
  /** `×` is a ratio. */
  readonly unit: string;
  /** What a ratio is to: measured in the same run. */
  readonly ratioTo?: string;
  readonly bound?: Bound;
  /** The page that alone shows it, where it is one of many. */
  readonly page?: string;
}
export type Bound = { readonly atMost: number } | { readonly atLeast: number };

/** A figure as it is kept. */
export interface Result extends Figure, Machine {
  readonly bench: string;
  /** Is the bound kept? Undefined where there is none. */
  readonly ok?: boolean;
}

export function report(figure: Figure): void {
  if (process.send === undefined) console.log(lineOf(figure));
  else if (process.connected) process.send(figure);
}

export function isKept({ value, bound }: Figure): boolean | undefined {
  if (bound === undefined) return undefined;
  return "atMost" in bound ? value <= bound.atMost : value >= bound.atLeast;
}

/** One line for a terminal. */
export function lineOf(figure: Figure): string {
  const { case: on, figure: counted, median } = figure;
  const kept = isKept(figure);
  const verdict = kept === undefined ? "" : kept ? "met" : "MISSED";
  const columns = [
    on.padEnd(34),
    nameOf(counted, figure.ratioTo).padEnd(73),
    valueText(figure).padStart(14),
    (median === undefined ? "" : `(median ${numberText(median)})`).padEnd(20),
    boundText(figure).padEnd(16),
    verdict,
  ];
  return columns.join(" ").trimEnd();
}

/** What is counted, and beside what. */
export const nameOf = (figure: string, ratioTo: string | undefined): string =>
  ratioTo === undefined ? figure : `${figure}, to ${ratioTo}`;

export const valueText = ({ value, unit }: Pick<Figure, "value" | "unit">): string =>
  `${numberText(value)} ${unit}`.trim();

export function boundText({ bound, unit }: Pick<Figure, "bound" | "unit">): string {
  if (bound === undefined) return "";
  const [sign, value] = "atMost" in bound ? ["≤", bound.atMost] : ["≥", bound.atLeast];
  return `${sign} ${value.toLocaleString("en")} ${unit}`.trim();
}

/** Three digits, all of a large number, and one more of those just above 1, where ratios are told apart. */
export function numberText(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(value >= 1 && value < 1.1 ? 4 : 3)));
}
