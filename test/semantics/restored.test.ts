import fc from "fast-check";
import { expect, test } from "vitest";
import { type Wiring, connectionsOf } from "../../src/semantics/assembled.ts";
import { type Configuration, lost, none } from "../../src/semantics/configuration.ts";
import { canonical, start } from "../../src/semantics/explore.ts";
import { type Resting, restored } from "../../src/semantics/restored.ts";
import { settle } from "../../src/semantics/settle.ts";
import { advance } from "../../src/semantics/advance.ts";
import { systems } from "../oracle/arbitrary.ts";

/** All that is known of a configuration at rest, by names. */
function described(c: Configuration): readonly [Map<string, Resting>, readonly Wiring[]] {
  const numbers = [...c.all()];
  const resting = numbers.map((one): readonly [string, Resting] => {
    const life = c.life(one);
    const marked = life.places.map((_, place) => c.mark(one, place));
    const values = life.ports.flatMap((_, q) => {
      const value = c.values.get(c.port(one, q));
      return value === undefined ? [] : [[q, value] as const];
    });
    const numbered = (is: (mark: number) => boolean): readonly number[] =>
      marked.flatMap((mark, place) => (is(mark) ? [place] : []));
    return [
      c.names[one] ?? "",
      {
        life,
        places: numbered((mark) => mark !== none),
        lost: numbered((mark) => mark === lost),
        values: new Map(values),
      },
    ];
  });
  return [new Map(resting), numbers.flatMap((one) => connectionsOf(c, one))];
}

/** Without the instruction reached, of which a restored one has none. */
const told = (c: Configuration): string => canonical(c).split("\n").slice(1).join("\n");

/** Half of the instructions, settled; undefined where they do not come to their end. */
function settled(instructions: Parameters<typeof start>[0]): Configuration | undefined {
  const c = start([]);
  return settle(c, { type: "program", instructions }).outcome === "done" ? c : undefined;
}

test("what is at rest is the same when it is made from what is known of it, and so is all that follows", () => {
  let compared = 0;
  fc.assert(
    fc.property(
      systems({ instructionsMax: 16 }),
      fc.nat(16),
      fc.nat(9),
      ({ instructions }, cut, k) => {
        const c = settled(instructions.slice(0, cut));
        if (c === undefined) return;
        const [some] = [...c.all()].slice(k % Math.max(1, c.numbers.size));
        if (some !== undefined) {
          const place = c.life(some).places.findIndex((_, p) => c.mark(some, p) !== none);
          if (place >= 0 && k < 3) advance(c, { type: "lost", instance: some, place });
        }
        const again = restored(...described(c));
        expect(told(again)).toBe(told(c));
        const program = instructions.slice(cut);
        const [one, other] = [c.clone(), again];
        expect(settle(other, { type: "program", instructions: program }).outcome).toBe(
          settle(one, { type: "program", instructions: program }).outcome,
        );
        expect(told(other)).toBe(told(one));
        compared += 1;
      },
    ),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(50);
});

test("connections to ports that are not there are left out", () => {
  const wiring = {
    use: { instance: "web", port: "database" },
    provide: { instance: "db", port: "sql" },
  };
  expect([...restored(new Map(), [wiring]).all()]).toEqual([]);
});
