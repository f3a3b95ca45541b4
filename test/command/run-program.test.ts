/** Programs from scripts: on what stands, handed in to a live run, from data, resumed; and a declaration that has changed. */
import { expect, test } from "vitest";
import {
  type AnyComponent,
  type Assembly,
  type Program,
  assembly,
  deploy,
  execute,
  programFrom,
  reconfigure,
  resume,
} from "madeus";
import { readRecords } from "../../src/command/recorded.ts";
import { stage, thrownBy } from "./script-stage.ts";

const done = { outcome: "done" };
const on = { places: ["on"] };

test("a program runs on what stands, whatever its assembly says", async () => {
  const { site, state, stored } = stage();
  await deploy(site, { state }).result;
  const db2 = stored("db");
  const first = reconfigure(site).add("db2", db2).changeBehavior("db2", "deploy").wait();
  expect(await execute(first, { state }).result).toMatchObject({ ...done, marking: { db2: on } });
  const again = thrownBy(() => execute(first, { state }));
  expect(again).toMatchObject({ code: "MADEUS_INSTANCE_EXISTS" });
  const loose: Program = reconfigure(site as Assembly);
  const second = loose
    .changeBehavior("web", "uninstall")
    .wait("web")
    .disconnect("web.sql", "db.sql")
    .connect("web.sql", "db2.sql")
    .changeBehavior("web", "deploy")
    .changeBehavior("db", "uninstall")
    .wait()
    .del("db");
  const report = await execute(second, { state }).result;
  expect(report).toMatchObject(done);
  expect(Object.keys(report.marking)).toEqual(["web", "db2"]);
  expect(report.interruptions).toEqual([]);
  const stuck = loose.changeBehavior("db2", "uninstall").wait();
  const known = { state, components: { db2 } };
  expect(thrownBy(() => execute(stuck, known))).toMatchObject({ code: "MADEUS_DEADLOCK" });
});

test("a live run takes further programs, one after the other, with types of their own", async () => {
  const { site, state, stored, held, marks } = stage();
  const go = Promise.withResolvers<void>();
  held.set("web.start", go.promise);
  const run = deploy(site, { state });
  const loose: Program = reconfigure(site as Assembly);
  run.execute(
    loose.add("db2", stored("archive")).changeBehavior("db2", "deploy").wait("db2"),
    "more",
  );
  run.execute(
    loose
      .changeBehavior("web", "uninstall")
      .wait("web")
      .disconnect("web.sql", "db.sql")
      .connect("web.sql", "db2.sql")
      .changeBehavior("web", "deploy")
      .wait(),
  );
  expect(thrownBy(() => run.execute(loose.add("db2", stored("db"))))).toMatchObject({
    code: "MADEUS_INSTANCE_EXISTS",
  });
  expect(thrownBy(() => run.execute(loose.disconnect("web.sql", "db.sql")))).toMatchObject({
    code: "MADEUS_UNKNOWN_CONNECTION",
  });
  go.resolve();
  const report = await run.result;
  expect(report).toMatchObject({ ...done, marking: { db: on, web: on, db2: on } });
  expect(marks).toEqual(["db.start", "web.start", "db2.start", "web.stop", "web.start"]);
  expect(thrownBy(() => run.execute(loose))).toMatchObject({ code: "MADEUS_RUN_OVER" });
  const records = readRecords(state, (all) => [...all]);
  const hashes = records.flatMap((one) => (one.type === "declaration" ? [one.hash] : []));
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(hashes.length).toBeGreaterThan(1);
  const wide = reconfigure(site as Assembly).del("web");
  expect(thrownBy(() => execute(wide, { state }))).toMatchObject({
    code: "MADEUS_STILL_CONNECTED",
  });
});

test("the same program may be handed in again and again", async () => {
  const { site, state, marks } = stage();
  const run = deploy(site, { state });
  const restart = reconfigure(site)
    .changeBehavior("web", "uninstall")
    .wait()
    .changeBehavior("web", "deploy")
    .wait();
  for (let k = 0; k < 3; k++) run.execute(restart);
  expect(await run.result).toMatchObject(done);
  expect(marks.filter((mark) => mark === "web.start")).toHaveLength(4);
});

