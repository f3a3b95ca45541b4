import fc from "fast-check";
import { expect, test } from "vitest";
import { Configuration } from "../../src/semantics/configuration.ts";
import { canonical } from "../../src/semantics/explore.ts";
import { settle } from "../../src/semantics/settle.ts";
import { enabled } from "../../src/semantics/step.ts";
import { systems } from "../oracle/arbitrary.ts";
import { assembling, layered } from "./layered.ts";
import { Sql, add, connect, machine, push, wait, world } from "./scenario.ts";

const client = machine({ deploy: { start: "off -> on" } }, { uses: { db: [Sql, "start", "on"] } });
const server = machine({ deploy: { start: "off -> run" } }, { provides: { sql: [Sql, "run"] } });
const pair = [add("web", client), add("db", server), connect("web.db", "db.sql")];

test("a run to the end passes every transition once and says that it is done", () => {
  const instructions = [...pair, ...push("web", "deploy"), ...push("db", "deploy"), wait()];
  const c = new Configuration();
  const { outcome, steps } = settle(c, { type: "program", instructions });
  expect(outcome).toBe("done");
  expect(
    steps.filter(({ rule }) => rule === "fire").map(({ instance }) => c.names[instance]),
  ).toEqual(["db", "web"]);
});

test("a run that cannot go on says that it is stuck, and leaves the configuration where it is", () => {
  const w = world(pair);
  const { outcome } = settle(w.c, {
    type: "program",
    instructions: [...push("web", "deploy"), wait()],
  });
  expect(outcome).toBe("stuck");
  expect(w.marking()).toBe("db {off}; web {>start} [deploy]");
});

test("every action ends at its first destination", () => {
  const w = world(add("x", machine({ deploy: { t: "a -> b | z" } })));
  settle(w.c, { type: "program", instructions: push("x", "deploy") });
  expect(w.marking()).toBe("x {b}");
});

test("it goes on from wherever the configuration is", () => {
  const w = world(pair, push("db", "deploy")).end("db.start");
  const { outcome } = settle(w.c, { type: "program", instructions: push("web", "deploy") });
  expect(outcome).toBe("done");
});

test("whatever it is given, it ends where nothing moves, and always in the same way", () => {
  fc.assert(
    fc.property(systems(), ({ instructions }) => {
      const [one, two] = [new Configuration(), new Configuration()];
      const { outcome, steps } = settle(one, { type: "program", instructions });
      expect(enabled(one)).toEqual([]);
      expect([...one.all()].filter((instance) => one.isAtWork(instance))).toEqual([]);
      expect(outcome).toBe(one.done ? "done" : "stuck");
      expect(settle(two, { type: "program", instructions }).steps).toEqual(steps);
      expect(canonical(two)).toBe(canonical(one));
    }),
    { numRuns: 200 },
  );
});

test("an assembly in which nothing can go wrong is deployed", () => {
  fc.assert(
    fc.property(layered, (all) => {
      const c = new Configuration();
      const names = all.map(({ name }) => name);
      const instructions = [
        ...assembling(all),
        ...names.flatMap((name) => push(name, "deploy")),
        wait(),
      ];
      expect(settle(c, { type: "program", instructions }).outcome).toBe("done");
    }),
    { numRuns: 30 },
  );
});
