/** `madeus report`: what a run took beside what was expected; of one that is done, failed, at work, cut off, or long ago. */
import { expect, test } from "vitest";
import { lines, project } from "./project.ts";

/** `web` needs `db`, fails while there is the file `fail`, and waits for the file `go` while there is the file `slow`. */
const site = `
const Sql = service("sql");
const db = chain("db", { start: { durationS: 2, run: ({ sh }) => sh\`true\` } }, { provides: { sql: { type: Sql, in: ["p1"] } } });
const web = chain("web", { start: { durationS: 3, run: ({ sh }) =>
  sh\`while test -e slow && ! test -e go; do sleep 0.02; done; ! test -e fail\` } }, { uses: { sql: { type: Sql, in: ["start", "p1"] } } });
export const main = assembly({ name: "site", components: { db, web }, wires: { web: { sql: "db.sql" } } });
`;
const last = (ran: Parameters<typeof lines>[0]): unknown => lines(ran).at(-1);

test("a run is told beside what its file led to expect", async () => {
  const { madeus, read } = project(site);
  await madeus("deploy");
  const ran = await madeus("report --svg run.svg");
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(ran.stdout).toMatch(/^run 1, deploy of site: /);
  expect(ran.stdout).toMatch(
    /^expected: done after 5\.0s; it took [\d.]+s less\n {2}web\.start took \S+, \S+ shorter\n/m,
  );
  expect(read("run.svg")).toMatch(/^<svg/);
  expect(last(await madeus("report --json"))).toMatchObject({
    verb: "report",
    outcome: "done",
    run: 1,
    of: "deploy",
    criticalPath: [{ instance: "db" }, { instance: "web" }],
    planned: { outcome: "done", makespanS: 5, transitions: [{ endS: 2 }, { endS: 5 }] },
  });
});

test("a failed run ends with its code; an earlier run is told by its number", async () => {
  const { madeus, write, remove } = project(site);
  write("fail", "");
  await madeus("deploy");
  const failed = await madeus("report");
  expect(failed.code).toBe(4);
  expect(failed.stdout).toMatch(/^failed after \S+, 2 actions$/m);
  expect(failed.stdout).toMatch(/^expected: done after 5\.0s$/m);
  remove("fail");
  await madeus("resume");
  const resumed = last(await madeus("report --json"));
  expect(resumed).toMatchObject({
    outcome: "done",
    of: "resume",
    transitions: [{ instance: "web" }],
    planned: { outcome: "done", transitions: [{ instance: "web" }] },
  });
  expect(await madeus("report --run 1")).toMatchObject({ code: 4 });
  const missing = await madeus("report --run 3");
  expect(missing).toMatchObject({ code: 6, stdout: "" });
  expect(missing.stderr).toMatch(
    /^error MADEUS_NO_STATE: There is no run 3 in .*\n {2}It has 2 runs\.\n$/,
  );
});

test("what an operator skips is expected to be skipped", async () => {
  const { madeus, write } = project(site);
  write("fail", "");
  await madeus("deploy");
  expect(await madeus("resume --skip web.start")).toMatchObject({ code: 0 });
  expect(last(await madeus("report --json"))).toMatchObject({
    outcome: "done",
    transitions: [],
    planned: { outcome: "done", transitions: [] },
  });
});

test("of a run at work it tells how far it is, and of one that was killed how far it came", async () => {
  const { madeus, start, write } = project(site);
  write("slow", "");
  const deploying = start("deploy");
  await deploying.printed("web.start starts");
  const working = await madeus("report");
  expect(working.code).toBe(0);
  expect(working.stdout).toMatch(/^at work after \S+, 2 actions$/m);
  expect(working.stdout).toMatch(/^expected: done after 5\.0s$/m);
  await deploying.kill();
  const dead = await madeus("report");
  expect(dead.code).toBe(4);
  expect(dead.stdout).toMatch(/^cut off after \S+, 2 actions$/m);
  expect(last(await madeus("report --json"))).toMatchObject({
    outcome: "open",
    transitions: [
      { instance: "db", ended: "well" },
      { instance: "web", ended: "open" },
    ],
    // What is still at work is what takes so long.
    criticalPath: [
      { instance: "db", transition: "start" },
      { instance: "web", transition: "start", ended: "open" },
    ],
  });
  write("go", "");
  expect(await madeus("resume")).toMatchObject({ code: 0 });
  expect((await madeus("report --run 1")).stdout).toMatch(/^cut off after /m);
});

test("without a state, or with one that is none, it says so", async () => {
  const { madeus, write } = project(site);
  expect(await madeus("report")).toMatchObject({
    code: 6,
    stderr: expect.stringMatching(/^error MADEUS_NO_STATE: /),
  });
  write("state.sqlite", "not one");
  expect(await madeus("report --state .")).toMatchObject({
    code: 11,
    stderr: expect.stringMatching(/^error MADEUS_STATE_FOREIGN: /),
  });
});
