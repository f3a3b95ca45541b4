/** Another operator goes on from where the first has come to, each with a state of his own: what is recorded is put on record. */
import { copyFileSync, rmSync } from "node:fs";
import { expect, test } from "vitest";
import { realClock } from "../../src/engine/clock-real.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";
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

test("verbs that only read say in a line that what they tell is not what stands", async () => {
  const { ann, bob } = await pair();
  for (const verb of ["why", "report"]) {
    const told = await bob.madeus(verb);
    expect([verb, told.stderr.split("\n")[0]]).toEqual([
      verb,
      expect.stringMatching(/^warning MADEUS_STATE_BEHIND: .*Put it on record.*--recorded\.$/),
    ]);
    if (verb === "report") expect(told.stderr).toContain("Nothing was run in");
  }
  const behind = { type: "finding", code: "MADEUS_STATE_BEHIND", severity: "warning" };
  expect(lines(await bob.madeus("status --json"))).toContainEqual(expect.objectContaining(behind));
  await bob.madeus("adopt --recorded");
  for (const one of [ann, bob])
    expect((await one.madeus("status")).stderr).not.toContain("MADEUS_STATE_BEHIND");
});

test("what is recorded is taken over once, and only into a state that is there", async () => {
  const { ann, bob } = await pair();
  await bob.madeus("adopt --recorded");
  const [count, again] = [
    (await bob.records()).length,
    await bob.madeus("adopt --recorded --json"),
  ];
  expect([again.code, lines(again).at(-1)]).toMatchObject([0, { outcome: "done", adopted: [] }]);
  expect(await ann.madeus("adopt --recorded")).toMatchObject({ code: 0, stdout: "" });
  expect((await bob.records()).length).toBe(count);
  const eve = project(site);
  const nowhere = await eve.madeus("adopt --recorded");
  expect([nowhere.code, said(nowhere)]).toEqual([6, expect.stringContaining("MADEUS_NO_STATE")]);
  expect(eve.has(".madeus")).toBe(false);
  const given = await bob.madeus("adopt --recorded --give db.address=1");
  expect([given.code, said(given)]).toEqual([2, expect.stringContaining("Leave out --give")]);
  const { directory } = repository();
  expect(await eve.madeus(`clone ${directory} .madeus/site`)).toMatchObject({ code: 0 });
  const empty = await eve.madeus("adopt --recorded");
  expect([empty.code, said(empty)]).toEqual([
    5,
    expect.stringContaining("Nothing is recorded on main."),
  ]);
});

test("who was under way in what is recorded is where the operator says", async () => {
  const { directory } = repository();
  const failing = site.replace(
    'console.error("port", read("address").port)',
    "{ throw new Error('no'); }",
  );
  const [ann, bob] = [project(failing), project(site)];
  expect(await ann.madeus("deploy")).toMatchObject({ code: 4 });
  await ann.madeus(`push ${directory}`);
  await bob.madeus(`clone ${directory} .madeus/site`);
  const refused = await bob.madeus("adopt --recorded");
  expect(refused.code).toBe(5);
  expect(refused.stderr).toContain("in the middle of a run: web is in deploy: begin has failed.");
  expect(refused.stderr).toContain("madeus adopt --recorded --at web=PLACE");
  for (const [flags, text] of [
    ["--at web", "is not written INSTANCE=PLACE"],
    ["--at db=absent", '"db", which is not under way'],
    ["--at web=nowhere", "web stood at nowhere, which web has no longer"],
  ]) {
    const slip = await bob.madeus(`adopt --recorded ${flags}`);
    expect([flags, slip.code === 0, said(slip)]).toEqual([
      flags,
      false,
      expect.stringContaining(text ?? ""),
    ]);
  }
  const taken = await bob.madeus("adopt --recorded --at web=absent");
  expect([taken.code, taken.stdout]).toMatchObject([0, expect.stringContaining("web: absent")]);
  const deployed = lines(await bob.madeus("deploy --yes --json"));
  const started = deployed.filter(({ type }) => type === "started");
  expect(started.map(({ instance }) => instance)).toEqual(["web"]);
  expect(await bob.madeus("push")).toMatchObject({ code: 0 });
});

test("a run that was cut off here does not keep the state behind for ever", async () => {
  const { ann, bob } = await pair();
  await bob.madeus("adopt --recorded");
  await bob.madeus("down --yes");
  await bob.madeus("push");
  const file = openStateFile(ann.path(".madeus/site"), { mode: "write" });
  const journal = sqliteJournal(file, realClock);
  const begun = [...journal.records()].find(({ type }) => type === "run");
  if (begun === undefined) throw new Error("nothing was run");
  const { seq: _seq, run: _run, atMs: _atMs, ...entry } = begun;
  journal.beginRun();
  journal.append(entry);
  journal.commit();
  file.close();
  await ann.madeus("pull");
  expect(await ann.madeus("resume")).toMatchObject({ code: 7 });
  const taken = await ann.madeus("adopt --recorded");
  expect([taken.code, taken.stderr]).toEqual([
    0,
    expect.stringContaining("the last run here, deploy, did not come to its end"),
  ]);
  expect(await ann.madeus("deploy")).toMatchObject({ code: 0 });
});

test("a backup that was brought back is behind what was done since", async () => {
  const { ann } = await pair();
  const [state, backup] = [ann.path(".madeus/site/state.sqlite"), ann.path("backup.sqlite")];
  copyFileSync(state, backup);
  await ann.madeus("down --yes");
  await ann.madeus("push");
  for (const name of ["-wal", "-shm"]) rmSync(`${state}${name}`, { force: true });
  copyFileSync(backup, state);
  expect(await ann.madeus("pull")).toMatchObject({ code: 0 });
  const refused = await ann.madeus("deploy");
  expect([refused.code, said(refused)]).toEqual([
    7,
    expect.stringContaining("MADEUS_STATE_BEHIND"),
  ]);
  expect(await ann.madeus("adopt --recorded")).toMatchObject({ code: 0 });
  expect((await planOf(ann))?.["transitions"]).toHaveLength(2);
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
  const why = lines(await ann.madeus("why-changed assembly/connections/web.sql --json")).at(-1);
  expect(why).toMatchObject({
    instructions: [
      { op: "add", instance: "web", component: "web" },
      { op: "connect", use: "web.sql", provide: "db.sql" },
      { op: "connect", use: "web.address", provide: "db.address" },
      { op: "changeBehavior", instance: "web", behavior: "deploy" },
    ],
  });
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
});
