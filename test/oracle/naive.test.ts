import fc from "fast-check";
import { expect, test } from "vitest";
import { firstFault, walks } from "./walk.ts";

test("every invariant holds in every state and over every step, whatever fails and whatever the operator asks for", () => {
  fc.assert(
    fc.property(walks(80), (walk) => {
      expect(firstFault(walk)).toBeUndefined();
    }),
    { numRuns: 200 },
  );
});
