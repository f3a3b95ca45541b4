/** `deploy` and `execute` from a script: events, questions, two ways to stop, and one report, on real processes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import {
  type AnyComponent,
  assembly,
  component,
  deploy,
  execute,
  reconfigure,
  service,
} from "madeus";

const rejections: unknown[] = [];
const note = (reason: unknown): void => void rejections.push(reason);
beforeAll(() => void process.on("unhandledRejection", note));
afterAll(() => {
  process.off("unhandledRejection", note);
  expect(rejections).toEqual([]);
});

const Sql = service("sql");

/** Instances `db` and `web`; `web` starts when there is the file `go`. */
function stage() {
  const directory = mkdtempSync(join(tmpdir(), "madeus-run-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const go = join(directory, "go");
  const sql = (name: string) =>
    component({
      name,
      places: ["off", "on"],
      initial: "off",
      provides: { sql: { type: Sql, in: ["on"] } },
      behaviors: { deploy: { start: { from: "off", to: "on", run: ({ sh }) => sh`true` } } },
    });
  const web = component({
    name: "web",
    places: ["off", "on"],
    initial: "off",
    uses: { sql: { type: Sql, in: ["start", "on"] } },
    behaviors: {
      deploy: {
        start: {
          from: "off",
          to: "on",
          run: ({ sh }) => sh`while ! test -e ${go}; do sleep 0.02; done`,
        },
      },
    },
  });
  const site = assembly({
    name: "site",
    components: { db: sql("db"), web },
    wires: { web: { sql: "db.sql" } },
  });
  return { directory, go, web, sql, site, state: join(directory, "state") };
}

/** Waits until the run has begun an action. */
async function begun(run: ReturnType<typeof deploy>, instance: string): Promise<void> {
  for await (const record of run)
    if (record.type === "process" && record.instance === instance) return;
}

test("a run tells its events, answers why, and ends with a report", async () => {
  const { site, state, go } = stage();
  const run = deploy(site, { state, limits: { total: 4 } });
  await begun(run, "web");
  expect(run.marking()).toMatchObject({
    db: { places: ["on"] },
    web: { places: [], transitions: ["start"] },
  });
  expect(run.why("web")).toMatchObject([{ kind: "running" }]);
  expect(() => run.why("wbe")).toThrow(/There is no instance "wbe"/);
  writeFileSync(go, "");
  const types: string[] = [];
  for await (const { type } of run) types.push(type);
  expect(types).toEqual([
    "run",
    "program",
    "started",
    "process",
    "ended",
    "started",
    "process",
    "ended",
    "result",
  ]);
  const report = await run.result;
  expect(report).toMatchObject({
    outcome: "done",
    because: [],
    marking: { web: { places: ["on"] } },
  });
  expect(
    report.criticalPath.map(({ instance, transition }) => `${instance}.${transition}`),
  ).toEqual(["db.start", "web.start"]);
  expect(report.transitions).toHaveLength(2);
  expect(report.makespanS).toBeGreaterThanOrEqual(report.transitions[1]?.endS ?? Infinity);
  const again = await deploy(site, { state }).result;
  expect(again).toMatchObject({ outcome: "done", transitions: [] });
});

test("stop lets what runs end; abort, a signal and leaving the block end it or let it end", async () => {
  const { site, state, go } = stage();
  const aborted = deploy(site, { state });
  await begun(aborted, "web");
  aborted.abort();
  expect(await aborted.result).toMatchObject({
    outcome: "cancelled",
    marking: { web: { transitions: ["start"] } },
  });
  expect(() => deploy(site, { state })).toThrow(/The last run in .*, deploy, ended cancelled/);

  const controller = new AbortController();
  const other = join(state, "other");
  const stopped = deploy(site, { state: other, signal: controller.signal });
  await begun(stopped, "web");
  controller.abort();
  writeFileSync(go, "");
  expect(await stopped.result).toMatchObject({ outcome: "done" });

  rmSync(go);
  const third = join(state, "third");
  {
    await using run = deploy(site, { state: third });
    await begun(run, "web");
  }
  const locked = (): unknown => deploy(site, { state: third });
  expect(locked).toThrow(/ended cancelled/);

  const before = await deploy(site, { state: join(state, "fourth"), signal: AbortSignal.abort() })
    .result;
  expect(before).toMatchObject({ outcome: "cancelled", transitions: [] });
});

test("stop resolves when the run is over", async () => {
  const { site, state, go } = stage();
  const run = deploy(site, { state });
  await begun(run, "web");
  const stopping = run.stop();
  writeFileSync(go, "");
  await stopping;
  expect(run.marking()).toMatchObject({ web: { places: ["on"] } });
  const further = reconfigure(site).wait();
  expect(thrownBy(() => run.execute(further))).toMatchObject({ code: "MADEUS_RUN_OVER" });
  run.abort();
  await run.stop();
});

test("a program runs on what is deployed, and is found again by name", async () => {
  const { site, state, go, sql } = stage();
  writeFileSync(go, "");
  await deploy(site, { state }).result;
  const swap = reconfigure(site).add("db2", sql("db2")).changeBehavior("db2", "deploy").wait("db2");
  const report = await execute(swap, { state }).result;
  expect(report).toMatchObject({ outcome: "done", marking: { db2: { places: ["on"] } } });
  const more = reconfigure(site).add("db3", sql("db3")).wait();
  const last = execute(more, { state });
  expect(await last.result).toMatchObject({
    outcome: "done",
    marking: { db2: {}, db3: { places: ["off"] } },
  });
});

test("nothing starts where the check finds errors, or another one holds the state", async () => {
  const { site, state, go, web } = stage();
  const lonely = assembly({ name: "lonely", components: { web: web as AnyComponent } });
  const refused = thrownBy(() => deploy(lonely, { state }));
  expect(refused).toMatchObject({
    code: "MADEUS_NOT_CONNECTED",
    findings: [{ severity: "error" }],
  });
  const holding = deploy(site, { state });
  await begun(holding, "web");
  expect(thrownBy(() => deploy(site, { state }))).toMatchObject({ code: "MADEUS_STATE_LOCKED" });
  writeFileSync(go, "");
  expect(await holding.result).toMatchObject({ outcome: "done" });
  const log = readFileSync(join(state, "logs", "web.start.log"), "utf8");
  expect(log).toMatch(/^\$ while ! test -e /);
});

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
