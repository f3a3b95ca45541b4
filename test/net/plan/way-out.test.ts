/** Who is to go away goes by `uninstall`, however short other ways are: they leave behind what was made. */
import { expect, test } from "vitest";
import { component } from "madeus";
import type { AnyComponent } from "../../../src/model/component.ts";
import { interfaceOf } from "../../../src/net/plan/interface.ts";
import { routeOf } from "../../../src/net/plan/route.ts";
import { lifecycle } from "../../../src/semantics/lifecycle.ts";

const made = {
  make: { from: "absent", to: "made", durationS: 0.1 },
  fill: { from: "made", to: "filled", durationS: 0.1 },
} as const;
const lets = { leave: { from: "filled", to: "absent" } } as const;
const tables = component({
  name: "tables",
  places: ["absent", "made", "filled"],
  initial: "absent",
  behaviors: {
    deploy: made,
    update: lets,
    uninstall: {
      empty: { from: "filled", to: "made", durationS: 5 },
      drop: { from: "made", to: "absent", durationS: 5 },
    },
  },
});
/** Its `update` is short, and leads to where the rest of `uninstall` is short, too. */
const served = component({
  name: "served",
  places: ["absent", "made", "filled"],
  initial: "absent",
  behaviors: {
    deploy: made,
    update: { change: { from: "filled", to: "made" } },
    uninstall: {
      stop: { from: "filled", to: "made", durationS: 30 },
      drop: { from: "made", to: "absent" },
    },
  },
});
const lasting = component({
  name: "lasting",
  places: ["absent", "made", "filled"],
  initial: "absent",
  behaviors: { deploy: made, update: lets },
});

/** The behaviors by which an instance gets from a place to its initial one. */
function waysOut(type: AnyComponent, from: string): readonly string[] | undefined {
  const life = lifecycle(type);
  const errand = { from: [life.places.indexOf(from)], to: [life.initial] };
  const route = routeOf(interfaceOf(life), errand);
  return route?.passages.map(({ behavior }) => life.behaviors[behavior] ?? "");
}

test.each(["made", "filled"])("from `%s` by uninstall, though another way is shorter", (from) => {
  expect(waysOut(tables, from)).toEqual(["uninstall"]);
});

test("by uninstall from the beginning: nothing else leads to a part of it", () => {
  expect(waysOut(served, "filled")).toEqual(["uninstall"]);
});

test("by another behavior only where uninstall leads nowhere", () => {
  expect(waysOut(lasting, "filled")).toEqual(["update"]);
  expect(waysOut(lasting, "made")).toEqual(["deploy", "update"]);
});