test("what failed is resumed from a script, with the types that were handed in meanwhile", async () => {
  const { site, state, stored, failing, marks } = stage();
  failing.add("db2.start");
  const archive: AnyComponent = stored("archive");
  const run = deploy(site, { state });
  run.execute(
    reconfigure(site as Assembly)
      .add("db2", archive)
      .changeBehavior("db2", "deploy")
      .wait(),
  );
  expect(await run.result).toMatchObject({ outcome: "failed" });
  expect(thrownBy(() => deploy(site, { state }))).toMatchObject({ code: "MADEUS_RUN_UNFINISHED" });
  expect(thrownBy(() => resume(site, { state }))).toMatchObject({
    code: "MADEUS_DECLARATION_CHANGED",
  });
  failing.clear();
  const resumed = await resume(site, { state, components: [archive] }).result;
  expect(resumed).toMatchObject({ ...done, marking: { db2: on } });
  expect(marks).toEqual(
    ["db.start", "web.start", "db2.start", "db2.start"].toSorted(byOrder(marks)),
  );
  expect(await resume(site, { state, components: [archive] }).result).toMatchObject({
    ...done,
    transitions: [],
  });
});
const byOrder =
  (marks: readonly string[]) =>
  (a: string, b: string): number =>
    marks.indexOf(a) - marks.indexOf(b);

test("a resumed run takes further programs, too", async () => {
  const { site, state, failing } = stage();
  failing.add("web.start");
  expect(await deploy(site, { state }).result).toMatchObject({ outcome: "failed" });
  failing.clear();
  const run = resume(site, { state });
  const loose: Program = reconfigure(site as Assembly);
  run.execute(loose.changeBehavior("web", "uninstall").wait().disconnect("web.sql", "db.sql"));
  run.execute(loose.changeBehavior("web", "uninstall").wait().del("web"));
  const report = await run.result;
  expect(report).toMatchObject(done);
  expect(Object.keys(report.marking)).toEqual(["db"]);
});

test("there is nothing to resume or to change where nothing stands", () => {
  const { site, state } = stage();
  expect(thrownBy(() => resume(site, { state }))).toMatchObject({ code: "MADEUS_NO_STATE" });
  expect(thrownBy(() => execute(reconfigure(site).wait(), { state }))).toMatchObject({
    code: "MADEUS_NO_STATE",
  });
});

test("what stands is changed to another declaration only where that is asked for", async () => {
  const { site, state, stored, web, db, marks } = stage();
  await deploy(site, { state }).result;
  const other = assembly({
    name: "site",
    components: { base: stored("archive"), web },
    wires: { web: { sql: "base.sql" } },
  });
  const refused = thrownBy(() => deploy(other, { state, components: [db] }));
  expect(refused).toMatchObject({ code: "MADEUS_DECLARATION_CHANGED" });
  expect(String(refused)).toMatch(/base comes, an archive; db is no longer declared/);
  expect(thrownBy(() => deploy(other, { state, change: true }))).toMatchObject({
    code: "MADEUS_UNKNOWN_TYPE",
  });
  const report = await deploy(other, { state, change: true, components: [db] }).result;
  expect(report).toMatchObject(done);
  expect(Object.keys(report.marking).toSorted()).toEqual(["base", "web"]);
  expect(marks.slice(2)).toEqual(["base.start", "web.stop", "web.start", "db.stop"]);
  const newer = assembly({
    name: "site",
    components: { base: stored("archive", "2"), web },
    wires: { web: { sql: "base.sql" } },
  });
  expect(thrownBy(() => deploy(newer, { state }))).toMatchObject({
    code: "MADEUS_DECLARATION_CHANGED",
  });
  const more = assembly({
    name: "site",
    components: { base: stored("archive"), web, extra: db },
    wires: { web: { sql: "base.sql" } },
  });
  expect(await deploy(more, { state }).result).toMatchObject({ ...done, marking: { extra: on } });
});

test("a program is read from data, and all that is wrong with its form is said", async () => {
  const { site, state, stored } = stage();
  await deploy(site, { state }).result;
  const steps = [
    { op: "add", instance: "db2", component: "archive" },
    { op: "changeBehavior", instance: "db2", behavior: "deploy" },
    { op: "wait", instances: [] },
  ];
  const read = programFrom(site, JSON.parse(JSON.stringify(steps)), [stored("archive")]);
  expect(await execute(read, { state }).result).toMatchObject({ ...done, marking: { db2: on } });
  expect(thrownBy(() => programFrom(site, steps))).toMatchObject({ code: "MADEUS_UNKNOWN_TYPE" });
  const unnamed = thrownBy(() =>
    execute(programFrom(site, [{ op: "del", instance: "wbe" }]), { state }),
  );
  expect(unnamed).toMatchObject({ code: "MADEUS_UNKNOWN_INSTANCE", hint: 'did you mean "web"?' });
});
