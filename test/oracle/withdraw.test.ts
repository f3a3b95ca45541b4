/** How far the naive semantics withdraws an instance: the sentences of section 4, one test each. */
import { expect, test } from "vitest";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { service } from "../../src/model/port.ts";
import type { Instruction } from "../../src/model/program.ts";
import { pictureOf } from "./naive-picture.ts";
import { apply, events, started, steps } from "./naive.ts";
import { outcome } from "./picture.ts";
import type { State } from "./state.ts";
import { type Event, stepText } from "./step.ts";

const forking = component({
  name: "forking",
  places: ["a", "b", "c"],
  initial: "a",
  behaviors: {
    deploy: {
      t: { from: "a", to: "b" },
      u: { from: "a", to: "c" },
      v: { from: "b", to: "c" },
    },
  },
});

test("all that comes from the last common leave is taken up, what has entered places since included", () => {
  const now = after(asked(forking, "deploy"), "leave i.a, fire i.t, fire i.u, end i.t b");
  const stuck = after(now, "enter i.b, end i.u c, leave i.b, fire i.v, fail i.v");
  expect(text(stuck)).toBe("i {u>c, v failed} [deploy]");
  expect(text(after(stuck, "ask i, withdraw i"))).toBe("i {a}");
});

test("the last common leave is the latest one, and the behavior to follow goes to the front", () => {
  const chain = component({
    name: "chain",
    places: ["a", "b", "c"],
    initial: "a",
    behaviors: {
      deploy: {
        t: { from: "a", to: "b" },
        v: { from: "b", to: "c" },
        w: { from: "b", to: "c" },
      },
      undo: { x: { from: "b", to: "a" } },
    },
  });
  const now = after(asked(chain, "deploy", "deploy"), "leave i.a, fire i.t, end i.t b");
  const stuck = after(now, "enter i.b, leave i.b, fire i.v, fail i.v");
  expect(text(stuck)).toBe("i {>w, v failed} [deploy, deploy]");
  expect(text(after(stuck, "ask i then undo, withdraw i"))).toBe("i {b} [undo, deploy]");
});

const braid = component({
  name: "braid",
  places: ["a", "b", "c", "d", "e", "f"],
  initial: "a",
  behaviors: {
    deploy: { ab: { from: "a", to: "b" }, ac: { from: "a", to: "c" } },
    update: {
      bd: { from: "b", to: "d" },
      cd: { from: "c", to: "d" },
      be: { from: "b", to: "e" },
    },
  },
});
const forked = after(
  asked(braid, "deploy", "update"),
  "leave i.a, fire i.ab, fire i.ac, end i.ab b, end i.ac c, enter i.b, enter i.c, finish i",
);
const parted = after(forked, "leave i.b, leave i.c, fire i.bd, fire i.cd, fire i.be");

test("each independent group of tokens goes back to its own place", () => {
  const stuck = after(parted, "fail i.bd, fail i.be, fail i.cd");
  expect(text(after(stuck, "ask i, withdraw i"))).toBe("i {b, c}");
});

test("a group without a single such place goes back to where it was when the behavior began", () => {
  const stuck = after(parted, "end i.bd d, end i.cd d, enter i.d, fail i.be");
  expect(text(stuck)).toBe("i {be failed, d} [update]");
  expect(text(after(stuck, "ask i, withdraw i"))).toBe("i {b, c}");
});

test("a group in which nothing is stuck stays as it is", () => {
  const stuck = after(parted, "fail i.bd, end i.be e, enter i.e, end i.cd d");
  expect(text(after(stuck, "ask i, withdraw i"))).toBe("i {b, c}");
  const free = after(parted, "end i.bd d, end i.cd d, enter i.d, end i.be e, enter i.e");
  expect(text(after(free, "ask i, withdraw i"))).toBe("i {d, e}");
});

test("a withdrawal waits while an action runs, and nothing new starts meanwhile", () => {
  const now = after(asked(forking, "deploy"), "leave i.a, fire i.t, ask i");
  expect(steps(now).map(stepText)).toEqual(["end i.t b"]);
  expect(text(after(now, "fail i.t, withdraw i"))).toBe("i {a}");
});

test("a withdrawal waits while what it takes away is in use", () => {
  const Service = service("service");
  const provider = component({
    name: "provider",
    places: ["a", "b", "c"],
    initial: "a",
    provides: { service: { type: Service, in: ["b"] } },
    behaviors: {
      deploy: { t: { from: "a", to: "b" }, u: { from: "a", to: "c" }, v: { from: "c", to: "b/x" } },
    },
  });
  const user = component({
    name: "user",
    places: ["off", "on"],
    initial: "off",
    uses: { service: { type: Service, in: ["on"] } },
    behaviors: { deploy: { go: { from: "off", to: "on" } } },
  });
  const connect: Instruction = {
    op: "connect",
    use: { instance: "j", port: "service" },
    provide: { instance: "i", port: "service" },
  };
  const connected = after(
    started([...program("i", provider, "deploy"), ...program("j", user, "deploy"), connect]),
    "instruct, instruct, instruct, instruct, instruct",
  );
  const served = after(connected, "leave i.a, fire i.t, fire i.u, end i.t b, enter i.b");
  const used = after(served, "leave j.off, fire j.go, end j.go on, enter j.on, finish j");
  const both = after(used, "fail i.u, ask i");
  expect(text(both)).toBe("i {b, u failed} [deploy]; j {on}; j.service = i.service");
  expect(steps(both)).toEqual([]);
});

const text = (state: State): string => outcome(pictureOf(state));

function program(
  instance: string,
  type: AnyComponent,
  ...behaviors: string[]
): readonly Instruction[] {
  return [
    { op: "add", instance, component: type },
    ...behaviors.map((behavior): Instruction => ({ op: "changeBehavior", instance, behavior })),
  ];
}

function asked(type: AnyComponent, ...behaviors: string[]): State {
  const instructions = program("i", type, ...behaviors);
  return after(started(instructions), instructions.map(() => "instruct").join(", "));
}

/** The state after the steps of these texts, each of which must be possible. */
function after(state: State, texts: string): State {
  return texts.split(", ").reduce((now, wanted) => {
    const rule = wanted.split(" ", 1)[0] as Event["rule"];
    const possible = [...steps(now), ...events(now, rule)];
    const found = possible.find((step) => stepText(step) === wanted);
    if (found === undefined)
      throw new Error(`${wanted} is not among ${possible.map(stepText).join(", ")}`);
    return apply(now, found);
  }, state);
}
