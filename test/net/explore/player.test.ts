import fc from "fast-check";
import { expect, test } from "vitest";
import { flowOf } from "../../../src/net/explore/flow.ts";
import { MarkingSet } from "../../../src/net/explore/marking.ts";
import { NumberSet, Player } from "../../../src/net/explore/player.ts";
import { drawnNets, netFrom } from "./drawn-net.ts";

const nets = fc.oneof(drawnNets(false), drawnNets(true));

const enabled = ({ free, bound }: Player): number[] =>
  [free, bound]
    .flatMap((set) => Array.from({ length: set.size }, (_, k) => set.at(k)))
    .toSorted((a, b) => a - b);

test("on any walk, what is enabled is what may fire, and firing backward restores everything", () => {
  const walk = fc.array(fc.nat(7), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(nets, walk, ({ net, graph }, choices) => {
      const isFree = Uint8Array.from({ length: net.transitionCount }, (_, t) => t % 2);
      const player = new Player(flowOf(net), isFree);
      const passed: { t: number; sum: number; name: string }[] = [];
      for (const choice of choices) {
        const name = Array.from(player.tokens).join(",");
        const able = enabled(player);
        expect(able).toEqual([...(graph.get(name)?.next.keys() ?? [])].toSorted((a, b) => a - b));
        for (let k = 0; k < player.free.size; k++) expect(player.free.at(k) % 2).toBe(1);
        const t = able[choice % able.length];
        if (t === undefined) break;
        passed.push({ t, sum: player.sum, name });
        player.fire(t);
        expect(Array.from(player.tokens).join(",")).toBe(graph.get(name)?.next.get(t));
      }
      for (const { t, sum, name } of passed.toReversed()) {
        player.unfire(t);
        expect([Array.from(player.tokens).join(","), player.sum]).toEqual([name, sum]);
        expect(enabled(player)).toEqual(
          [...(graph.get(name)?.next.keys() ?? [])].toSorted((a, b) => a - b),
        );
      }
    }),
    { numRuns: 200 },
  );
});

test("a player can be set to any marking, and remembers the most tokens that a place held", () => {
  const net = netFrom([{ consumed: [0], read: [], produced: [1, 1, 1] }], [1, 0]);
  const player = new Player(flowOf(net));
  expect(player.most).toBe(1);
  player.fire(0);
  expect([player.most, ...enabled(player)]).toEqual([3]);
  player.set([2, 0]);
  expect([player.most, ...enabled(player)]).toEqual([3, 0]);
});

test("tokens that are only looked at are not those that are taken", () => {
  const net = netFrom([{ consumed: [0], read: [0], produced: [1] }], [1, 0]);
  const player = new Player(flowOf(net));
  expect(enabled(player)).toEqual([]);
  player.set([2, 0]);
  expect(enabled(player)).toEqual([0]);
});

test("a set of numbers has the same order after the same additions and deletions", () => {
  const set = new NumberSet(5);
  for (const item of [3, 1, 4, 0]) set.add(item);
  set.delete(1);
  expect([set.size, set.at(0), set.at(1), set.at(2)]).toEqual([3, 3, 0, 4]);
  set.clear();
  set.add(2);
  expect([set.size, set.at(0)]).toEqual([1, 2]);
});

test("a set of markings knows each token by token, whatever their sums, also when places come to hold more", () => {
  const of = (tokens: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
    fc.array(tokens, { minLength: 40, maxLength: 40 });
  const bits = fc.array(of(fc.nat(1)), { minLength: 60, maxLength: 150 });
  const more = fc.array(of(fc.nat(255)), { maxLength: 20 });
  const drawn = fc.tuple(bits, more, bits).map((all) => all.flat());
  const sums = fc.constantFrom(
    () => 7,
    (m: readonly number[]) => m.reduce((sum, tokens, p) => (sum + tokens * (p + 1)) % 5, 0),
  );
  fc.assert(
    fc.property(drawn, sums, (markings, sumOf) => {
      const set = new MarkingSet(40);
      const known = new Map<string, number>();
      for (const one of [...markings, ...markings]) {
        const name = String(one);
        expect(set.find(one, sumOf(one))).toBe(known.get(name) ?? -1);
        if (!known.has(name)) known.set(name, set.add(one, sumOf(one)));
        expect(set.size).toBe(known.size);
      }
      const loaded = new Uint32Array(40);
      const changed = [...known].find(([name, index]) => {
        set.load(index, loaded);
        return Array.from(loaded).join(",") !== name;
      });
      expect(changed).toBeUndefined();
    }),
    { numRuns: 20 },
  );
});

test("a set of markings says what it takes in memory, which grows with it", () => {
  const set = new MarkingSet(32 * 1024);
  const before = set.bytes;
  const marking = new Uint8Array(32 * 1024);
  for (let k = 0; k < 300; k++) {
    marking[k] = 1;
    set.add(marking, k);
  }
  expect(set.bytes - before).toBeGreaterThanOrEqual(300 * 4 * 1024);
});
