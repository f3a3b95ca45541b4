/** Scripts that go back after a failure, and are told what came of it. */
import { expect, test } from "vitest";
import { assembly, component, deploy, execute, reconfigure, resume } from "madeus";
import { readRecords } from "../../src/command/recorded.ts";
import { stage, thrownBy } from "./script-stage.ts";

const on = { places: ["on"] };

test("after a failure a run goes back to how it was, if it was asked for that", async () => {
  const { site, state, stored, failing, marks } = stage();
  const fresh = deploy(site, { state, onError: "rollback", onErrorOf: { db: "stop" } });
  failing.add("web.start");
  expect(await fresh.result).toMatchObject({
    outcome: "failed",
    rolledBack: true,
    marking: {},
    because: expect.arrayContaining([expect.objectContaining({ kind: "waits" })]),
  });
  expect(marks).toEqual(["db.start", "web.start", "db.stop"]);
  failing.clear();
  const before = (await deploy(site, { state }).result).marking;
  const more = reconfigure(site).add("db2", stored("db")).changeBehavior("db2", "deploy").wait();
  failing.add("db2.start");
  const run = execute(more, { state, onErrorOf: { db2: "rollback" } });
  const verbs: string[] = [];
  for await (const record of run) if (record.type === "run") verbs.push(record.verb);
  expect(await run.result).toMatchObject({ outcome: "failed", rolledBack: true, marking: before });
  expect(verbs).toEqual(["reconfigure", "rollback"]);
  expect(run.why()).toEqual([]);
  expect(thrownBy(() => run.execute(more))).toMatchObject({ code: "MADEUS_RUN_OVER" });
  expect([...readRecords(state, (records) => [...records])].at(-1)).toMatchObject({
    type: "result",
    outcome: "done",
  });
});

test("where there is no way back the report says why, and where nobody asked it says nothing", async () => {
  const { state, failing, site, stored } = stage();
  const stays = component({
    ...stored("stays"),
    behaviors: { deploy: stored("x").behaviors.deploy },
  });
  const both = assembly({ name: "site", components: { a: stays, db: site.components.db } });
  failing.add("db.start");
  expect(await deploy(both, { state, onError: "rollback" }).result).toMatchObject({
    outcome: "failed",
    rolledBack: false,
    obstacles: ["no behavior of a leads from on to off"],
    marking: { a: on },
  });
  expect(await resume(both, { state }).result).not.toHaveProperty("rolledBack");
});
