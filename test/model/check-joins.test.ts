import { describe, expect, test } from "vitest";
import { component } from "../../src/model/component.ts";
import { lifecycle, told, transitions } from "./sample.ts";

describe("a join that awaits a choice", () => {
  test("is told (case C12 of the semantics)", () => {
    expect(told(lifecycle(["a", "z", "e"], { t: ["a", "z", "e"], u: ["a", "e"] }))).toEqual([
      'MADEUS_JOIN_AWAITS_CHOICE: component "c": the behavior "deploy" awaits "t" and "u" together at "e", but "t" may end elsewhere (choose after the join instead, or end the transitions at stations of their own: place/name)',
    ]);
  });

  test("is none where the other has a station of its own", () => {
    expect(told(lifecycle(["a", "z", "e"], { t: ["a", "z", "e"], u: ["a", "e/u"] }))).toEqual([]);
  });

  test("is none where the choice comes after the join", () => {
    const edges = { t: ["a", "b"], u: ["a", "b"], v: ["b", "z", "e"] } as const;
    expect(told(lifecycle(["a", "b", "z", "e"], edges))).toEqual([]);
  });

  test("is none between behaviors", () => {
    const behaviors = {
      deploy: transitions({ t: ["a", "z", "e"] }),
      more: transitions({ u: ["z", "e"] }),
    };
    expect(told(lifecycle(["a", "z", "e"], {}, { behaviors }))).toEqual([]);
  });
});

describe("a join that is never met", () => {
  test("is told where one behavior leaves places that no token shares", () => {
    const unit = component({
      name: "unit",
      places: ["off", "in", "on"],
      initial: "off",
      behaviors: {
        deploy: { put: { from: "off", to: "in" }, start: { from: "in", to: "on" } },
        suspend: { pause: { from: "on", to: "in" } },
        uninstall: { stop: { from: "on", to: "off" }, drop: { from: "in", to: "off" } },
      },
    });
    expect(told(unit)).toEqual([
      'warning MADEUS_JOIN_NEVER_MET: component "unit": the behavior "uninstall", asked for at "on", never ends: "stop" waits at "off" for "drop", which does not come (if they are alternatives, give each a station of its own: "off/stop" and "off/drop")',
    ]);
  });

  test("is told where the ways of a choice meet", () => {
    const edges = { t: ["a", "b", "c"], u: ["b", "d"], v: ["c", "d"] } as const;
    expect(told(lifecycle(["a", "b", "c", "d"], edges))).toEqual([
      'warning MADEUS_JOIN_NEVER_MET: component "c": the behavior "deploy", asked for at "a", never ends: "v" waits at "d" for "u", which does not come (if they are alternatives, give each a station of its own: "d/u" and "d/v")',
    ]);
  });

  test("is none where the ways of a fork meet, at once or in a later behavior", () => {
    const fork = { t: ["a", "b"], u: ["a", "c"] } as const;
    const join = { v: ["b", "d"], w: ["c", "d"] } as const;
    const places = ["a", "b", "c", "d"];
    expect(told(lifecycle(places, { ...fork, ...join }))).toEqual([]);
    const behaviors = { deploy: transitions(fork), more: transitions(join) };
    expect(told(lifecycle(places, {}, { behaviors }))).toEqual([]);
  });

  test("is none where alternatives end at stations of their own", () => {
    const edges = { t: ["a", "b", "c"], u: ["b", "d/u"], v: ["c", "d/v"] } as const;
    expect(told(lifecycle(["a", "b", "c", "d"], edges))).toEqual([]);
  });

  test("is told where a second token cannot take the place of the one that is missing", () => {
    const behaviors = {
      deploy: transitions({ t: ["a", "b/1"], u: ["a", "b/2"], v: ["b", "c"], z: ["n", "c"] }),
      more: transitions({ y: ["c", "n"] }),
    };
    expect(told(lifecycle(["a", "b", "c", "n"], {}, { behaviors }))).toEqual([
      'warning MADEUS_JOIN_NEVER_MET: component "c": the behavior "deploy", asked for at "a", never ends: "v" waits at "c" for "z", which does not come (if they are alternatives, give each a station of its own: "c/v" and "c/z")',
    ]);
  });

  test("is not looked for behind a place that two tokens would enter: that is told when it happens", () => {
    const behaviors = {
      deploy: transitions({ t: ["a", "d/1"], u: ["a", "d/2"] }),
      more: transitions({ v: ["d", "f"], w: ["f", "n"], x: ["n", "f/again"] }),
      last: transitions({ y: ["d", "g"], z: ["n", "g"] }),
    };
    const found = told(lifecycle(["a", "d", "f", "g", "n"], {}, { behaviors }));
    expect(found.filter((text) => text.includes("NEVER_MET"))).toEqual([]);
  });

  test("is looked for in few steps, however many ways there are", () => {
    const count = 200;
    const names = Array.from({ length: count }, (_, index) => `p${index}`);
    const edges = Object.fromEntries(
      names.flatMap((name) => [
        [`l${name}`, ["a", `${name}`, `${name}/other`] as const],
        [`r${name}`, [name, "a/back"] as const],
      ]),
    );
    expect(told(lifecycle(["a", ...names], edges)).map((text) => text.slice(0, 13))).toEqual([
      "MADEUS_CYCLE:",
    ]);
  });
});
