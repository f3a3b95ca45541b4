/** The guestbook in the semantics alone: what its declaration promises, without a process. */
import { expect, test } from "vitest";
import { guestbook, guestbookWith } from "../../assemblies/guestbook.ts";
import { restartDatabase } from "../../assemblies/restart-database.ts";
import { updateReplicas } from "../../assemblies/update-replicas.ts";
import type { AnyComponent, AnyTransition } from "../../src/model/component.ts";
import { deployment, type Instruction } from "../../src/model/program.ts";
import { Configuration } from "../../src/semantics/configuration.ts";
import { settle } from "../../src/semantics/settle.ts";

const up = {
  database: "running",
  schema: "migrated",
  balancer: "running",
  health: "checked",
  app1: "running",
  app2: "running",
  route1: "attached",
  route2: "attached",
};
const uninstall: readonly Instruction[] = [
  ...Object.keys(up).map(
    (instance): Instruction => ({ op: "changeBehavior", instance, behavior: "uninstall" }),
  ),
  { op: "wait", instances: [] },
];

/** Hands the programs in one after the other, every action ending well; tells of the last one. */
function run(...programs: readonly (readonly Instruction[])[]) {
  const c = new Configuration();
  const runs = programs.map((instructions) => settle(c, { type: "program", instructions }));
  const last = runs.at(-1);
  return {
    outcome: last?.outcome,
    /** The actions in the order in which they started. */
    actions: (last?.steps ?? [])
      .filter(({ rule }) => rule === "fire")
      .map(
        ({ instance, element }) =>
          `${c.names[instance]}.${c.life(instance).transitions[element]?.name}`,
      ),
    places: Object.fromEntries(
      [...c.all()].map((i) => [
        c.names[i],
        c
          .life(i)
          .places.filter((_, p) => c.mark(i, p) > 0)
          .join(),
      ]),
    ),
  };
}

test("it deploys with any number of replicas", () => {
  for (const replicas of [1, 2, 7])
    expect(run(deployment(guestbookWith({ replicas }))).outcome).toBe("done");
  expect(run(deployment(guestbook)).places).toEqual(up);
});

test("nothing of it waits for what it does not need", () => {
  const { actions } = run(deployment(guestbook));
  const atOnce = [
    "app1.configure",
    "app1.fetch",
    "app2.configure",
    "app2.fetch",
    "balancer.fetch",
    "balancer.secure",
    "database.claim",
  ];
  expect(actions.slice(0, atOnce.length).sort()).toEqual(atOnce);
});

test("its uninstallation leads every instance back, users before what they use", () => {
  const { outcome, places, actions } = run(deployment(guestbook), uninstall);
  expect(outcome).toBe("done");
  for (const [instance, { initial }] of Object.entries(guestbook.components))
    expect(places[instance]).toBe(initial);
  expect(actions.indexOf("route1.detach")).toBeLessThan(actions.indexOf("app1.quit"));
  expect(actions.indexOf("app2.quit")).toBeLessThan(actions.indexOf("database.shut"));
  expect(actions.indexOf("schema.forget")).toBeLessThan(actions.indexOf("database.erase"));
});

test("every place of every component has a way back to the initial one", () => {
  for (const type of new Set<AnyComponent>(Object.values(guestbook.components)))
    for (const place of type.places) expect(wayBack(type, place)).toBe(type.initial);
});

test("the database is restarted only while nobody uses it, and everybody comes back", () => {
  const { outcome, places, actions } = run(deployment(guestbook), restartDatabase.instructions);
  expect(outcome).toBe("done");
  expect(places).toEqual(up);
  const stopped = actions.indexOf("database.stop");
  for (const before of ["route1.pause", "route2.pause", "app1.halt", "app2.halt"])
    expect(actions.slice(0, stopped)).toContain(before);
  for (const after of [
    "database.start",
    "app1.start",
    "app2.start",
    "route1.attach",
    "route2.attach",
  ])
    expect(actions.slice(stopped)).toContain(after);
});

test("replicas are updated one after the other, none while it is attached", () => {
  const { outcome, places, actions } = run(deployment(guestbook), updateReplicas.instructions);
  expect(outcome).toBe("done");
  expect(places).toEqual(up);
  expect(actions).toEqual(
    [1, 2].flatMap((n) => [
      `route${n}.pause`,
      `app${n}.renew`,
      `app${n}.start`,
      `route${n}.attach`,
    ]),
  );
});

/** Where `uninstall` ends when it begins at `place`. */
function wayBack({ behaviors }: AnyComponent, place: string): string {
  const transitions: readonly AnyTransition[] = Object.values(behaviors["uninstall"] ?? {});
  const leaving = transitions.find(({ from }) => from === place);
  return leaving === undefined ? place : wayBack({ behaviors } as AnyComponent, String(leaving.to));
}
