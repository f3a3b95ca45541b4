import { expect, test } from "vitest";
import { assembly } from "../../../src/model/assembly.ts";
import { component } from "../../../src/model/component.ts";
import { service } from "../../../src/model/port.ts";
import { reconfigure } from "../../../src/model/program.ts";
import { check } from "../../../src/net/proof/proof.ts";

const Up = service("up");
const peer = component({
  name: "peer",
  places: ["off", "on"],
  initial: "off",
  uses: { other: { type: Up, in: ["on"] } },
  provides: { up: { type: Up, in: ["on"] } },
  behaviors: { deploy: { start: { from: "off", to: "on" } } },
});
const alone = component({
  name: "alone",
  places: ["off", "on"],
  initial: "off",
  provides: { up: { type: Up, in: ["on"] } },
  behaviors: {
    deploy: { start: { from: "off", to: "on" } },
    suspend: { stop: { from: "on", to: "off" } },
  },
});
const user = component({
  name: "user",
  places: ["off", "on"],
  initial: "off",
  uses: { up: { type: Up, in: ["start", "on"] } },
  behaviors: {
    deploy: { start: { from: "off", to: "on" } },
    stop: { halt: { from: "on", to: "off" } },
  },
});
const pair = assembly({
  name: "pair",
  components: { a: alone, u: user },
  wires: { u: { up: "a.up" } },
});

test("an assembly that comes to its end has no finding", () => {
  expect(check(pair)).toEqual([]);
});

test("a deadlock is found, with the story of who waits for whom, at the assembly", () => {
  const [finding, ...others] = check(
    assembly({
      name: "circle",
      components: { a: peer, b: peer },
      wires: { a: { other: "b.up" }, b: { other: "a.up" } },
    }),
  );
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ code: "MADEUS_DEADLOCK", severity: "error" });
  expect(finding?.text).toMatch(/a waits for b/);
  expect(finding?.at?.file).toMatch(/check\.test\.ts$/);
});

test("a program that would wait for ever is found, with what holds it", () => {
  const [finding] = check(reconfigure(pair).changeBehavior("a", "suspend").wait("a"));
  expect(finding).toMatchObject({ code: "MADEUS_DEADLOCK", severity: "error" });
  expect(finding?.text).toMatch(/u/);
  expect(
    check(reconfigure(pair).changeBehavior("a", "suspend").changeBehavior("u", "stop").wait()),
  ).toEqual([]);
});

test("a transition that is asked for and never runs is a warning", () => {
  const dead = component({
    name: "dead",
    places: ["off", "on", "aside"],
    initial: "off",
    behaviors: {
      deploy: { start: { from: "off", to: "on" }, never: { from: "aside", to: "off/again" } },
      turn: { leave: { from: "on", to: "aside" } },
    },
  });
  expect(check(assembly({ name: "one", components: { x: dead } }))).toMatchObject([
    { code: "MADEUS_DEAD_TRANSITION", severity: "warning" },
  ]);
});

test("a second token in a place is found before it fails a transition", () => {
  const crowd = component({
    name: "crowd",
    places: ["off", "left", "right", "on"],
    initial: "off",
    behaviors: {
      deploy: {
        goLeft: { from: "off", to: "left" },
        goRight: { from: "off", to: "right" },
        fromLeft: { from: "left", to: "on/left" },
        fromRight: { from: "right", to: "on/right" },
      },
    },
  });
  const findings = check(assembly({ name: "one", components: { x: crowd } }));
  expect(findings.map(({ code }) => code)).toContain("MADEUS_SECOND_TOKEN");
});
