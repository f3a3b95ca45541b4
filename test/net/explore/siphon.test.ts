import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explore } from "../../../src/net/explore/explore.ts";
import { blocked, causeOf } from "../../../src/net/explore/siphon.ts";
import { slice } from "../../../src/net/explore/slice.ts";
import { shortest } from "../../../src/net/explore/shortest.ts";
import { endsThere, isEmptySiphon, markingAfter } from "../../../src/net/explore/verify.ts";
import { golden } from "./golden.ts";
import { after, terminals } from "./naive.ts";
import { drawnNets, netFrom } from "./drawn-net.ts";
import { chain, placesNamed, ring, synthetic } from "./synthetic.ts";

const nets = fc.oneof(drawnNets(false), drawnNets(true));

describe("why a place stays empty", () => {
  test("a ring of components wait for each other's service: a cycle, shown once around", () => {
    const net = synthetic({ componentCount: 4, width: 2, uses: ring(4) });
    const { trace, marking } = explore(net).terminals[0] ?? {
      trace: new Uint32Array(),
      marking: [],
    };
    const [ready = -1] = placesNamed(net, "1.r");
    const cause = causeOf(net, marking, trace, ready);
    expect(cause).toMatchObject({ kind: "cycle", takenBy: undefined });
    const services = cause?.chain
      .map(({ place }) => net.placeName(place))
      .filter((name) => name.endsWith("service"));
    expect(services?.toSorted()).toEqual(["0.service", "1.service", "2.service", "3.service"]);
    expect(isEmptySiphon(net, cause?.reason ?? [], marking)).toBe(true);
    const waiting = blocked(net, marking).map(({ transition, lacking }) => [
      net.transitionName(transition),
      lacking.map((p) => net.placeName(p)),
    ]);
    expect(waiting[0]).toEqual(["0.start.configure0", ["3.service"]]);
    expect(slice(net, trace, { emptied: cause?.reason ?? [] })).toEqual([]);
  });

  test("the known ring is a cycle too", () => {
    const net = golden("ring-3-2");
    const [end] = explore(net).terminals;
    const [service = -1] = placesNamed(net, "prov_svc");
    expect(causeOf(net, end?.marking ?? [], end?.trace ?? new Uint32Array(), service)?.kind).toBe(
      "cycle",
    );
  });

  test("a service that nobody gives ends the chain that leads to it", () => {
    const lone = [
      { consumed: [0], read: [3], produced: [1] },
      { consumed: [1], read: [], produced: [2] },
    ];
    const net = netFrom(lone, [1, 0, 0, 0]);
    const cause = causeOf(net, net.initial, new Uint32Array(), 2);
    expect(cause).toEqual({
      kind: "never given",
      chain: [
        { place: 2, giver: 1 },
        { place: 1, giver: 0 },
        { place: 3, giver: undefined },
      ],
      reason: [3],
      takenBy: undefined,
      siphon: [1, 2, 3],
    });
  });

  test("of several places that a giver lacks, the one that nobody gives is told", () => {
    const transitions = [
      { consumed: [1], read: [0, 3, 4], produced: [2] },
      { consumed: [0], read: [], produced: [3] },
      { consumed: [3], read: [], produced: [0] },
    ];
    const net = netFrom(transitions, [0, 1, 0, 0, 0]);
    const cause = causeOf(net, net.initial, new Uint32Array(), 2);
    expect(cause).toMatchObject({ kind: "never given", reason: [4], siphon: [2, 4] });
    expect(causeOf(net, net.initial, new Uint32Array(), 3)).toMatchObject({
      kind: "cycle",
      reason: [0, 3],
    });
  });

  test("a token that was taken away is told by the event that took it, and that by what led to it", () => {
    const net = netFrom(
      [
        { consumed: [0], read: [], produced: [4] },
        { consumed: [4, 1], read: [], produced: [] },
        { consumed: [2], read: [1], produced: [3] },
        { consumed: [5], read: [], produced: [6] },
      ],
      [1, 1, 1, 0, 0, 1, 0],
    );
    const trace = Uint32Array.of(3, 0, 1);
    const cause = causeOf(net, markingAfter(net, trace) ?? [], trace, 3);
    expect(cause).toMatchObject({ kind: "taken", reason: [1], takenBy: 2 });
    expect(slice(net, trace, { emptied: cause?.reason ?? [] })).toEqual([1, 2]);
    expect(slice(net, trace, { marked: [6] })).toEqual([0]);
  });

  test("it is not told where a token may still come", () => {
    const net = netFrom([{ consumed: [0], read: [], produced: [1] }], [1, 0]);
    expect(causeOf(net, [1, 0], new Uint32Array(), 1)).toBeUndefined();
    expect(causeOf(net, [0, 1], Uint32Array.of(0), 1)).toBeUndefined();
    expect(causeOf(net, [0, 1], Uint32Array.of(0), 0)?.kind).toBe("taken");
  });

  test("in any net, what is told is an empty siphon, and the place never gets a token", () => {
    fc.assert(
      fc.property(nets, fc.nat(7), ({ net, graph }, drawn) => {
        const place = drawn % net.placeCount;
        for (const [name, { marking }] of graph) {
          const cause = causeOf(net, marking, new Uint32Array(), place);
          if (cause === undefined) continue;
          expect(cause.siphon).toContain(place);
          expect(cause.chain[0]?.place).toBe(place);
          expect(cause.reason).toContain(cause.chain.at(-1)?.place);
          for (const places of [cause.siphon, cause.reason])
            expect(isEmptySiphon(net, places, marking)).toBe(true);
          expect(
            [...after(graph, name)].find((later) => graph.get(later)?.marking[place] !== 0),
          ).toBeUndefined();
        }
      }),
      { numRuns: 150 },
    );
  });

  test("in any net without weights, every empty place of a terminal marking has a reason", () => {
    fc.assert(
      fc.property(drawnNets(false), ({ net }) => {
        for (const { marking, trace } of explore(net).terminals)
          for (let p = 0; p < net.placeCount; p++)
            expect(causeOf(net, marking, trace, p) === undefined).toBe(marking[p] !== 0);
      }),
      { numRuns: 150 },
    );
  });
});

