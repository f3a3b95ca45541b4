/**
 * A process that deploys one instance whose action waits for a byte in a pipe: `idle-program.ts DIRECTORY`. While it waits the
 * process prints what would wake it, then lets it go on.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../src/engine/clock.ts";
import { realClock } from "../../src/engine/clock-real.ts";
import { crew } from "../../src/engine/crew.ts";
import { Engine } from "../../src/engine/engine.ts";
import { State } from "../../src/engine/fold.ts";
import { localHost } from "../../src/host/local.ts";
import { local } from "../../src/model/host.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";
import { row } from "./by-hand.ts";

/** What the engine waits for, and how often it asked to be woken while the action waited. */
export interface Waiting {
  readonly resources: readonly string[];
  readonly wakeUps: number;
  readonly outcome: string;
}

const directory = process.argv[2] ?? "";
const pipe = join(directory, "pipe");
execFileSync("mkfifo", [pipe]);
let asked = 0;
const clock: Clock = {
  nowMs: () => realClock.nowMs(),
  after(delayMs, wake) {
    asked++;
    return realClock.after(delayMs, wake);
  },
  soon(wake) {
    asked++;
    realClock.soon(wake);
  },
};
const journal = sqliteJournal(openStateFile(directory, { mode: "create" }), clock);
journal.beginRun();
const program = row(["a"], { run: ({ exec }) => exec("sh", ["-c", `echo waiting; cat ${pipe}`]) });
const state = new State(catalogOf(program));
const waiting = Promise.withResolvers<void>();
const performer = crew({
  state,
  clock,
  hosts: { local: localHost(local()) },
  directory: join(directory, "instances"),
  log: (_instance, _transition, line) => {
    if (line === "waiting") waiting.resolve();
  },
});
const engine = new Engine({ state, journal, clock, performer, limits: { total: 1 } });
engine.submit("idle", program);
const running = engine.run();
await waiting.promise;
const askedBefore = asked;
// Whatever was about to happen happens before this comes back.
execFileSync("true");
await new Promise((resolve) => void setImmediate(() => setImmediate(resolve)));
const resources = process.getActiveResourcesInfo();
const wakeUps = asked - askedBefore;
writeFileSync(pipe, "go\n");
const outcome = await running;
journal.close();
const found: Waiting = { resources, wakeUps, outcome };
process.stdout.write(`${JSON.stringify(found)}\n`);
