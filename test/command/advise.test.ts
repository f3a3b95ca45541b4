/** `madeus advise`: what would save time, what is critical, what slots bring, what chance does; and what it refuses. */
import { expect, test } from "vitest";
import { type Line, type Ran, hasStack, lines, project } from "./project.ts";
import { inside } from "./inside.ts";
import { siteText } from "./site.ts";

const resultOf = (ran: Ran): Line => lines(ran).at(-1) ?? { type: "nothing" };

test("says what would save time, what is critical and what has slack", async () => {
  const { madeus } = project(siteText);
  const ran = await madeus("advise");
  expect([ran.code, ran.stderr]).toEqual([0, ""]);
  expect(ran.stdout.split("\n")).toEqual([
    "site: 8.0s",
    "what would save time, each by itself:",
    "    -2.0s  provide database.sql from installed on (now: running), for web1.database=db.sql, web2.database=db.sql: 6.0s in all",
    "    -2.0s  do not use replica.database before running (now: start, running), for web1.database=db.sql, web2.database=db.sql: 6.0s in all",
    "critical whatever things take: db.install, db.start, web1.start, web2.start",
    "slack: web1.fetch 3.0s, web2.fetch 3.0s",
    "",
  ]);
  expect(resultOf(await madeus("advise --json"))).toMatchObject({
    outcome: "done",
    makespanS: 8,
    bounds: { minS: 8, maxS: 8 },
    suggestions: [
      { change: "provide", port: "sql", at: "installed", savesS: 2 },
      { change: "use" },
    ],
    isComplete: true,
    connections: 2,
    idle: [],
    critical: { basis: "exact" },
  });
});

test("ranges make some actions critical at times, and connections idle", async () => {
  const { directory, write } = project(siteText);
  const madeus = (args: string): Promise<Ran> => inside(directory, args);
  write("times.json", '{"web1.fetch": {"minS": 1, "maxS": 9}}');
  const some = resultOf(await madeus("advise --durations times.json --json"));
  expect(some).toMatchObject({ makespanS: 8, bounds: { minS: 8, maxS: 11 } });
  const { actions } = some["critical"] as { actions: readonly Record<string, string>[] };
  const criticalOf = (name: string): unknown =>
    actions.find(({ instance, transition }) => `${instance}.${transition}` === name)?.["critical"];
  expect(["web1.fetch", "web2.fetch", "db.install"].map(criticalOf)).toEqual([
    "sometimes",
    "never",
    "sometimes",
  ]);
  write("times.json", '{"web1.fetch": 20}');
  const ran = await madeus("advise --durations times.json");
  expect(ran.stdout).toContain("no port, provided earlier or used later, would save time");
  expect(ran.stdout).toContain(
    "connections that cost no time: 2 of 2: web1.database=db.sql, web2.database=db.sql",
  );
});

test("with limits it says what one more slot of each brings, and between which bounds it is", async () => {
  const { directory } = project(siteText);
  const madeus = (args: string): Promise<Ran> => inside(directory, args);
  const ran = await madeus("advise --parallel 2 --limit apt=1");
  expect(ran.stdout).toMatch(
    /^with the limits: 12\.0s; whatever is started first, between \d.*s and \d.*s$/m,
  );
  expect(ran.stdout).toMatch(/^ {2}--limit apt 2 instead of 1 saves \d/m);
  expect(ran.stdout).toMatch(/^ {2}--parallel 3 instead of 2 brings nothing$/m);
  const { slots } = resultOf(await madeus("advise --parallel 2 --limit apt=1 --json")) as {
    slots?: { lowerS: number; makespanS: number; upperS: number; more: { limit: string }[] };
  } & Line;
  expect(slots?.more.map(({ limit }) => limit)).toEqual(["limit apt", "total"]);
  expect(slots?.lowerS).toBeLessThanOrEqual(slots?.makespanS ?? 0);
  expect(slots?.makespanS).toBeLessThanOrEqual(slots?.upperS ?? 0);
  const simulated = resultOf(await madeus("simulate --parallel 2 --limit apt=1 --json"));
  expect(simulated["makespanS"]).toBe(slots?.makespanS);
});

test("chance comes from the seed alone, and says how sure it is", async () => {
  const { directory } = project(siteText);
  const madeus = (args: string): Promise<Ran> => inside(directory, args);
  const spread = async (seed: number): Promise<unknown> =>
    resultOf(await madeus(`advise --runs 200 --seed ${seed} --json`))["spread"];
  const one = await spread(7);
  expect(one).toEqual(await spread(7));
  expect(one).not.toEqual(await spread(8));
  expect(one).toMatchObject({ runs: 200, seed: 7 });
  const { medianS, p95S, p99S, critical } = one as {
    medianS: number;
    p95S: number;
    p99S: number;
    critical: readonly { share: number; halfWidth: number }[];
  };
  expect([medianS <= p95S, p95S <= p99S]).toEqual([true, true]);
  expect(critical.every(({ share, halfWidth }) => share <= 1 && halfWidth > 0)).toBe(true);
  const ran = await madeus("advise --runs 200");
  expect(ran.stdout).toMatch(/^200 runs by chance \(seed 1\): .* on average; half within/m);
  expect(ran.stdout).toMatch(/^ +\d+\.\d % ± \d+\.\d % {2}db\.start$/m);
});

test("a program is advised from where its deployment ends", async () => {
  const { directory } = project(siteText);
  const madeus = (args: string): Promise<Ran> => inside(directory, args);
  const ran = await madeus("advise assembly.ts rolling --per-host 1");
  expect(ran.stdout).toMatch(/^rolling: 6\.0s$/m);
  expect(ran.stdout).toMatch(/^with the limits: 6\.0s/m);
});

test.each([
  ["advise assembly.ts stuck", 5, "MADEUS_DEADLOCK"],
  ["advise assembly.ts nothing", 6, "MADEUS_NO_ASSEMBLY"],
  ["advise assembly.ts site --limit atp=1", 2, "MADEUS_USAGE"],
  ["advise assembly.ts site --durations gone", 2, "MADEUS_FILE_MISSING"],
  ["advise assembly.ts site --runs 0", 2, "MADEUS_USAGE"],
  ["advise wrong.ts", 2, "MADEUS_NOT_CONNECTED"],
  ["advise contest.ts", 5, "MADEUS_UNDECIDED"],
])("%s is refused in one sentence", async (line, code, sentence) => {
  const { directory, write, read } = project(siteText);
  const madeus = (args: string): Promise<Ran> => inside(directory, args);
  write("wrong.ts", read("assembly.ts").replace('web2: { database: "db.sql" }', ""));
  const choice = { from: "a", to: ["b", "c"] };
  const component = `component(${JSON.stringify({ name: "fork", places: ["a", "b", "c"], initial: "a", behaviors: { deploy: { go: choice } } })})`;
  write(
    "contest.ts",
    `import { assembly, component } from "madeus";\nexport const contest = assembly({ name: "contest", components: { fork: ${component} } });`,
  );
  const ran = await madeus(line);
  expect([ran.code, ran.stderr]).toEqual([code, expect.stringContaining(sentence)]);
  expect(hasStack(ran)).toBe(false);
});
