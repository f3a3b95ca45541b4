import { describe, expect, test } from "vitest";
import { many } from "../../src/model/port.ts";
import { Address, lifecycle, Sql, told, transitions } from "./sample.ts";

const places = ["off", "in", "on"];
const edges = { put: ["off", "in"], start: ["in", "on"] } as const;
const using = (type: unknown, ...bound: string[]): readonly string[] =>
  told(lifecycle(places, edges, { uses: { u: { type, in: bound } } }));
const providing = (type: unknown, ...bound: string[]): readonly string[] =>
  told(lifecycle(places, edges, { provides: { p: { type, in: bound } } }));

describe("what a port is bound to", () => {
  test("may be places and transitions of a service use", () => {
    expect(using(Sql, "put", "in", "start", "on")).toEqual([]);
    expect(using(many(Sql), "start")).toEqual([]);
  });

  test("must be there", () => {
    expect(using(Sql, "strat")).toEqual([
      'MADEUS_NOT_IN_PORT: component "c": the service use port "u" is bound to "strat", which is neither a place nor a transition (did you mean "start"?)',
    ]);
    expect(providing(Sql, "onn")).toEqual([
      'MADEUS_NOT_IN_PORT: component "c": the service provide port "p" is bound to "onn", which is neither a place nor a transition (did you mean "on"?)',
    ]);
  });

  test("must be something", () => {
    expect(using(Sql)).toEqual([
      'MADEUS_EMPTY_PORT: component "c": the service use port "u" is bound to nothing (name in "in" where it is used)',
    ]);
    expect(providing(Sql)).toEqual([
      'MADEUS_EMPTY_PORT: component "c": the service provide port "p" is bound to nothing (name in "in" where it is provided)',
    ]);
  });

  test("is never the initial place of a service use", () => {
    expect(using(Sql, "off", "put")).toEqual([
      'MADEUS_USE_AT_INITIAL: component "c": the service use port "u" is bound to the initial place "off" (an instance begins there before anything is served: bind the port to what comes after)',
    ]);
  });

  test("is never a transition of a provide", () => {
    expect(providing(Sql, "start", "on")).toEqual([
      'MADEUS_WRONG_BINDING: component "c": the service provide port "p" is bound to the transition "start" (provide it in places)',
    ]);
    expect(providing(Address, "start", "on")).toEqual([
      'MADEUS_WRONG_BINDING: component "c": the data provide port "p" is bound to the transition "start" (provide it in places)',
    ]);
  });

  test("is never a place of a data use", () => {
    expect(using(Address, "start", "on")).toEqual([
      'MADEUS_WRONG_BINDING: component "c": the data use port "u" is bound to the place "on" (data are read by transitions: name those)',
    ]);
    expect(using(Address, "off")).toHaveLength(1);
  });
});

describe("a service that is held with a gap", () => {
  test("at a place between two transitions is a warning", () => {
    expect(using(Sql, "put", "start")).toEqual([
      'warning MADEUS_HELD_WITH_GAP: component "c": the service use port "u" is held twice in the behavior "deploy", but released at "in" between (bind it to "in" too)',
    ]);
  });

  test("in a transition between two places is a warning", () => {
    const more = { uses: { u: { type: Sql, in: ["in", "on"] } } };
    const forked = { put: ["off", "in"], start: ["in", "on", "broken"] } as const;
    expect(told(lifecycle([...places, "broken"], forked, more))).toEqual([
      'warning MADEUS_HELD_WITH_GAP: component "c": the service use port "u" is held twice in the behavior "deploy", but released at "start" between (bind it to "start" too)',
    ]);
  });

  test("is none where the transition between two places is held with them", () => {
    expect(using(Sql, "in", "on")).toEqual([]);
    expect(using(Sql, "put", "in")).toEqual([]);
    expect(using(Sql, "start", "on")).toEqual([]);
  });

  test("is none between behaviors: each asks anew", () => {
    const behaviors = {
      deploy: transitions({ put: ["off", "in"] }),
      more: transitions({ start: ["in", "on"] }),
    };
    expect(
      told(lifecycle(places, {}, { behaviors, uses: { u: { type: Sql, in: ["put", "start"] } } })),
    ).toEqual([]);
  });

  test("is none of data: they stay readable", () => {
    expect(using(Address, "put", "start")).toEqual([]);
  });
});

describe("a data port", () => {
  test("is given by an action that leads to its places, however far before", () => {
    expect(providing(Address, "on")).toEqual([]);
    const behaviors = {
      deploy: { put: { from: "off", to: "in", run: () => {} }, start: { from: "in", to: "on" } },
    };
    const provides = { p: { type: Address, in: ["on"] } };
    expect(told(lifecycle(places, {}, { behaviors, provides }))).toEqual([]);
  });

  test("that no action can give is told", () => {
    const behaviors = {
      deploy: { put: { from: "off", to: "in" }, start: { from: "in", to: "on" } },
      stop: { stop: { from: "on", to: "off/stop", run: () => {} } },
    };
    const provides = { p: { type: Address, in: ["in"] } };
    const after = { ...behaviors, stop: { stop: { from: "on", to: "end", run: () => {} } } };
    expect(told(lifecycle(places, {}, { behaviors, provides }))).toEqual([]);
    expect(told(lifecycle([...places, "end"], {}, { behaviors: after, provides }))).toEqual([
      'MADEUS_NEVER_GIVEN: component "c": the data provide port "p" can never be given: no transition with an action leads to "in" (give it in the run of a transition: give("p", …))',
    ]);
  });

  test("is not given by an action that is never reached", () => {
    const behaviors = {
      deploy: { put: { from: "off", to: "in" }, start: { from: "on", to: "in/s", run: () => {} } },
    };
    const provides = { p: { type: Address, in: ["in"] } };
    expect(told(lifecycle(places, {}, { behaviors, provides }))).toEqual([
      'warning MADEUS_UNREACHABLE_PLACE: component "c": no transition leads to the place "on" (add one to a behavior, or leave the place out)',
      'MADEUS_NEVER_GIVEN: component "c": the data provide port "p" can never be given: no transition with an action leads to "in" (give it in the run of a transition: give("p", …))',
    ]);
  });
});
