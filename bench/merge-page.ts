/** The page of merges: the two tables beside those of the Irmin project, and the plot of times, made from what was kept. */
import { plotSvg } from "./plot.ts";
import { queueDoings, queueSizes } from "./queue-count.ts";
import { backends, operations, stretch } from "./queue-time.ts";
import { type Result, numberText } from "./result.ts";
import { type RopeDoing, ropeDoings, ropeSizes } from "./rope-count.ts";

type Figures = (on: string, figure: string) => number | undefined;

export function mergeTables(results: readonly Result[]): string {
  const own = results.filter(({ bench }) => bench === "merge");
  const find: Figures = (on, figure) =>
    own.find((result) => result.case === on && result.figure === figure)?.value;
  return [queueTable(find), ropeTable(find), timeTable(find)].join("\n\n");
}

/** What the Irmin project has published of its queues and ropes in 2015: as they are, and as they are to be. */
const publishedQueue: Readonly<Record<string, string>> = {
  push: "2 in all, O(1)",
  pop: "2 + 1 on average, O(1)",
  merge: "n + 1, O(n); O(log n) promised",
};
const publishedRope: Readonly<Record<RopeDoing, readonly [rope: string, string: string]>> = {
  get: ["O(log n)", "O(1)"],
  set: ["O(log n)", "O(1)"],
  insert: ["O(log n)", "O(n)"],
  delete: ["O(log n)", "O(n)"],
  append: ["O(log n)", "O(n)"],
  split: ["O(log n)", "O(n)"],
  merge: ["O(log f(n))", "f(n)"],
};

function queueTable(find: Figures): string {
  const head = ["queue", "Irmin's, 2015", ...queueSizes.map(numberOf)];
  const rows = queueDoings.map((doing) => [
    doing,
    publishedQueue[doing] ?? "",
    ...queueSizes.map((size) => readsAndWrites(find, `queue of ${numberOf(size)}`, doing)),
  ]);
  return table(head, rows);
}

function ropeTable(find: Figures): string {
  const longest = ropeSizes.at(-1) ?? 0;
  const bytes = (on: string, doing: string): string =>
    bytesText(find(`${on} of ${numberOf(longest)}`, `${doing}: bytes read and written`));
  const sizes = ropeSizes.map(numberOf);
  const head = [
    "rope",
    "Irmin's, 2015",
    ...sizes,
    `bytes at ${numberOf(longest)}`,
    "a string: Irmin's",
    "its bytes",
  ];
  const rows = ropeDoings.map((doing) => [
    doing,
    publishedRope[doing][0],
    ...ropeSizes.map((size) => readsAndWrites(find, `rope of ${numberOf(size)}`, doing)),
    bytes("rope", doing),
    publishedRope[doing][1],
    bytes("string", doing),
  ]);
  return table(head, rows);
}

function timeTable(find: Figures): string {
  const on = `queue of up to ${numberOf(operations)}`;
  const rows = backends.map((backend) => [
    backend,
    ...["push", "pop"].map((doing) => timeText(find(on, `time of a ${doing}, ${backend}`))),
  ]);
  return table(["time, on average", "push", "pop"], rows);
}

/** The plot: pushes on the left, pops on the right. */
export function timePlot(results: readonly Result[]): string {
  const ends = Array.from({ length: operations / stretch }, (_, k) => (k + 1) * stretch);
  const own = results.filter(({ bench }) => bench === "merge");
  const panel = (
    title: string,
    doing: string,
  ): Parameters<typeof plotSvg>[0]["panels"][number] => ({
    title,
    lines: backends.map((backend) => ({
      name: backend,
      points: ends.flatMap((end) => {
        const found = own.find(
          (result) =>
            result.case === `after ${numberOf(end)}` &&
            result.figure === `time of a ${doing}, ${backend}`,
        );
        return found === undefined ? [] : [{ x: end, y: found.value }];
      }),
    })),
  });
  return plotSvg({
    title: "Time of an operation on a mergeable queue",
    description: `Microseconds of a push, and of a pop, for each ${stretch} of ${numberOf(operations)}: on a plain list, and with the queue's objects in memory, in SQLite and in git.`,
    panels: [
      panel(`a push, by how many there were`, "push"),
      panel(`a pop, by how many there were`, "pop"),
    ],
    x: { to: operations, step: 1_500 },
    y: { from: -2, to: 4, text: (power) => timeText(10 ** power) },
  });
}

function readsAndWrites(find: Figures, on: string, doing: string): string {
  const [reads, writes] = ["read", "written"].map((what) => find(on, `${doing}: objects ${what}`));
  return reads === undefined || writes === undefined
    ? ""
    : `${counted(reads)} + ${counted(writes)}`;
}

const counted = (count: number): string => numberText(Number(count.toFixed(1)));

function bytesText(bytes: number | undefined): string {
  if (bytes === undefined) return "";
  return bytes < 1e3
    ? `${numberText(bytes)} B`
    : bytes < 1e6
      ? `${numberText(Number((bytes / 1e3).toPrecision(2)))} kB`
      : `${numberText(Number((bytes / 1e6).toPrecision(2)))} MB`;
}

function timeText(microseconds: number | undefined): string {
  if (microseconds === undefined) return "";
  const short = (value: number): string => numberText(Number(value.toPrecision(2)));
  return microseconds < 1_000 ? `${short(microseconds)} µs` : `${short(microseconds / 1_000)} ms`;
}

function numberOf(value: number): string {
  return value.toLocaleString("en");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), `|---${"|--:".repeat(head.length - 1)}|`, ...rows.map(line)].join("\n");
}
