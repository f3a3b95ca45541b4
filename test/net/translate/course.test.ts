/** What each instruction of a program finds, by the names that it uses. */
import { describe, expect, test } from "vitest";
import { component } from "../../../src/model/component.ts";
import { many, service } from "../../../src/model/port.ts";
import type { Instruction } from "../../../src/model/program.ts";
import { type Course, type Deed, courseOf } from "../../../src/net/translate/course.ts";
import { start } from "../../../src/semantics/explore.ts";
import { instruct } from "../../../src/semantics/instruction.ts";

const Up = service("up");
const server = component({
  name: "server",
  places: ["off", "on"],
  initial: "off",
  provides: { up: { type: Up, in: ["on"] } },
  behaviors: {
    deploy: { run: { from: "off", to: "on" } },
    stop: { halt: { from: "on", to: "off" } },
  },
});
const client = component({
  name: "client",
  places: ["off", "on"],
  initial: "off",
  uses: { one: { type: Up, in: ["on"] }, all: { type: many(Up, { min: 1 }), in: ["on"] } },
  behaviors: { deploy: { run: { from: "off", to: "on" } } },
});

const add = (instance: string, component: typeof server | typeof client): Instruction => ({
  op: "add",
  instance,
  component,
});
const ask = (instance: string, behavior: string): Instruction => ({
  op: "changeBehavior",
  instance,
  behavior,
});
const wait = (...instances: string[]): Instruction => ({ op: "wait", instances });
const link = (op: "connect" | "disconnect", port: string, provider: string): Instruction => ({
  op,
  use: { instance: "c", port },
  provide: { instance: provider, port: "up" },
});
const course = (...program: Instruction[]): Course => courseOf(start(program));
const awaitedBy = (deed: Deed | undefined): string[] =>
  deed?.op === "wait" ? deed.awaited.map(({ member, asked }) => `${member.name} ${asked}`) : [];

describe("behaviors", () => {
  test("asked for are first where all before them were awaited", () => {
    const { members } = course(
      add("s", server),
      ask("s", "deploy"),
      ask("s", "stop"),
      wait("s"),
      ask("s", "deploy"),
    );
    expect(members[0]?.asked.map(({ isFirst }) => isFirst)).toEqual([true, false, true]);
    expect(members[0]?.asked.map(({ at, by }) => [at, by])).toEqual([
      [1, 3],
      [2, 3],
      [4, 5],
    ]);
  });

  test("asked for before the program is reached are there from the start", () => {
    const c = start([add("s", server), ask("s", "deploy"), ask("s", "stop"), wait()]);
    for (let k = 0; k < 3; k++) instruct(c);
    const { members, deeds, length } = courseOf(c);
    expect(length).toBe(1);
    expect(members[0]?.asked.map(({ at, by, isFirst }) => [at, by, isFirst])).toEqual([
      [-1, 0, true],
      [-1, 0, false],
    ]);
    expect(deeds.map(awaitedBy)).toEqual([["s 2"]]);
  });
});

describe("a wait", () => {
  test("awaits what was asked for since the last one, of those that it names", () => {
    const { deeds } = course(
      add("s", server),
      add("t", server),
      ask("s", "deploy"),
      ask("t", "deploy"),
      wait("s", "s"),
      wait(),
      wait("s", "t"),
      ask("t", "stop"),
      wait(),
    );
    expect([4, 5, 6, 8].map((at) => awaitedBy(deeds[at]))).toEqual([["s 1"], ["t 1"], [], ["t 2"]]);
  });

  test("for an instance that is not there ends the course", () => {
    const { deeds, length } = course(add("s", server), wait("s", "nobody"), ask("s", "deploy"));
    expect([deeds.length, length]).toEqual([1, 3]);
  });
});

describe("a connection", () => {
  test("lasts from its connect to its disconnect", () => {
    const { links, members } = course(
      add("s", server),
      add("c", client),
      link("connect", "one", "s"),
      link("disconnect", "one", "s"),
      link("connect", "one", "s"),
    );
    expect(links.map(({ from, to }) => [from, to])).toEqual([
      [2, 3],
      [4, 5],
    ]);
    expect(members.map(({ links }) => links.map(({ length }) => length))).toEqual([[2], [2, 0]]);
  });

  test("cannot be made twice, nor to a second provider where the use takes one", () => {
    const before = [add("s", server), add("t", server), add("c", client)];
    const deedsOf = (...program: Instruction[]): number =>
      course(...before, ...program).deeds.length - before.length;
    const [one, other] = [link("connect", "one", "s"), link("connect", "one", "t")];
    expect(deedsOf(one, other)).toBe(1);
    expect(deedsOf(one, one)).toBe(1);
    const [first, second] = [link("connect", "all", "s"), link("connect", "all", "t")];
    expect(deedsOf(first, second)).toBe(2);
    expect(deedsOf(first, second, first)).toBe(2);
    expect(deedsOf(first, link("disconnect", "all", "s"), first)).toBe(3);
  });

  test("cannot be ended where it is not, nor be left by a delete", () => {
    const before = [add("s", server), add("t", server), add("c", client)];
    const made = [...before, link("connect", "one", "s")];
    expect(course(...before, link("disconnect", "one", "s")).deeds).toHaveLength(3);
    expect(course(...made, link("disconnect", "one", "t")).deeds).toHaveLength(4);
    expect(course(...made, link("disconnect", "all", "s")).deeds).toHaveLength(4);
    expect(course(...made, { op: "del", instance: "s" }).deeds).toHaveLength(4);
    expect(course(...made, { op: "del", instance: "t" }).deeds).toHaveLength(5);
  });
});

describe("an instance that is added again under its name", () => {
  test("is another member, of the next generation", () => {
    const { members } = course(
      add("s", server),
      { op: "del", instance: "s" },
      add("s", server),
      { op: "del", instance: "s" },
      add("s", server),
    );
    expect(members.map(({ added, deleted, generation }) => [added, deleted, generation])).toEqual([
      [0, 1, 0],
      [2, 3, 1],
      [4, 5, 2],
    ]);
  });
});
