import fc from "fast-check";
import { expect, test } from "vitest";
import { type Task, Tasks } from "../../src/engine/task.ts";

const task = (instance: number, transition: number, key: string): Task => ({
  instance,
  transition,
  key,
  dueWith: undefined,
  attempts: 0,
  attemptsBefore: 0,
  state: "due",
  processes: [],
});

test("holds one task for each token, through any order of coming and going", () => {
  const act = fc.record({
    kind: fc.constantFrom("set", "set", "delete", "drop"),
    instance: fc.nat({ max: 4 }),
    transition: fc.nat({ max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const tasks = new Tasks();
      const expected = new Map<string, Task>();
      for (const [k, { kind, instance, transition }] of acts.entries()) {
        const name = `${instance} ${transition}`;
        if (kind === "set") {
          const one = task(instance, transition, String(k));
          tasks.set(one);
          expected.delete(name);
          expected.set(name, one);
        } else if (kind === "delete") {
          tasks.delete(instance, transition);
          expected.delete(name);
        } else {
          tasks.drop(instance);
          for (const [key, one] of expected) if (one.instance === instance) expected.delete(key);
        }
        expect(tasks.get(instance, transition)).toBe(expected.get(name));
      }
      const inOrder = [...expected.values()].toSorted((a, b) => a.instance - b.instance);
      expect([...tasks]).toEqual(inOrder);
      expect(tasks.size).toBe(inOrder.length);
      expect(tasks.take()).toEqual(inOrder);
      expect([tasks.size, ...tasks]).toEqual([0]);
    }),
  );
});
