/** Every line of `--json` is as the schema says, and the records among them are those of the journal and of a script's run. */
import { expect, test } from "vitest";
import { inside } from "../command/inside.ts";
import { type Line, declared, lines, project } from "../command/project.ts";
import { isLine, isRecord, requiredOf, typesOfLines } from "./judge.ts";

/** `web` fails until the file `mended` is there, after one more try; `db` prints, and gives a value that nobody uses. */
const site = `
import { existsSync } from "node:fs";
const Url = data("url", { url: String });
const Sql = service("sql");
const start = ({ give, log }: any) => { log("opened"); give("url", { url: "http://here/" }); };
const copy = { run: () => { if (!existsSync("mended")) throw new Error("no file"); }, retry: { attempts: 2, delayMs: 1 } };
const exec = async ({ exec }: any) => { await exec("echo", ["hello"]); };
export const main = assembly({ name: "site",
  components: {
    db: chain("db", { start }, { provides: { url: { type: Url, in: ["p1"] }, sql: { type: Sql, in: ["p1"] } },
      probes: { p1: () => existsSync("mended") } }),
    web: chain("web", { copy, exec }, { uses: { sql: { type: Sql, in: ["copy"] } } }),
  },
  wires: { web: { sql: "db.sql" } }, hosts: { me: local() } });
`;
/** It lacks what it uses, and has a transition that can never begin. */
const wrong = `
const one = component({ name: "one", places: ["off", "on", "else"], initial: "off", uses: { sql: { type: service("sql"), in: ["go"] } },
  behaviors: { deploy: { go: { from: "off", to: "on" }, never: { from: "else", to: "on" } } } });
export const main = assembly({ name: "site", components: { one } } as any);
`;

/** What looks at commits, and what would go back to one or merge one. */
const ofCommits = [
  "history",
  "show",
  "show nothing",
  "diff main@{1}",
  "why-changed program",
  "fsck",
  "branch try",
  "branch",
  "checkout try",
  "deploy --simulated",
  "checkout main",
  "merge try --dry-run",
  "rollback HEAD~1",
  "prune --dry-run",
];

const strayLines = (told: readonly Line[]): readonly string[] =>
  told.filter((line) => !isLine(line)).map((line) => JSON.stringify(line));

test("every verb says what the schema knows, however it ends", async () => {
  const { directory, write, remove } = project(site);
  const told: Line[] = [];
  const tell = async (...all: readonly string[]): Promise<void> => {
    for (const args of all) {
      const some = lines(await inside(directory, `${args} --json`));
      expect(strayLines(some), args).toEqual([]);
      told.push(...some);
    }
  };
  await tell("check", "plan", "graph", "describe", "doctor", "simulate --runs 9");
  await tell("simulate --fail db.start --parallel 1");
  await tell(
    "deploy --dry-run",
    "deploy --only db",
    "plan",
    "deploy --no-probe",
    "report",
    "deploy",
  );
  await tell("why", "status", "status --no-probe", "logs", "plan", "resume --dry-run");
  write("mended", "");
  await tell("resume", "resume", "report", "deploy", "status", "unlock --dry-run");
  // A file is imported once in a process.
  write("changed.ts", declared(site.replace('log("opened")', 'log("open")')));
  write("steps.json", '[{ "op": "wait", "instances": [] }]');
  await tell("plan changed.ts --on-error rollback", "deploy changed.ts --yes --on-error rollback");
  const program = "reconfigure changed.ts --program steps.json";
  await tell(`${program} --dry-run`, `${program} --yes`, program);
  await tell(...ofCommits);
  remove("mended");
  await tell("watch changed.ts --once", "down changed.ts --dry-run", "down changed.ts");
  await tell("down changed.ts --yes", "down changed.ts --yes", "status", "state show");
  await tell("why nobody", "deplyo", "deploy --parallel 0");
  write("wrong.ts", declared(wrong));
  await tell("check wrong.ts", "deploy wrong.ts");
  const types = new Set(told.map(({ type }) => type));
  expect(typesOfLines.filter((type) => !types.has(type))).toEqual(["heartbeat"]);
});

test("what a run tells is what the journal keeps", async () => {
  const { madeus, records } = project(site);
  const told = lines(await madeus("deploy --json"));
  const kept = (await records()).filter(({ type }) => type !== "declaration");
  expect(told.filter((line) => "seq" in line && line.type !== "result")).toEqual(kept.slice(0, -1));
  expect(told.at(-1)).toMatchObject(kept.at(-1) ?? { type: "nothing" });
  expect(kept.filter((record) => !isRecord(record))).toEqual([]);
});

test("what a script is told is what the journal keeps", async () => {
  const { spawn, write, records } = project(site);
  const script = write(
    "run.ts",
    `import { deploy } from "madeus";
     import { main } from "./assembly.ts";
     const run = deploy(main as any, { limits: { total: 2 } });
     for await (const record of run) console.log(JSON.stringify(record));`,
  );
  const told = lines(await spawn(process.execPath, [script]).ended);
  expect(told).toEqual((await records()).filter(({ type }) => type !== "declaration"));
  expect(told[0]).toMatchObject({ type: "run", limits: { total: 2 }, onError: "drain" });
  expect([...requiredOf.keys()]).toEqual(
    expect.arrayContaining([...new Set(told.map(({ type }) => type))]),
  );
});
