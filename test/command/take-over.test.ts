/** Another operator goes on from where the first has come to, each with a state of his own: what is recorded is put on record. */
import { expect, test } from "vitest";
import { repository } from "../store/repository.ts";
import { type Project, lines, project, said } from "./project.ts";

const site = `
const Sql = service("sql");
const Address = data("address", { port: Number });
const database = component({ name: "database", version: "2", places: ["absent", "running"], initial: "absent",
  provides: { sql: { type: Sql, in: ["running"] }, address: { type: Address, in: ["running"] } },
  behaviors: {
    deploy: { start: { from: "absent", to: "running", run: ({ give }) => { give("address", { port: 5432 }); } } },
    uninstall: { stop: { from: "running", to: "absent" } },
  } });
const web = component({ name: "web", places: ["absent", "running"], initial: "absent",
  uses: { sql: { type: Sql, in: ["begin", "running", "end"] }, address: { type: Address, in: ["begin"] } },
  behaviors: {
    deploy: { begin: { from: "absent", to: "running", run: ({ read }) => console.error("port", read("address").port) } },
    uninstall: { end: { from: "running", to: "absent" } },
  } });
export const site = assembly({ name: "site", components: { db: database, web },
  wires: { web: { sql: "db.sql", address: "db.address" } } });`;

/** Two projects with the same file; the first has deployed it and pushed, the second has cloned it. */
async function pair(): Promise<{ readonly ann: Project; readonly bob: Project }> {
  const { directory } = repository();
  const [ann, bob] = [project(site), project(site)];
  expect(await ann.madeus("deploy")).toMatchObject({ code: 0 });
  expect(await ann.madeus(`push ${directory}`)).toMatchObject({ code: 0 });
  expect(await bob.madeus(`clone ${directory} .madeus/site`)).toMatchObject({ code: 0 });
  return { ann, bob };
}
const planOf = async (one: Project) => lines(await one.madeus("plan --json")).at(-1);

test("a clone is refused until what is recorded is taken over, and then has nothing to do", async () => {
  const { bob } = await pair();
  for (const verb of ["plan", "deploy", "down --yes", "adopt"]) {
    const refused = await bob.madeus(verb);
    expect([refused.code, said(refused)]).toEqual([
      7,
      expect.stringContaining("MADEUS_STATE_BEHIND"),
    ]);
  }
  const taken = await bob.madeus("adopt --recorded");
  expect([taken.code, taken.stdout]).toEqual([0, "db: running\nweb: running\n"]);
  const records = await bob.records();
  expect(records.map(({ type }) => type)).toEqual([
    "declaration",
    "run",
    "declaration",
    "taken",
    "result",
  ]);
  expect(records[3]).toMatchObject({
    instances: {
      db: {
        component: "database",
        version: "2",
        places: ["running"],
        values: { address: { value: { port: 5432 } } },
      },
    },
    connections: expect.arrayContaining([{ use: "web.sql", provide: "db.sql" }]),
  });
  expect(await planOf(bob)).toMatchObject({
    outcome: "done",
    unchanged: ["db", "web"],
    transitions: [],
  });
  expect((await bob.madeus("status")).stdout).toContain("running");
});

test("each goes on from what the other has done, by turns", async () => {
  const { ann, bob } = await pair();
  await bob.madeus("adopt --recorded");
  expect(await bob.madeus("down --yes")).toMatchObject({ code: 0 });
  expect(await bob.madeus("push")).toMatchObject({ code: 0 });
  expect(await ann.madeus("pull")).toMatchObject({ code: 0 });
  expect(await ann.madeus("deploy")).toMatchObject({ code: 7 });
  expect(await ann.madeus("adopt --recorded")).toMatchObject({ code: 0 });
  const deployed = await ann.madeus("deploy");
  expect([deployed.code, said(deployed)]).toEqual([0, expect.stringContaining("web")]);
  expect(await ann.madeus("push")).toMatchObject({ code: 0 });
  expect(await bob.madeus("pull")).toMatchObject({ code: 0 });
  const taken = await bob.madeus("adopt --recorded");
  expect([taken.stdout, taken.stderr]).toEqual(["db: running\nweb: running\n", expect.any(String)]);
  expect(await bob.madeus("fsck")).toMatchObject({ code: 0 });
});

test("what the file does not know, or what is not recorded, is not taken over", async () => {
  const { bob } = await pair();
  bob.write(
    "assembly.ts",
    bob.read("assembly.ts").replace('name: "web", places', 'name: "page", places'),
  );
  const strange = await bob.madeus("adopt --recorded");
  expect([strange.code, said(strange)]).toEqual([
    5,
    expect.stringContaining("web was a web, which is not known here"),
  ]);
  expect(await bob.records()).toEqual([]);
  const eve = project(site);
  const nothing = await eve.madeus("adopt --recorded");
  expect([nothing.code, said(nothing)]).toEqual([
    5,
    expect.stringContaining("Nothing is recorded on main."),
  ]);
});
