/** Nets by themselves: every run ends, at the goal; what is told where not. */
import { describe, expect, test } from "vitest";
import { certificatesOf } from "../../../src/net/proof/certificate.ts";
import { type Net, netOf } from "../../../src/net/net.ts";
import { proveNet } from "../../../src/net/proof/net-proof.ts";
import { rowsOf } from "../../../src/net/rows.ts";

type Moves = Readonly<Record<string, readonly [taken: string, put: string]>>;

/** Places are letters; those of `start` hold a token for each time that they stand there. */
function net(start: string, moves: Moves): Net {
  const letters = [...new Set(Array.from(start + Object.values(moves).flat().join("")))];
  const rows = (k: 0 | 1) =>
    rowsOf(Object.values(moves).map((move) => Array.from(move[k], (one) => letters.indexOf(one))));
  return netOf({
    name: "net",
    placeCount: letters.length,
    transitionCount: Object.keys(moves).length,
    consumed: rows(0),
    read: rowsOf(Object.keys(moves).map(() => [])),
    produced: rows(1),
    initial: Uint8Array.from(letters, (one) => start.split(one).length - 1),
    placeName: (place) => letters[place] ?? "",
    transitionName: (t) => Object.keys(moves)[t] ?? "",
    apart: () => false,
  });
}
const goalOf = ({ placeCount, placeName }: Net, ...names: readonly string[]): readonly number[] =>
  Array.from({ length: placeCount }, (_, p) => p).filter((p) => names.includes(placeName(p)));

const choice = net("a", { left: ["a", "b"], right: ["a", "c"] });

describe("a net", () => {
  test("is proved where every end is good, and violated where one is not", () => {
    expect(proveNet(choice, [])).toMatchObject({
      verdict: "proved",
      finals: [{ c: 1 }, { b: 1 }],
      deadlocks: [],
      findings: [],
    });
    const proof = proveNet(choice, goalOf(choice, "b"));
    expect(proof).toMatchObject({ verdict: "violated", deadlocks: [{ c: 1 }] });
    expect(proof.findings).toMatchObject([
      {
        code: "MADEUS_DEADLOCK",
        kind: "withdrawn",
        text: "it ends without a token in b",
        because: [
          { text: "b has no token: left would" },
          { text: "  a has no token: nothing gives it one" },
          { text: "after: right" },
        ],
      },
    ]);
  });

  test("that waits in a circle, or for what never comes, is told so", () => {
    const circle = net("s", { t: ["a", "c"], u: ["c", "a"] });
    expect(proveNet(circle, goalOf(circle, "c")).findings).toMatchObject([{ kind: "cycle" }]);
    const never = net("s", { t: ["sx", "c"] });
    expect(proveNet(never, goalOf(never, "c")).findings).toMatchObject([
      { kind: "never provided" },
    ]);
  });

  test("that may go on for ever is violated, whatever its ends", () => {
    const endless = net("a", { on: ["a", "b"], off: ["b", "a"], out: ["b", "c"] });
    const proof = proveNet(endless, [], { mode: "full" });
    expect(proof).toMatchObject({ verdict: "violated", finals: [{ c: 1 }] });
    expect(proof.findings).toMatchObject([{ code: "MADEUS_ENDLESS", severity: "error" }]);
    expect(proof.findings[0]?.text).toMatch(/^it may go on for ever: o\w+, o\w+, and again$/);
  });

  test("that is not safe is counted all the same, with a warning", () => {
    const unsafe = net("aa", { t: ["a", "b"] });
    const proof = proveNet(unsafe, [], { mode: "full" });
    expect(proof).toMatchObject({ verdict: "proved", finals: [{ b: 2 }] });
    expect(proof.exploration.states).toBe(3);
    expect(proof.findings).toMatchObject([{ code: "MADEUS_SECOND_TOKEN", severity: "warning" }]);
  });

  test("that grows without bound, or has too many markings, is not decided", () => {
    const growing = net("a", { t: ["a", "ab"] });
    expect(proveNet(growing, [], { mode: "full" })).toMatchObject({
      verdict: "unknown",
      findings: [{ code: "MADEUS_SECOND_TOKEN" }, { code: "MADEUS_UNDECIDED" }],
    });
    expect(proveNet(choice, [], { mode: "full", statesMax: 1 })).toMatchObject({
      verdict: "unknown",
      findings: [{ code: "MADEUS_UNDECIDED" }],
    });
  });
});

test("loops, ends and empty places are accepted by another look", () => {
  const kindsOf = (one: Net, goal: readonly number[]) => {
    const { exploration } = proveNet(one, goal, { mode: "full" });
    return certificatesOf(one, goal, exploration).map(({ kind, isAccepted }) => [kind, isAccepted]);
  };
  expect(kindsOf(net("a", { on: ["a", "b"], off: ["b", "a"] }), [])).toEqual([["loop", true]]);
  expect(kindsOf(choice, goalOf(choice, "b"))).toEqual([
    ["ends", true],
    ["siphon", true],
  ]);
});
