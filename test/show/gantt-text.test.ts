import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ganttText } from "../../src/show/gantt-text.ts";
import { coloured } from "../../src/show/paint.ts";
import { anyChart, crowd, small } from "./chart.ts";

test("a chart in a terminal has a line for each instance", () => {
  expect(ganttText(small, 57)).toEqual([
    "site: 12.0s",
    "         0                   5s                  10s",
    "db       ████████████████████████████████████████████████",
    "web      ░░░░░░░░✗✗✗✗✗✗✗✗    ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▶▶▶▶▶▶▶▶▶▶▶▶",
    "░ waits for a limit   ▒ runs   █ on the critical path",
    "▶ not ended   ✗ failed",
  ]);
});

test("nothing but ASCII is printed where that is asked for", () => {
  const charts = [{ ...crowd(100, 2), title: "x".repeat(200) }, crowd(2000, 2)];
  const text = charts.flatMap((chart) => ganttText(chart, 80, { ascii: true })).join("\n");
  expect(text).toMatch(/^[\u0020-\u007e\n]*$/);
  expect(text).toContain("=====");
});

test("colours are those of the paint, and change nothing else", () => {
  const painted = ganttText(small, 57, { paint: coloured });
  expect(painted[3]).toContain(coloured.red("✗✗✗✗✗✗✗✗"));
  expect(painted.map(stripVTControlCharacters)).toEqual(ganttText(small, 57));
});

test("of many instances those that matter are shown, and the others are counted", () => {
  const { bars, ...chart } = crowd(999, 1);
  const failing = bars.map((one, k) => (k === 700 ? ({ ...one, ended: "badly" } as const) : one));
  const lines = ganttText({ ...chart, bars: failing, criticalPath: failing.slice(800, 801) }, 80, {
    rowsMax: 10,
  });
  const shown = lines.filter((line) => line.startsWith("i")).map((line) => line.split(" ")[0]);
  expect(shown).toHaveLength(10);
  expect(shown).toEqual(expect.arrayContaining(["i700", "i800"]));
  expect(lines).toContain("… and 989 more");
});

test("of more than a thousand those of one component share a line", () => {
  const lines = ganttText(crowd(2000, 1), 80);
  expect(lines.filter((line) => line.startsWith("component"))).toHaveLength(10);
  expect(lines.find((line) => line.startsWith("component9 × 200 "))).toContain("✗");
});

test("no line is wider than the terminal, whatever it is given", () => {
  fc.assert(
    fc.property(anyChart, fc.integer({ min: 40, max: 200 }), (chart, width) => {
      for (const line of ganttText(chart, width)) {
        expect(line).not.toMatch(/\p{Cc}/u);
        expect(Array.from(line).length).toBeLessThanOrEqual(width + marksIn(line));
      }
    }),
    { numRuns: 100 },
  );
});
/** Characters that take no column of their own. */
const marksIn = (line: string): number => line.match(/[\p{M}\p{Cf}]/gu)?.length ?? 0;
