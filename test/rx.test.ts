/** Runs and watches as Observables. */
import { lastValueFrom, take, toArray } from "rxjs";
import { expect, onTestFinished, test } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assembly, component, deploy, service, watch } from "madeus";
import { atWork, driftsOf, holds, markingsOf, recordsOf, recordsOfType } from "madeus/rx";
import type { Run } from "madeus";

const Sql = service("sql");
const database = component({
  name: "database",
  places: ["off", "on"],
  initial: "off",
  provides: { sql: { type: Sql, in: ["on"] } },
  behaviors: { deploy: { start: { from: "off", to: "on", run: () => {} } } },
  probes: { on: () => false },
});
const broken = component({
  name: "web",
  places: ["off", "on"],
  initial: "off",
  uses: { sql: { type: Sql, in: ["start"] } },
  behaviors: {
    deploy: {
      start: {
        from: "off",
        to: "on",
        run: () => {
          throw new Error("no");
        },
      },
    },
  },
});
const site = assembly({
  name: "site",
  components: { db: database, web: broken },
  wires: { web: { sql: "db.sql" } },
});

function begun(): { readonly run: Run; readonly state: string } {
  const state = mkdtempSync(join(tmpdir(), "madeus-rx-"));
  onTestFinished(() => rmSync(state, { recursive: true }));
  return { run: deploy(site, { state }), state };
}

test("records come in order, to one who comes late too, and then it is complete", async () => {
  const { run } = begun();
  const early = await lastValueFrom(recordsOf(run).pipe(toArray()));
  const late = await lastValueFrom(recordsOf(run).pipe(toArray()));
  expect(late).toEqual(early);
  expect(early.at(-1)).toMatchObject({ type: "result", outcome: "failed" });
  const [failed] = await lastValueFrom(recordsOfType(run, "failed").pipe(toArray()));
  expect(failed?.error.message).toContain("no");
});

test("who is at work is told whenever that changes", async () => {
  const { run } = begun();
  const all = await lastValueFrom(atWork(run).pipe(toArray()));
  expect(all).toEqual([["db.start"], [], ["web.start"], []]);
});

test("a place is said to hold once it does", async () => {
  const { run } = begun();
  expect(await lastValueFrom(holds(run, "db", "on"))).toBe(true);
  const last = await lastValueFrom(markingsOf(run));
  expect(last["web"]).toEqual({ places: [], transitions: ["start"] });
  expect(await lastValueFrom(holds(run, "web", "on").pipe(toArray()))).toEqual([false]);
  // Late: it holds from the beginning, and nothing changes.
  expect(await lastValueFrom(holds(run, "db", "on").pipe(toArray()))).toEqual([true]);
});

test("one who leaves early ends nothing but his own subscription", async () => {
  const { run } = begun();
  await lastValueFrom(recordsOf(run).pipe(take(1)));
  expect((await run.result).outcome).toBe("failed");
});

test("what a watch finds comes, and leaving ends it", async () => {
  const { run, state } = begun();
  await run.result;
  const [lost] = await lastValueFrom(
    driftsOf(watch(site, { state, everyMs: 5 })).pipe(take(1), toArray()),
  );
  expect(lost).toMatchObject({ what: "lost", instance: "db" });
});
