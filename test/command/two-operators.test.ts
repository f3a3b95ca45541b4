/** Two operators at once on one state: who touches nothing of the other is let in, everybody else is told; the dead are gone on with. */
import { expect, test } from "vitest";
import { type Line, type Project, lines, project, said } from "./project.ts";

/** Every web is on a host of its own, and waits for a file before it is new. */
const site = `
const Sql = service("sql");
const database = component({ name: "database", places: ["off", "on"], initial: "off",
  provides: { sql: { type: Sql, in: ["on"] } },
  behaviors: { deploy: { start: { from: "off", to: "on" } }, uninstall: { stop: { from: "on", to: "off" } } } });
const replica = component({ name: "replica", places: ["off", "on", "new"], initial: "off",
  uses: { sql: { type: Sql, in: ["on", "new"] } },
  behaviors: {
    deploy: { start: { from: "off", to: "on" } },
    renew: { renew: { from: "on", to: "new",
      run: ({ sh, key }) => sh\`echo \${key} >> marks; until test -e \${"go-" + key.split("/").at(-1)}; do sleep 0.05; done\` } },
    uninstall: { stop: { from: "on", to: "off" } },
  } });
export const site = assembly({ name: "site", components: { db: database, web1: replica, web2: replica, web3: replica },
  wires: { web1: { sql: "db.sql" }, web2: { sql: "db.sql" }, web3: { sql: "db.sql" } },
  hosts: { a: local(), b: local(), c: local(), d: local() } as any,
  on: { db: "d", web1: "a", web2: "b", web3: "c" } as any });
const renew = (web: string) => reconfigure(site as any).changeBehavior(web as never, "renew" as never).wait();
export const first = renew("web1");
export const second = renew("web2");
export const off = reconfigure(site as any).changeBehavior("db" as never, "uninstall" as never).wait();
`;

async function deployed(): Promise<Project> {
  const own = project(site);
  expect(await own.madeus("deploy assembly.ts site")).toMatchObject({ code: 0 });
  return own;
}

/** Begins a program, and resolves when its action is at work. */
async function begun(own: Project, program: string, web: string) {
  const started = own.start(`reconfigure assembly.ts ${program} --yes --state .madeus/site`);
  await started.printed(`${web}.renew starts`);
  return started;
}
const go = (own: Project, web: string): string => own.write(`go-${web}.renew.1`, "");

const instancesIn = async (own: Project): Promise<readonly string[]> =>
  (await own.madeus("status --no-probe --state .madeus/site")).stdout
    .split("\n")
    .filter((line) => /^(db|web\d):/.test(line));

const numbersOf = (records: readonly Line[], run: number): readonly number[] =>
  records.filter((one) => one["run"] === run).map(({ seq }) => Number(seq));

/** Are all records and commits what they must be, and does the last commit show what stands? */
async function expectSound(own: Project): Promise<void> {
  expect(await own.madeus("fsck assembly.ts --state .madeus/site")).toMatchObject({ code: 0 });
  const back = await own.madeus("rollback assembly.ts HEAD --yes --state .madeus/site");
  expect([back.code, said(back)]).toEqual([0, expect.stringContaining("nothing to do")]);
}

const renewed = ["db: on", "web1: new", "web2: new", "web3: on"];

test("programs on two hosts run at once, and come to what they come to one after the other", {
  timeout: 120_000,
}, async () => {
  const own = await deployed();
  const one = await begun(own, "first", "web1");
  const two = await begun(own, "second", "web2");
  const status = await own.madeus("status --no-probe --state .madeus/site");
  expect(status.code).toBe(9);
  expect(status.stdout).toMatch(
    new RegExp(
      `reconfigure .* is at work on web1 \\(run 2, pid ${one.pid} on .*since \\d{4}.*; madeus reconfigure .* is at work on web2 \\(run 3, pid ${two.pid} `,
    ),
  );
  expect(status.stdout).toMatch(/^web1: .*renew runs/m);
  expect(status.stdout).toMatch(/^web2: .*renew runs/m);
  // The second one ends first.
  go(own, "web2");
  expect(await two.ended).toMatchObject({ code: 0 });
  go(own, "web1");
  expect(await one.ended).toMatchObject({ code: 0 });
  expect(await instancesIn(own)).toEqual(renewed);
  const records = await own.records();
  expect(Math.max(...numbersOf(records, 2))).toBeLessThan(1000);
  expect(numbersOf(records, 3)[0]).toBe(1_000_000_001);
  expect(own.read("marks").match(/^\S+\/[23]\/web[12]\.renew\.1$/gm)).toHaveLength(2);
  await expectSound(own);
  const alone = await deployed();
  for (const web of ["web1", "web2"]) go(alone, web);
  for (const program of ["first", "second"])
    expect(await alone.madeus(`reconfigure assembly.ts ${program} --yes`)).toMatchObject({
      code: 0,
    });
  expect(await instancesIn(alone)).toEqual(renewed);
});