test("the part of a run that an end depends on is a run, with the same places emptied and marked", () => {
  fc.assert(
    fc.property(nets, fc.array(fc.nat(7)), ({ net }, drawn) => {
      const places = new Set(drawn.map((p) => p % net.placeCount));
      for (const { trace, marking } of explore(net).terminals) {
        const kept = slice(net, trace, { marked: places });
        expect(kept.toSorted((a, b) => a - b)).toEqual(kept);
        const rest = markingAfter(
          net,
          Uint32Array.from(kept, (event) => trace[event] ?? 0),
        );
        for (const p of places) expect(rest?.[p]).toBeGreaterThanOrEqual(marking[p] ?? 0);
        const emptied = [...places].filter((p) => marking[p] === 0);
        const short = slice(net, trace, { emptied });
        const end = markingAfter(
          net,
          Uint32Array.from(short, (event) => trace[event] ?? 0),
        );
        for (const p of emptied) expect(end?.[p]).toBe(0);
      }
    }),
    { numRuns: 150 },
  );
});

test("an event that looks at two tokens of one place depends on both who gave them", () => {
  const transitions = [
    { consumed: [0], read: [], produced: [2] },
    { consumed: [1], read: [], produced: [2] },
    { consumed: [3], read: [2, 2], produced: [4] },
    { consumed: [3], read: [2], produced: [4] },
  ];
  const net = netFrom(transitions, [1, 1, 0, 1, 0]);
  expect(slice(net, Uint32Array.of(0, 1, 2), { marked: [4] })).toEqual([0, 1, 2]);
  expect(slice(net, Uint32Array.of(1, 0, 3), { marked: [4] })).toEqual([0, 2]);
});

test("the part of a run that makes one component ready leaves out those that it does not use", () => {
  const net = synthetic({ componentCount: 5, width: 1, uses: chain });
  const { run = new Uint32Array() } = explore(net);
  const [ready = -1] = placesNamed(net, "1.r");
  const kept = slice(net, run, { marked: [ready] }).map((event) =>
    net.transitionName(run[event] ?? 0),
  );
  expect(kept).toHaveLength(16);
  expect(kept.every((name) => /^[01]\./.test(name))).toBe(true);
});

describe("a shortest run", () => {
  test("is as short as any", () => {
    fc.assert(
      fc.property(nets, ({ net, graph }) => {
        const { trace, stop } = shortest(net, (_, isTerminal) => isTerminal);
        const ends = terminals(graph).map((name) => graph.get(name)?.distance ?? 0);
        expect(stop).toBeUndefined();
        expect(trace?.length).toBe(ends.length === 0 ? undefined : Math.min(...ends));
        if (trace !== undefined) expect(endsThere(net, trace)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test("is given up at a limit, which is said", () => {
    const net = golden("lamp-5-0");
    const never = (): boolean => false;
    expect(shortest(net, never, { statesMax: 100 })).toMatchObject({
      trace: undefined,
      stop: "states",
    });
    expect(shortest(net, never, { bytesMax: 1 })).toMatchObject({ stop: "memory" });
    expect(shortest(net, never, { isOver: () => true })).toMatchObject({ stop: "time" });
    const source = netFrom([{ consumed: [], read: [], produced: [0] }], [0]);
    expect(shortest(source, never)).toMatchObject({ states: 256, stop: "tokens" });
    expect(shortest(source, (marking) => marking[0] === 200).trace).toHaveLength(200);
  });
});
