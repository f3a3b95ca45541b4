/** `madeus simulate`: how long it would take with so many at a time, and what a failure would cost; and what it refuses. */
import { describe, expect, test } from "vitest";
import { lines, project } from "./project.ts";

/** Two seconds of `db`, then three of `web`; beside them four of `mail`, which needs nobody. */
const site = `
const Sql = service("sql");
const run = ({ sh }) => sh\`touch marks\`;
const db = chain("db", { start: { durationS: 2, run, limits: ["apt"] } }, { provides: { sql: { type: Sql, in: ["p1"] } } });
const web = chain("web", { start: { durationS: 3, run } }, { uses: { sql: { type: Sql, in: ["start", "p1"] } } });
const mail = chain("mail", { fetch: { durationS: 4, run, limits: ["apt"] } });
export const main = assembly({
  name: "site",
  hosts: { far: local() },
  components: { db, web, mail },
  wires: { web: { sql: "db.sql" } },
  on: { mail: "far" },
});
`;
const last = (ran: Parameters<typeof lines>[0]): unknown => lines(ran).at(-1);

test("it says how long it takes and why, and touches nothing", async () => {
  const { madeus, has } = project(site);
  const ran = await madeus("simulate");
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(ran.stdout).toMatch(/^done after 5\.0s, 3 actions$/m);
  expect(ran.stdout).toMatch(
    /^what takes so long:\n +0\.0s +\+2\.0s {2}db\.start\n +2\.0s +\+3\.0s {2}web\.start$/m,
  );
  expect(ran.stdout).toMatch(/^durations: 3 declared$/m);
  expect([has("marks"), has(".madeus")]).toEqual([false, false]);
});

test("fewer at a time take longer, and it says what each limit costs", async () => {
  const { madeus } = project(site);
  const one = await madeus("simulate --parallel 1");
  expect(one.stdout).toMatch(/^done after 9\.0s/m);
  expect(one.stdout).toMatch(
    /^--parallel: \d actions? waits? for a free slot, .*; without this limit: 5\.0s$/m,
  );
  const apt = await madeus("simulate --limit apt=1");
  expect(apt.stdout).toMatch(/^--limit apt: 1 action waits/m);
  const sequential = await madeus("simulate --mode sequential --json");
  expect(last(sequential)).toMatchObject({ type: "result", outcome: "done", makespanS: 9 });
});

test("a failure ends as the run would, and its cost is told", async () => {
  const { madeus } = project(site);
  const ran = await madeus("simulate --fail db.start");
  expect(ran.code).toBe(4);
  expect(ran.stdout).toMatch(/^failed after 4\.0s, 2 actions$/m);
  expect(ran.stdout).toMatch(
    /^without the fault: done after 5\.0s; the fault costs 2 actions: db\.start, web\.start\n {2}failed: db\.start$/m,
  );
  const down = await madeus("simulate --host-down far@1.5 --json");
  expect(down.code).toBe(3);
  expect(last(down)).toMatchObject({
    outcome: "failed",
    exitCode: 3,
    failed: [],
    transitions: expect.arrayContaining([
      expect.objectContaining({ instance: "mail", transition: "fetch", ended: "unknown" }),
    ]),
    because: expect.arrayContaining([expect.stringContaining('its host "far" is down')]),
    withoutFaults: { outcome: "done", makespanS: 5, missing: ["mail.fetch"] },
  });
  const late = await madeus("simulate --host-down far@100");
  expect(late.stdout).toMatch(/^without the fault: done after 5\.0s; the fault costs nothing$/m);
});

test("durations are taken from files, the last first", async () => {
  const { madeus, write } = project(site);
  write("a.json", '{"db.start": 10, "mail.fetch": 1}');
  write("b.json", '{"db.start": [1, 3, 200]}');
  const ran = await madeus("simulate --durations a.json --durations b.json --json");
  expect(last(ran)).toMatchObject({
    makespanS: 6,
    durations: { given: ["mail.fetch", "db.start"], declared: ["web.start"], assumed: [] },
  });
});

