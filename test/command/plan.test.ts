/** `madeus plan`: what `deploy` would do from where the state is; and `deploy --plan`, which does that or nothing. */
import { expect, test } from "vitest";
import { type Project, lines, project } from "./project.ts";

/** `web` needs `db`, fails while there is the file `fail`, and waits for the file `go` while there is the file `slow`. */
const site = `
const Sql = service("sql");
const size = setting("size", Number, 0);
const db = chain("db", { start: { durationS: 2, run: ({ sh }) => sh\`touch marks\` } }, { provides: { sql: { type: Sql, in: ["p1"] } } });
const web = chain("web", { start: { durationS: 3, run: ({ sh }) =>
  sh\`echo begun; while test -e slow && ! test -e go; do sleep 0.02; done; ! test -e fail\` } }, { uses: { sql: { type: Sql, in: ["start", "p1"] } } });
const more = Object.fromEntries(Array.from({ length: size }, (_, k) => ["more" + k, chain("more", { start: {} })]));
export const main = assembly({ name: "site", components: { db, web, ...more } as any, wires: { web: { sql: "db.sql" } } as any });
`;
const last = (ran: Parameters<typeof lines>[0]): unknown => lines(ran).at(-1);
const stateOf = ({ has }: Project): boolean => has(".madeus");

test("a plan says what would be done, in order of time, and makes nothing", async () => {
  const here = project(site);
  const ran = await here.madeus("plan");
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(ran.stdout).toMatch(
    /^ +0\.0s to +2\.0s {2}db\.start on local, critical\n +2\.0s to +5\.0s {2}web\.start on local, critical\n/,
  );
  expect(ran.stdout).toMatch(/^done after 5\.0s, 2 actions$/m);
  expect(await here.madeus("plan --expect-no-changes")).toMatchObject({ code: 7 });
  expect(await here.madeus("deploy --dry-run")).toMatchObject({ code: 0, stdout: ran.stdout });
  expect(stateOf(here)).toBe(false);
});

test("what is deployed is unchanged, and then nothing is to be done", async () => {
  const { madeus } = project(site);
  expect(await madeus("deploy --only db")).toMatchObject({ code: 0 });
  const rest = await madeus("plan --json --parallel 1");
  expect(last(rest)).toMatchObject({
    outcome: "done",
    unchanged: ["db"],
    transitions: [{ instance: "web", slackS: 0 }],
    durations: { declared: ["web.start"] },
  });
  expect(await madeus("deploy")).toMatchObject({ code: 0 });
  const nothing = { code: 0, stdout: "nothing is to be done\n", stderr: "" };
  expect(await madeus("plan --expect-no-changes")).toMatchObject(nothing);
  const more = await madeus("plan --set size=2 --expect-no-changes");
  expect(more.code).toBe(7);
  expect(more.stdout).toMatch(/unchanged: db, web\n(.*\n)*done after 0\.0s, 2 actions$/m);
});

test("a plan in a file is carried out once, as it was looked at", async () => {
  const { madeus, read, records } = project(site);
  expect(
    await madeus("plan --set size=1 --parallel 1 --on-error stop --out site.plan"),
  ).toMatchObject({
    code: 0,
  });
  expect(JSON.parse(read("site.plan"))).toMatchObject({
    madeusPlan: 1,
    settings: { size: 1 },
    instances: ["db", "web", "more0"],
    expected: { makespanS: 5, outcome: "done" },
  });
  expect(await madeus("deploy --plan site.plan --json")).toMatchObject({ code: 0 });
  const run = (await records()).find(({ type }) => type === "run");
  expect(run).toMatchObject({ settings: { size: 1 }, limits: { total: 1 }, onError: "stop" });
  const again = await madeus("deploy --plan site.plan");
  expect(again.code).toBe(7);
  expect(again.stderr).toMatch(
    /^error MADEUS_PLAN_STALE: The state in .* has moved on since the plan was made\.\n/,
  );
});

test("a plan of another declaration is stale, and nothing is made; looking at things moves nothing", async () => {
  const here = project(site);
  const { madeus, write, read } = here;
  expect(await madeus("plan --out site.plan")).toMatchObject({ code: 0 });
  const before = read("assembly.ts");
  write("assembly.ts", before.replace("durationS: 3", "durationS: 4"));
  for (const flags of ["", "--dry-run"]) {
    const stale = await madeus(`deploy --plan site.plan ${flags}`);
    expect(stale).toMatchObject({ code: 7, stdout: "" });
    expect(stale.stderr).toMatch(
      /^error MADEUS_PLAN_STALE: .*assembly\.ts declares something else /,
    );
  }
  expect(stateOf(here)).toBe(false);
  write("assembly.ts", before);
  for (const verb of ["status", "plan", "report"]) await madeus(verb);
  expect(await madeus("deploy --plan site.plan")).toMatchObject({ code: 0 });
});

test("a plan stands alone: what else is asked beside it is refused", async () => {
  const { madeus } = project(site);
  await madeus("plan --out site.plan");
  for (const more of [
    "assembly.ts",
    "--parallel 2",
    "--only db",
    "--set size=3",
    "--on-error stop",
  ]) {
    const ran = await madeus(`deploy --plan site.plan ${more}`);
    expect(ran.code, more).toBe(2);
    expect(ran.stderr, more).toMatch(/^error MADEUS_USAGE: A plan says itself /);
  }
  const nowhere = await madeus("plan --out nowhere/site.plan");
  expect(nowhere).toMatchObject({ code: 2, stdout: "" });
  expect(nowhere.stderr).toMatch(/^error MADEUS_FILE_UNWRITABLE: /);
});

test("after a failure it says what resume would do, which is no plan for deploy", async () => {
  const { madeus, write, remove } = project(site);
  write("fail", "");
  expect(await madeus("deploy")).toMatchObject({ code: 4 });
  const ran = await madeus("plan");
  expect(ran.stdout).toMatch(
    /^The last run is not at its end: this is what `madeus resume` would do\.\n/,
  );
  expect(last(await madeus("plan --json"))).toMatchObject({
    resumes: true,
    transitions: [{ instance: "web", transition: "start" }],
  });
  const refused = await madeus("plan --out site.plan");
  expect(refused.code).toBe(9);
  expect(refused.stderr).toMatch(/^error MADEUS_RUN_UNFINISHED: /);
  remove("fail");
  expect(await madeus("resume")).toMatchObject({ code: 0 });
});

test("while a run is at work it says what would be left, and a plan is refused", async () => {
  const { madeus, start, write } = project(site);
  await madeus("plan --out early.plan");
  write("slow", "");
  const deploying = start("deploy");
  await deploying.printed("web.start starts");
  const ran = await madeus("plan");
  expect(ran.code).toBe(0);
  expect(ran.stdout).toMatch(
    /^madeus deploy \S+ is at work: this is what would be left if it were cut off now\.$/m,
  );
  const late = await madeus("plan --out late.plan");
  expect(late.code).toBe(9);
  expect(late.stderr).toMatch(/^error MADEUS_STATE_LOCKED: /);
  const early = await madeus("deploy --plan early.plan");
  expect([7, 9]).toContain(early.code);
  write("go", "");
  expect(await deploying.ended).toMatchObject({ code: 0 });
});
