/** Charts to be drawn: by hand, and by chance. */
import fc from "fast-check";
import type { Timing } from "../../src/engine/report.ts";
import type { GanttChart } from "../../src/show/chart.ts";
import { hostile } from "./sample.ts";

export const bar = (
  name: string,
  startS: number,
  endS: number,
  more: Partial<Timing> = {},
): Timing => {
  const [instance = "", transition = ""] = name.split(".");
  const usual = { attempt: 1, host: "here", dueS: startS, ended: "well", slackS: 0 } as const;
  return { instance, transition, ...usual, startS, endS, ...more };
};

const install = bar("db.install", 0, 8);
const start = bar("db.start", 8, 12);
/** Two instances; one waits for a limit, fails, and is tried again. */
export const small: GanttChart = {
  title: "site",
  makespanS: 12,
  bars: [
    install,
    bar("db.fetch", 0, 3, { slackS: 5 }),
    start,
    bar("web.pull", 2, 4, { dueS: 0, waitedFor: "total", ended: "badly" }),
    bar("web.pull", 5, 9, { attempt: 2, slackS: 3 }),
    bar("web.start", 9, 12, { ended: "open" }),
  ],
  criticalPath: [install, start],
  planned: [bar("db.install", 0, 6), bar("web.pull", 0, 2), bar("web.check", 9, 10)],
};

const second = fc.oneof(
  fc.double({ min: 0, max: 1e6 }),
  fc.constantFrom(0, 1e-9, Number.NaN, Number.POSITIVE_INFINITY, -5),
);
const name = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: "binary" }));
const timing: fc.Arbitrary<Timing> = fc.record({
  instance: fc.oneof(fc.constantFrom("a", "b", "c"), name),
  transition: name,
  attempt: fc.integer({ min: 1, max: 5 }),
  host: fc.oneof(fc.constantFrom("here", "there"), name),
  dueS: second,
  startS: second,
  endS: second,
  ended: fc.constantFrom("well", "badly", "unknown", "open"),
  slackS: second,
});
/** Whatever times and names a chart is given. */
export const anyChart: fc.Arbitrary<GanttChart> = fc
  .record({
    title: name,
    makespanS: second,
    bars: fc.array(timing, { maxLength: 30 }),
    planned: fc.array(timing, { maxLength: 5 }),
  })
  .map((chart) => ({ ...chart, criticalPath: chart.bars.slice(0, 3) }));

/** `instances` of ten components on as many hosts as are said, a bar each; and `more` bars of the first one. */
export function crowd(instances: number, hosts: number, more = 0): GanttChart {
  const names = Array.from({ length: instances }, (_, k) => `i${k}`);
  const bars = names.map((instance, k) =>
    bar(`${instance}.go`, k % 100, (k % 100) + 5, {
      host: `h${k % hosts}`,
      ended: k % 1000 === 999 ? "badly" : "well",
    }),
  );
  for (let k = 0; k < more; k++) bars.push(bar(`i0.t${k}`, k / 1000, k / 1000 + 1, { host: "h0" }));
  const components = new Map(names.map((instance, k) => [instance, `component${k % 10}`]));
  return { title: "crowd", makespanS: 105, bars, criticalPath: [], components };
}
