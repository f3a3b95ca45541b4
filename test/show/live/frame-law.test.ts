/** What holds for every picture of every run on every terminal. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Activity } from "../../../src/show/live/activity.ts";
import { cellsOf } from "../../../src/show/live/cell.ts";
import { frame } from "../../../src/show/live/frame.ts";
import { ascii, unicode } from "../../../src/show/live/sign.ts";
import { coloured, printable } from "../../../src/show/paint.ts";
import { systems } from "../../oracle/arbitrary.ts";
import { heading, played } from "./played.ts";
import { shopProgram } from "./shop.ts";

const terminals = fc.record({
  columns: fc.integer({ min: 1, max: 300 }),
  rows: fc.integer({ min: 0, max: 100 }),
  signs: fc.constantFrom(ascii, unicode),
});
const words = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "\u001b[5A",
    "\u001b]0;mine\u0007",
    "a\tb",
    "日本語 🚀",
    "\u009b2J",
    "x".repeat(5_000),
  ),
);

test("a picture is never larger than the terminal, and holds nothing that it would obey", async () => {
  let pictures = 0;
  await fc.assert(
    fc.asyncProperty(
      systems(),
      terminals,
      words,
      fc.nat(6),
      async (system, size, said, failing) => {
        let tries = 0;
        const look = (activity: Activity, nowMs: number): void => {
          for (const { instance, transition } of activity.front.first(9, nowMs))
            activity.heard(instance, transition, said);
          const lines = frame(activity, { ...heading, title: said }, nowMs, {
            ...size,
            paint: coloured,
          });
          pictures++;
          expect(lines.length).toBeLessThanOrEqual(size.rows);
          for (const line of lines) {
            const text = printable(line, false);
            expect(cellsOf(text)).toBeLessThanOrEqual(size.columns);
            expect(text).not.toMatch(/[\p{Cc}\ufffd\u202a-\u202e\u2066-\u2069]/u);
            if (size.signs.isAscii) expect(text).toMatch(/^[ -~]*$/);
          }
        };
        await played({
          program: system.instructions,
          origin: failing < 2 ? "guessed" : "measured",
          durationMs: ({ number, edge }) => 700 * ((number * 7 + edge * 3) % 5),
          becomes: () =>
            ++tries % 7 === failing
              ? { kind: "failed", error: { code: "MADEUS_ACTION_FAILED", message: said } }
              : undefined,
          seen: look,
        });
      },
    ),
    { numRuns: 40 },
  );
  expect(pictures).toBeGreaterThan(100);
});

test("how much is shown decides what a picture costs, not how much there is", async () => {
  const asked = async (webs: number): Promise<number> => {
    let count = 0;
    await played({
      program: shopProgram(webs),
      looks: {
        6_000(activity, nowMs) {
          const options = { columns: 80, rows: 20, signs: unicode, paint: coloured };
          frame(activity, heading, nowMs, options);
          const { configuration: c } = activity.of;
          const life = c.life.bind(c);
          c.life = (instance) => {
            count++;
            return life(instance);
          };
          frame(activity, heading, nowMs, options);
          c.life = life;
        },
      },
    });
    return count;
  };
  expect(await asked(200)).toBe(await asked(50));
});
