import { expect, test } from "vitest";
import { assembly } from "../../src/model/assembly.ts";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { service } from "../../src/model/port.ts";
import {
  type Need,
  type TypeOf,
  needsOfBehavior,
  unmetNeeds,
} from "../../src/store/compatibility.ts";
import { type Declaration, declarationOf, describedType } from "../../src/store/declaration.ts";

const Sql = service("sql");
const server = (change: object = {}): AnyComponent =>
  component({
    name: "server",
    places: ["off", "half", "on", "broken"],
    initial: "off",
    uses: { database: { type: Sql, in: ["start"] } },
    provides: { http: { type: service("http"), in: ["on"] } },
    behaviors: {
      deploy: {
        prepare: { from: "off", to: "half" },
        start: { from: "half", to: ["on/first", "broken"] },
      },
      stop: { halt: { from: "on", to: "off" } },
    },
    ...change,
  });
const declared = (web: AnyComponent): Declaration => {
  const components: Readonly<Record<string, AnyComponent>> = { web };
  return declarationOf(assembly({ name: "shop", components }));
};
const before = declared(server());
const web = { instance: "web", component: "server" };

test("what a behavior still to come needs is itself, its transitions, and the places between which they lead", () => {
  expect(needsOfBehavior(before, "web", "server", "deploy")).toEqual([
    { ...web, kind: "behavior", name: "deploy" },
    { ...web, kind: "place", name: "off" },
    { ...web, kind: "place", name: "half" },
    { ...web, kind: "place", name: "on" },
    { ...web, kind: "place", name: "broken" },
    { ...web, kind: "transition", behavior: "deploy", name: "prepare" },
    { ...web, kind: "transition", behavior: "deploy", name: "start" },
  ]);
});

test("a run may go on when nothing has changed, or only what it does not need", () => {
  const needs = [
    ...needsOfBehavior(before, "web", "server", "deploy"),
    { ...web, kind: "use", name: "database" },
  ] as const;
  expect(unmetNeeds(needs, before, typesOf(before))).toEqual([]);
  const changed = server({
    places: ["on", "off", "half", "broken", "new"],
    provides: {},
    behaviors: {
      deploy: {
        start: { from: "off", to: "on", timeoutMs: 5 },
        prepare: { from: "half", to: "on" },
      },
    },
  });
  expect(unmetNeeds(needs, before, typesOf(declared(changed)))).toEqual([]);
});

test("each thing that is needed and gone is named", () => {
  const needs: readonly Need[] = [
    { ...web, kind: "place", name: "half" },
    { ...web, kind: "behavior", name: "deploy" },
    { ...web, kind: "transition", behavior: "stop", name: "halt" },
    { ...web, kind: "use", name: "database" },
    { ...web, kind: "provide", name: "http" },
    { ...web, kind: "place", name: "half" },
  ];
  const changed = server({
    places: ["off", "on"],
    uses: {},
    provides: { http: { type: service("https"), in: ["on"] } },
    behaviors: { stop: { end: { from: "on", to: "off" } } },
  });
  expect(unmetNeeds(needs, before, typesOf(declared(changed)))).toEqual([
    "component server has no place half (web needs it)",
    "component server has no behavior deploy (web needs it)",
    "component server has no transition halt in behavior stop (web needs it)",
    "component server has no use port database (web needs it)",
    "component server has another type of port at http: service https (web needs it)",
  ]);
});

test("a component that is gone is named once for an instance", () => {
  const needs = needsOfBehavior(before, "web", "server", "deploy");
  expect(unmetNeeds(needs, before, typesOf(declared(server({ name: "daemon" }))))).toEqual([
    "component server is gone (web needs it)",
  ]);
});

test("where a token waits on a dock, its transition must still lead from there or to there", () => {
  const start = { ...web, kind: "transition", behavior: "deploy", name: "start" } as const;
  const needs: readonly Need[] = [
    { ...start, from: "half" },
    { ...start, to: "on/first" },
    { ...start, to: "broken" },
  ];
  const changed = server({
    behaviors: { deploy: { start: { from: "off", to: ["on", "broken"] } } },
  });
  expect(unmetNeeds(needs, before, typesOf(before))).toEqual([]);
  expect(unmetNeeds(needs, before, typesOf(declared(changed)))).toEqual([
    "component server has transition start leave off, no longer half (web needs it)",
    "component server has transition start end at on or broken, no longer at on/first (web needs it)",
  ]);
});

const typesOf =
  (declaration: Declaration): TypeOf =>
  (component, instance) =>
    describedType(declaration, component, instance);
