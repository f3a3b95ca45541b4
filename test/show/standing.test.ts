import { expect, test } from "vitest";
import { State, fold } from "../../src/engine/fold.ts";
import { assembly } from "../../src/model/assembly.ts";
import { component } from "../../src/model/component.ts";
import { deployment } from "../../src/model/program.ts";
import { plain } from "../../src/show/paint.ts";
import { standing, standingLine } from "../../src/show/standing.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import { toEntry } from "../../src/store/instruction.ts";
import type { Entry } from "../../src/store/journal.ts";

const one = component({
  name: "one",
  places: ["off", "half", "on"],
  initial: "off",
  behaviors: {
    deploy: {
      left: { from: "off", to: "half" },
      right: { from: "off", to: "half" },
      start: { from: "half", to: "on" },
    },
  },
});
const program = deployment(assembly({ name: "site", components: { one } }) as never);
const at = (transition: string) => ({ instance: "one", transition }) as const;

function after(...entries: readonly Entry[]): string {
  const state = new State(catalogOf(program));
  fold(state, { type: "program", name: "deploy", instructions: program.map(toEntry) });
  for (const entry of entries) fold(state, entry);
  return standingLine(standing(state.configuration, 0), plain);
}

test("an instance stands where its tokens are", () => {
  const error = { code: "MADEUS_ACTION_FAILED", message: "no disk" };
  expect(after()).toBe("one: left runs, right runs, in deploy");
  expect(after({ type: "ended", ...at("left") })).toBe("one: left waits, right runs, in deploy");
  expect(after({ type: "failed", ...at("left"), error })).toBe(
    "one: left failed (no disk), right runs, in deploy",
  );
  expect(after({ type: "unknown", ...at("right") })).toBe(
    "one: left runs, right was cut off, in deploy",
  );
  const done = [at("left"), at("right"), at("start")].map(
    (one): Entry => ({ type: "ended", ...one }),
  );
  expect(after(...done)).toBe("one: on");
  expect(after(...done, { type: "lost", instance: "one", place: "on" })).toBe("one: no longer on");
});