test("who would touch the same is told who has it, since when, and what", {
  timeout: 120_000,
}, async () => {
  const own = await deployed();
  const one = await begun(own, "first", "web1");
  const again = await own.madeus("reconfigure assembly.ts first --yes --state .madeus/site");
  expect(again.code).toBe(9);
  expect(again.stderr).toMatch(
    new RegExp(
      `MADEUS_STATE_LOCKED: The instance "web1" of the state in \\S+ is in use by \\S+ on \\S+ \\(pid ${one.pid}, madeus reconfigure .*, since \\d{4}-.*Z\\)\\.\\n {2}Wait for it .*madeus unlock --state \\S+ --run 2`,
    ),
  );
  const beside = await own.madeus("reconfigure assembly.ts off --dry-run --state .madeus/site");
  expect([beside.code, said(beside)]).toEqual([
    9,
    expect.stringMatching(/The state in .* is in use by .*, who has "web1" in hand\./),
  ]);
  const down = await own.madeus("down assembly.ts site --yes");
  expect([down.code, said(down)]).toEqual([9, expect.stringContaining(`pid ${one.pid}`)]);
  // Who touches nothing of it is in nobody's way.
  const deployedAlready = await own.madeus("deploy assembly.ts site");
  expect([deployedAlready.code, said(deployedAlready)]).toEqual([
    0,
    expect.stringContaining("nothing to do"),
  ]);
  go(own, "web1");
  expect(await one.ended).toMatchObject({ code: 0 });
});

test("one that is killed is gone on with, while and after the other one comes to its end", {
  timeout: 120_000,
}, async () => {
  const own = await deployed();
  const one = await begun(own, "first", "web1");
  const two = await begun(own, "second", "web2");
  await one.kill();
  const left = await own.madeus("reconfigure assembly.ts first --yes --state .madeus/site");
  expect([left.code, said(left)]).toEqual([
    9,
    expect.stringMatching(
      /MADEUS_RUN_UNFINISHED: Run 2 in \S+, reconfigure, which has "web1" in hand, was cut off\.\n {2}Go on with `madeus resume --run 2`/,
    ),
  ]);
  const status = await own.madeus("status --no-probe --state .madeus/site");
  expect(status.stdout).toMatch(
    /at work on web2 .*; run 2, reconfigure of web1, was cut off: madeus resume --run 2 goes on/,
  );
  go(own, "web1");
  expect(await own.madeus("resume assembly.ts --state .madeus/site")).toMatchObject({ code: 0 });
  go(own, "web2");
  expect(await two.ended).toMatchObject({ code: 0 });
  expect(await instancesIn(own)).toEqual(renewed);
  const runs = (await own.records()).filter(({ type }) => type === "run");
  expect(runs.map(({ run, verb, continues }) => [run, verb, continues])).toEqual([
    [1, "deploy", undefined],
    [2, "reconfigure", undefined],
    [3, "reconfigure", undefined],
    [4, "resume", 2],
  ]);
  await expectSound(own);
  const report = lines(await own.madeus("report --json --run 4 --state .madeus/site")).at(-1);
  expect(report).toMatchObject({ outcome: "done", run: 4 });
});

test("of several that are left one is named; the others can be gone back from, or taken down with all", {
  timeout: 120_000,
}, async () => {
  const own = await deployed();
  const both = [await begun(own, "first", "web1"), await begun(own, "second", "web2")];
  for (const one of both) await one.kill();
  const which = await own.madeus("resume assembly.ts --state .madeus/site");
  expect([which.code, said(which)]).toEqual([
    2,
    expect.stringMatching(
      /MADEUS_SEVERAL_RUNS: .*: 2 \("web1"\), 3 \("web2"\)\.\n {2}Say which: --run 2/,
    ),
  ]);
  const none = await own.madeus("resume assembly.ts --run 9 --state .madeus/site");
  expect([none.code, said(none)]).toEqual([6, expect.stringContaining("no open run 9")]);
  for (const web of ["web1", "web2"]) go(own, web);
  const back = await own.madeus("resume assembly.ts --rollback --yes --run 3 --state .madeus/site");
  expect([back.code, said(back)]).toEqual([10, expect.any(String)]);
  expect(await own.madeus("why --state .madeus/site")).toMatchObject({
    stdout: expect.stringContaining("web1"),
  });
  const down = await own.madeus("down assembly.ts site --yes");
  expect([down.code, said(down)]).toEqual([0, expect.stringContaining("down of site is done")]);
  expect(await own.madeus("status --no-probe --state .madeus/site")).toMatchObject({ code: 0 });
  expect(await own.madeus("fsck --state .madeus/site")).toMatchObject({ code: 0 });
});

test("one that hangs is taken over by its run, and the other one is left alone", {
  timeout: 120_000,
}, async () => {
  const own = await deployed();
  const one = await begun(own, "first", "web1");
  const two = await begun(own, "second", "web2");
  const named = await own.madeus("unlock --dry-run --state .madeus/site");
  expect(named.stdout).toMatch(
    new RegExp(`^the state is held by .*pid ${one.pid}.* and by .*pid ${two.pid}`),
  );
  expect(await own.madeus("unlock --run 7 --yes --state .madeus/site")).toMatchObject({ code: 6 });
  expect(await own.madeus("unlock --run 2 --yes --state .madeus/site")).toMatchObject({ code: 0 });
  go(own, "web2");
  expect(await two.ended).toMatchObject({ code: 0 });
  go(own, "web1");
  expect((await one.ended).code).toBe(9);
  expect(await own.madeus("resume assembly.ts --run 2 --state .madeus/site")).toMatchObject({
    code: 0,
  });
  expect(await instancesIn(own)).toEqual(renewed);
});
