import fc from "fast-check";
import { expect, test } from "vitest";
import { KeptOutput } from "../../src/host/kept-output.ts";

function keptOf(bytesMax: number, chunks: readonly string[]): KeptOutput {
  const kept = new KeptOutput(bytesMax);
  for (const chunk of chunks) kept.push(Buffer.from(chunk));
  return kept;
}

test("the end of the output is kept, however it came", () => {
  const chunk = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 30 });
  fc.assert(
    fc.property(
      fc.array(chunk, { maxLength: 40 }),
      fc.integer({ min: 1, max: 50 }),
      (chunks, max) => {
        const whole = chunks.join("");
        const kept = keptOf(max, chunks);
        expect(kept.text()).toBe(whole.slice(-max));
        expect(kept.cut).toBe(whole.length > max);
      },
    ),
  );
});

test("it begins with a whole character", () => {
  expect(keptOf(4, ["éé", "éa"]).text()).toBe("éa");
});