test("chance is drawn from the seed alone, and many runs tell how far they lie apart", async () => {
  const { madeus } = project(site);
  const [one, same, other] = await Promise.all(
    [3, 3, 4].map(async (seed) => last(await madeus(`simulate --json --seed ${seed}`))),
  );
  expect(same).toEqual(one);
  expect(other).not.toEqual(one);
  const many = await madeus("simulate --runs 20 --json");
  const { spread } = last(many) as { spread: Record<string, Record<string, number>> };
  expect(spread).toMatchObject({ runs: 20, done: 20 });
  const { minS = 0, medianS = 0, p95S = 0, maxS = 0 } = spread["makespan"] ?? {};
  expect([minS, medianS, p95S, maxS]).toEqual(
    [minS, medianS, p95S, maxS].toSorted((a, b) => a - b),
  );
  const none = await madeus("simulate --runs 3 --fail db.start");
  expect(none.stdout).toMatch(/^3 runs by chance: 0 done$/m);
});

test("a program is simulated on what it starts from", async () => {
  const { madeus } = project(`${site}
export const more = reconfigure(main).add("mail2", mail).changeBehavior("mail2", "deploy").wait();`);
  const ran = await madeus("simulate assembly.ts more --json");
  expect(last(ran)).toMatchObject({
    outcome: "done",
    makespanS: 4,
    transitions: [{ instance: "mail2" }],
  });
  expect(await madeus("simulate assembly.ts mroe")).toMatchObject({ code: 6 });
});

test("the chart is drawn, as wide as the terminal is said to be, and into a file", async () => {
  const { madeus, read } = project(site);
  const ran = await madeus("simulate --svg chart.svg", { env: { COLUMNS: "60" } });
  expect(Math.max(...ran.stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(read("chart.svg")).toMatch(/^<svg[^]*web\.start[^]*<\/svg>\s*$/);
  expect(await madeus("simulate", { env: { COLUMNS: "wide" } })).toMatchObject({ code: 0 });
});

describe("what it refuses", () => {
  const refused: Readonly<Record<string, readonly [number, RegExp]>> = {
    "--fail dbb.start": [
      2,
      /^error MADEUS_UNKNOWN_INSTANCE: .*\n {2}did you mean "db\.start"\?\n$/,
    ],
    "--fail db.strat": [
      2,
      /^error MADEUS_UNKNOWN_TRANSITION: .*\n {2}did you mean "db\.start"\?\n$/,
    ],
    "--fail db": [2, /^error MADEUS_UNKNOWN_TRANSITION: .*\n {2}.*"db\.start"/],
    "--fail db.start.now": [2, /^error MADEUS_UNKNOWN_TRANSITION: /],
    "--fail db.start=0": [2, /^error MADEUS_USAGE: .* fails no time\.\n/],
    "--host-down fra": [2, /^error MADEUS_UNKNOWN_HOST: .*\n {2}did you mean "far"\?\n$/],
    "--host-down far@soon": [2, /^error MADEUS_USAGE: .* no number of seconds\.\n {2}.*far@12\.5/],
    "--on-error dbb=stop": [
      2,
      /^error MADEUS_UNKNOWN_INSTANCE: --on-error .*\n {2}did you mean "db"\?/,
    ],
    "--limit atp=1": [2, /^error MADEUS_USAGE: --limit .*\n {2}did you mean "apt"\?\n$/],
    "--runs 0": [2, /^error MADEUS_USAGE: .*whole number from 1 up\.\n/],
    "--seed -1": [2, /^error MADEUS_USAGE: .*whole number from 0 up\.\n/],
    "--mode fast": [2, /^error MADEUS_USAGE: .*madeus, aeolus, sequential\.\n/],
    "--durations nowhere": [2, /^error MADEUS_FILE_MISSING: .*\n {2}--durations wants /],
    "--durations .": [6, /^error MADEUS_NO_STATE: /],
    "--durations bad.json": [
      2,
      /^\S+bad\.json:2:2: error MADEUS_BAD_DURATION: "db\.start": -1 is no /,
    ],
    "--durations assembly.ts": [2, /^error MADEUS_FILE_FORMAT: .* is not JSON: /],
    "--svg nowhere/chart.svg": [
      2,
      /^error MADEUS_FILE_UNWRITABLE: .*: there is no such directory\.\n/,
    ],
    "--svg node_modules": [2, /^error MADEUS_FILE_UNWRITABLE: .*: it is a directory\.\n/],
  };
  test.each(Object.entries(refused))("%s", async (flags, [code, said]) => {
    const { madeus, write } = project(site);
    write("bad.json", '{\n "db.start": -1}');
    const ran = await madeus(`simulate ${flags}`);
    expect(ran).toMatchObject({ code, stdout: "", stderr: expect.stringMatching(said) });
  });
});
