/** A Gantt chart for a terminal: a line for each instance. Pure. */
import type { Timing } from "../engine/report.ts";
import type { GanttChart } from "./chart.ts";
import { columnsOf, fit, oneLine, padded } from "./column.ts";
import { type Row, rowName, rowsOf } from "./gantt-row.ts";
import { type Paint, plain } from "./paint.ts";
import { lengthOfTime, sound, ticks } from "./time-axis.ts";

export interface GanttTextOptions {
  /** Default: without colours. */
  readonly paint?: Paint;
  /** Default 40; of more instances those on the critical path and those that failed are shown first, the others are counted. */
  readonly rowsMax?: number;
  /** For terminals that know no other characters. */
  readonly ascii?: boolean;
}

/** The chart as lines of at most `width` columns (and at least 40). O(bars). */
export function ganttText(
  chart: GanttChart,
  width: number,
  { paint = plain, rowsMax = 40, ascii = false }: GanttTextOptions = {},
): readonly string[] {
  const columns = Math.max(40, Math.floor(width));
  const critical = new Set(chart.criticalPath.map(keyOf));
  const { rows } = rowsOf(chart, { rows: instancesMax, bars: 0 });
  const shown = chosen(rows, rowsMax, critical);
  const left = Math.min(24, Math.max(8, ...shown.map((row) => columnsOf(oneLine(rowName(row))))));
  const cells = columns - left - 1;
  const spanS = sound(chart.bars.reduce((most, { endS }) => Math.max(most, endS), chart.makespanS));
  const hosts = new Set(shown.map(({ host }) => host));
  const signs = ascii ? asciiSigns : unicodeSigns;
  const body = shown.flatMap((row, k) => {
    const isFirst = hosts.size > 1 && (k === 0 || shown[k - 1]?.host !== row.host);
    const states = statesOf(row, cells, spanS, critical);
    const line = `${padded(oneLine(rowName(row)), left)} ${drawn(states, signs, paint)}`;
    const host = fit(oneLine(row.host ?? "several hosts"), columns);
    return isFirst ? [paint.dim(host), line] : [line];
  });
  const hidden = rows.length - shown.length;
  const said = new Set(shown.flatMap((row) => statesOf(row, cells, spanS, critical)));
  const lines = [
    paint.bold(fit(`${oneLine(chart.title)}: ${lengthOfTime(chart.makespanS)}`, columns)),
    paint.dim(`${" ".repeat(left)} ${axis(spanS, cells)}`.trimEnd()),
    ...body,
    ...(hidden > 0 ? [paint.dim(`… and ${hidden} more`)] : []),
    ...legend(said, signs, paint, columns),
  ];
  return ascii ? lines.map((line) => line.replaceAll("…", "~").replaceAll("×", "x")) : lines;
}

/** More are merged by component or host. */
const instancesMax = 1000;

const keyOf = ({ instance, transition, attempt, startS }: Timing): string =>
  `${instance}\n${transition}\n${attempt}\n${startS}`;

/** What is said of a cell; the later ones hide those before them. */
const states = ["none", "waits", "runs", "critical", "open", "unknown", "failed"] as const;
type State = (typeof states)[number];
type Signs = Readonly<Record<State, string>>;
const unicodeSigns: Signs = {
  none: " ",
  waits: "░",
  runs: "▒",
  critical: "█",
  open: "▶",
  unknown: "?",
  failed: "✗",
};
const asciiSigns: Signs = {
  none: " ",
  waits: ".",
  runs: "=",
  critical: "#",
  open: ">",
  unknown: "?",
  failed: "x",
};
const meanings: Readonly<Record<State, string>> = {
  none: "",
  waits: "waits for a limit",
  runs: "runs",
  critical: "on the critical path",
  open: "not ended",
  unknown: "cut off",
  failed: "failed",
};

const stateOf = (one: Timing, critical: ReadonlySet<string>): State =>
  one.ended === "badly"
    ? "failed"
    : one.ended !== "well"
      ? one.ended
      : critical.has(keyOf(one))
        ? "critical"
        : "runs";

/** All rows, or the most important of them, in their order. */
function chosen(
  rows: readonly Row[],
  rowsMax: number,
  critical: ReadonlySet<string>,
): readonly Row[] {
  if (rows.length <= rowsMax) return rows;
  const isCritical = critical.size === 0 ? () => false : (one: Timing) => critical.has(keyOf(one));
  const matters = ({ bars }: Row): boolean =>
    bars.some((one) => one.ended !== "well" || isCritical(one));
  const kept = new Set(rows.filter(matters).slice(0, rowsMax));
  for (const row of rows) {
    if (kept.size === rowsMax) break;
    kept.add(row);
  }
  return rows.filter((row) => kept.has(row));
}

function statesOf(
  { bars }: Row,
  cells: number,
  spanS: number,
  critical: ReadonlySet<string>,
): readonly State[] {
  const found = new Uint8Array(cells);
  const cellOf = (s: number): number =>
    Math.min(cells - 1, Math.max(0, Math.floor((s / spanS) * cells + 1e-9)));
  const mark = (fromS: number, toS: number, state: State): void => {
    const first = cellOf(fromS);
    // It ends before the cell that its end is the beginning of.
    const last = Math.max(first, Math.ceil((toS / spanS) * cells - 1e-9) - 1);
    const rank = states.indexOf(state);
    for (let k = first; k <= Math.min(last, cells - 1); k++)
      found[k] = Math.max(found[k] ?? 0, rank);
  };
  for (const one of bars) {
    if (one.dueS < one.startS) mark(one.dueS, one.startS, "waits");
    mark(one.startS, one.endS, stateOf(one, critical));
  }
  return Array.from(found, (rank) => states[rank] ?? "none");
}

function painted(state: State, text: string, paint: Paint): string {
  if (state === "failed") return paint.red(text);
  if (state === "open" || state === "unknown" || state === "waits") return paint.yellow(text);
  return state === "critical" ? paint.bold(text) : text;
}

/** Cells of one state are painted together. */
function drawn(row: readonly State[], signs: Signs, paint: Paint): string {
  const pieces: { state: State; length: number }[] = [];
  for (const state of row.slice(0, row.findLastIndex((one) => one !== "none") + 1)) {
    const last = pieces.at(-1);
    if (last?.state === state) last.length++;
    else pieces.push({ state, length: 1 });
  }
  return pieces
    .map(({ state, length }) => painted(state, signs[state].repeat(length), paint))
    .join("");
}

/** Ticks whose texts do not meet. */
function axis(spanS: number, cells: number): string {
  let line = "";
  for (const { atS, text } of ticks(spanS, Math.max(2, Math.floor(cells / 10)))) {
    const column = Math.round((atS / spanS) * cells);
    if (column + text.length <= cells && column >= line.length) line = line.padEnd(column) + text;
  }
  return line;
}

function legend(
  said: ReadonlySet<State>,
  signs: Signs,
  paint: Paint,
  columns: number,
): readonly string[] {
  const entries = states.filter((state) => state !== "none" && said.has(state));
  const lines: { text: string; columns: number }[] = [];
  for (const state of entries) {
    const own = meanings[state].length + 2;
    const last = lines.at(-1);
    const text = `${painted(state, signs[state], paint)} ${meanings[state]}`;
    if (last !== undefined && last.columns + 3 + own <= columns) {
      last.text += `   ${text}`;
      last.columns += 3 + own;
    } else lines.push({ text, columns: own });
  }
  return lines.map(({ text }) => text);
}
