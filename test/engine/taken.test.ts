/** What another state has left takes the place of what was on record, and is the same when it is read back. */
import { expect, test } from "vitest";
import { State, fold } from "../../src/engine/fold.ts";
import { assembly } from "../../src/model/assembly.ts";
import { component } from "../../src/model/component.ts";
import { data, service } from "../../src/model/port.ts";
import { deployment } from "../../src/model/program.ts";
import { declarationOf, declarationOfTypes } from "../../src/store/declaration.ts";
import { deploymentIn } from "../../src/store/deployment.ts";
import { treeOf } from "../../src/store/deployment-tree.ts";
import { toEntry } from "../../src/store/instruction.ts";
import type { Entry } from "../../src/store/journal.ts";

const Sql = service("sql");
const Port = data("port", { number: Number });
const database = component({
  name: "database",
  places: ["absent", "running"],
  initial: "absent",
  provides: { sql: { type: Sql, in: ["running"] }, port: { type: Port, in: ["running"] } },
  behaviors: { deploy: { start: { from: "absent", to: "running" } } },
});
const web = component({
  name: "web",
  places: ["absent", "running"],
  initial: "absent",
  uses: { sql: { type: Sql, in: ["begin", "running"] } },
  behaviors: { deploy: { begin: { from: "absent", to: "running" } } },
});
const blog = assembly({
  name: "blog",
  components: { db: database, web },
  wires: { web: { sql: "db.sql" } },
});

const declared = declarationOf(blog);
const types = declarationOfTypes(
  new Map<string, typeof database | typeof web>([
    ["db", database],
    ["web", web],
  ]),
);
const run: readonly Entry[] = [
  { type: "declaration", ...declared },
  {
    type: "run",
    verb: "adopt",
    assembly: "blog",
    file: "",
    export: "blog",
    declaration: declared.hash,
  },
  { type: "declaration", ...types },
];
const other = { state: "ba9876543210", machine: "build2", directory: "/srv/other/instances" };
const taken: Entry & { readonly type: "taken" } = {
  type: "taken",
  commit: "0".repeat(40),
  declaration: types.hash,
  instances: {
    db: {
      component: "database",
      version: "3",
      host: "far",
      places: ["running"],
      lost: ["running"],
      values: { port: { value: { number: 5432 }, version: 2 } },
    },
    web: { component: "web", places: ["running"] },
  },
  connections: [{ use: "web.sql", provide: "db.sql" }],
  home: { state: "0123456789ab", machine: "build1", directory: "/srv/blog/instances" },
};

/** What a state is after these, as a commit would have it. */
function standing(entries: readonly Entry[]) {
  const state = new State();
  for (const entry of entries) fold(state, entry);
  const { configuration, versions, on, home } = state;
  return deploymentIn(treeOf({ configuration, versions, on, home, assembly: "blog", limits: {} }));
}

test("an empty state is as the commit says", () => {
  const { instances, connections } = standing([...run, taken]);
  expect(instances.get("db")).toMatchObject({
    type: "database",
    version: "3",
    host: "far",
    places: ["running"],
    lost: ["running"],
    values: { port: { value: { number: 5432 }, version: 2 } },
  });
  expect(instances.get("web")).toMatchObject({
    host: undefined,
    version: undefined,
    places: ["running"],
    behaviors: [],
  });
  expect(connections).toHaveLength(1);
});

test("what was on record, and under way, is gone", () => {
  const before: readonly Entry[] = [
    ...run,
    { type: "program", name: "deploy", instructions: deployment(blog).map(toEntry) },
    { type: "started", instance: "db", transition: "start", attempt: 1, key: "k", host: "local" },
  ];
  expect(standing([...before, taken])).toEqual(standing([...run, taken]));
  const state = new State();
  for (const entry of [...before, taken]) fold(state, entry);
  expect([...state.tasks]).toEqual([]);
});

test("what comes after it goes on from there", () => {
  const after: Entry = { type: "found", instance: "db", place: "running" };
  expect(standing([...run, taken, after]).instances.get("db")?.lost).toEqual([]);
});

test("directories stay where they were until a run says otherwise", () => {
  expect(standing([...run, taken]).home).toEqual(taken.home);
  const { home, ...without } = taken;
  expect(standing([...run, taken, without]).home).toEqual(home);
  const begun = run.map((entry) => (entry.type === "run" ? { ...entry, home: other } : entry));
  expect(standing([...run, taken, ...begun]).home).toEqual(other);
});

test("a type that its declaration lacks is told", () => {
  const strange: Entry = {
    ...taken,
    type: "taken",
    instances: { x: { component: "gone", places: [] } },
  };
  expect(() => standing([...run, strange])).toThrow(
    '"x" is a gone, which the journal does not declare.',
  );
});
