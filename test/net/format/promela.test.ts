/** SPIN reads what Madeus exports: it counts the markings of the nets whose counts are known, and comes to the same verdicts. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MadeusError } from "../../../src/model/code.ts";
import type { ExportSource } from "../../../src/net/format/export-source.ts";
import type { Net } from "../../../src/net/net.ts";
import { readPnml } from "../../../src/net/format/pnml-read.ts";
import { promela } from "../../../src/net/format/promela.ts";
import { smv } from "../../../src/net/format/smv.ts";
import { readSpinTrail } from "../../../src/net/format/spin-trail.ts";
import { translate } from "../../../src/net/translate/translate.ts";
import { start } from "../../../src/semantics/explore.ts";
import { systems } from "../../oracle/arbitrary.ts";
import { golden } from "../explore/golden.ts";
import { reachable } from "./reachable.ts";
import { spinIsInstalled, verdictOf } from "./spin.ts";

/** All components run; a program is at its end. */
const goalOf = (net: Net): readonly number[] => {
  const places = Array.from({ length: net.placeCount }, (_, place) => place);
  const isProgram = places.some((place) => net.placeName(place) === "pc_15");
  const form = isProgram ? /^pc_15$/ : /^[^_]+_r$/;
  return places.filter((place) => form.test(net.placeName(place)));
};
const sourceOf = (net: Net, goal: readonly number[]): ExportSource => ({
  net,
  goal,
  rangeOf: () => undefined,
  properties: [],
});

test("SPIN takes part on the machines that decide", () => {
  expect(spinIsInstalled || process.env["CI"] === undefined).toBe(true);
});

describe.runIf(spinIsInstalled)("SPIN", () => {
  test.each([
    { name: "chain-3-2", markings: 4915, finals: 1 },
    { name: "wide-3-2", markings: 6859, finals: 1 },
    { name: "prog-3-2", markings: 1520, finals: 1 },
    { name: "free-2-1", markings: 2025, finals: 9 },
  ])(
    "counts the markings of $name, and two states for each that is final",
    ({ name, markings, finals }) => {
      const net = golden(name);
      const goal = goalOf(net);
      const all = reachable(net);
      expect(all.length).toBe(markings);
      expect(all.filter((text) => goal.every((place) => text[place] === "1")).length).toBe(finals);
      const { states, errors } = verdictOf(promela(sourceOf(net, goal)), "deadlocks");
      expect({ states, errors }).toEqual({ states: markings + 2 * finals, errors: 0 });
    },
  );

  test("counts the markings of lamp-5-0", () => {
    const net = golden("lamp-5-0");
    const { states, errors } = verdictOf(promela(sourceOf(net, goalOf(net))), "deadlocks");
    expect({ states, errors }).toEqual({ states: 141_141 + 2, errors: 0 });
  });

  test("counts the markings of the nets of random programs", () => {
    const programs = fc.sample(systems({ instancesMin: 2, instructionsMax: 6 }), {
      numRuns: 3,
      seed: 5,
    });
    for (const { instructions } of programs) {
      const net = translate(start(instructions))?.net;
      if (net === undefined) throw new Error("no net: draw other programs");
      expect(verdictOf(promela(sourceOf(net, [])), "states").states).toBe(reachable(net).length);
    }
  });

  test("finds the deadlock of ring-3-2, and its trail leads there in the net", () => {
    const net = golden("ring-3-2");
    const { errors, fault, trail } = verdictOf(promela(sourceOf(net, goalOf(net))), "deadlocks");
    expect([errors, fault]).toEqual([1, "invalid end state"]);
    const { transitions, cycleAt } = readSpinTrail(trail, net);
    expect(cycleAt).toBeUndefined();
    const names = transitions.map((transition) => net.transitionName(transition));
    expect(new Set(names).size).toBe(33);
    expect(names.filter((name) => name.endsWith("_run_start"))).toEqual([]);
  });

  test.each([
    { name: "ring-3-2", claim: "claim_goalInevitable", errors: 1 },
    { name: "ring-3-2", claim: "denial_goalReachable", errors: 0 },
    { name: "prog-3-2", claim: "claim_goalInevitable", errors: 0 },
    { name: "chain-3-2", claim: "denial_goalReachable", errors: 1 },
  ])("finds $errors errors of $claim in $name", ({ name, claim, errors }) => {
    const net = golden(name);
    expect(verdictOf(promela(sourceOf(net, goalOf(net))), { claim }).errors).toBe(errors);
  });

  test("finds the cycle of free-2-1, and its trail goes round in the net", () => {
    const net = golden("free-2-1");
    const source = sourceOf(net, goalOf(net));
    const { fault, trail } = verdictOf(promela(source), { claim: "claim_goalInevitable" });
    expect(fault).toBe("acceptance cycle");
    const { transitions, cycleAt } = readSpinTrail(trail, net);
    expect(transitions.length).toBeGreaterThan(cycleAt ?? Infinity);
  });

  test("finds the second token in a place of a net that is not 1-safe", () => {
    const { fault } = verdictOf(promela(sourceOf(unsafe(""), [])), "deadlocks");
    expect(fault).toMatch(/^assertion violated +!\(p_q\)$/);
  });

  test("knows deadlocks in formulas that are asked for", () => {
    const property = {
      id: "never-over",
      text: "Something can always happen.",
      scope: "always",
      formula: { kind: "not", of: { kind: "deadlock" } },
    } as const;
    const net = golden("ring-3-2");
    const source = { ...sourceOf(net, []), properties: [property] };
    const { errors, trail } = verdictOf(promela(source), { claim: "claim_never_x2d_over" });
    expect(errors).toBe(1);
    expect(readSpinTrail(trail, net).transitions.length).toBe(33);
  });
});

/** A token on `p`, from which `t` puts one on `q`, where one is already. */
const unsafe = (inscription: string): Net =>
  readPnml(
    "/n.pnml",
    `<pnml><net id="n" type="http://www.pnml.org/version-2009/grammar/ptnet">
    <place id="p"><initialMarking><text>1</text></initialMarking></place>
    <place id="q"><initialMarking><text>1</text></initialMarking></place><transition id="t"/>
    <arc id="a" source="p" target="t"/><arc id="b" source="t" target="q">${inscription}</arc></net></pnml>`,
  );

describe("a format of bits refuses", () => {
  test.each([
    ["Promela", promela],
    ["SMV", smv],
  ])("weights in %s", (name, format) => {
    const net = unsafe("<inscription><text>2</text></inscription>");
    const told = `the arc between "t" and "q" has the weight 2, and ${name} has one bit for each place`;
    expect(() => [...format(sourceOf(net, []))]).toThrow(
      new MadeusError("MADEUS_NOT_EXPORTABLE", told, {
        hint: "export it as pnml, which has weights",
      }),
    );
  });

  test("two tokens in one place", () => {
    const net = { ...unsafe(""), initial: Uint8Array.of(1, 2) };
    expect(() => [...promela(sourceOf(net, []))]).toThrow(`place "q" has 2 tokens`);
  });
});
