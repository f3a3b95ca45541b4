import fc from "fast-check";
import { expect, test } from "vitest";
import { Queue } from "../../src/engine/queue.ts";

test("who came first goes first, through any order of coming and going", () => {
  const acts = fc.array(fc.constantFrom("push", "shift", "append"), { maxLength: 100 });
  fc.assert(
    fc.property(acts, (all) => {
      const queue = new Queue<number>();
      const expected: number[] = [];
      for (const [k, act] of all.entries()) {
        if (act === "shift") expect(queue.shift()).toBe(expected.shift());
        else {
          const coming = Array.from({ length: act === "push" ? 1 : k % 3 }, (_, i) => 3 * k + i);
          expected.push(...coming);
          const other = act === "push" ? queue : new Queue<number>();
          for (const one of coming) other.push(one);
          if (other !== queue) queue.append(other);
        }
        expect(queue.isEmpty).toBe(expected.length === 0);
      }
    }),
  );
});
