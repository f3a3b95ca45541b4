/** Runs one command on this machine, for tests that kill its starter: see `Subject.controller` of the stage. */
import { writeSync } from "node:fs";
import type { Command } from "../../src/engine/host.ts";
import { localHost } from "../../src/host/local.ts";
import { local } from "../../src/model/host.ts";

const { command, acknowledge } = JSON.parse(process.argv[2] ?? "") as {
  command: Command;
  acknowledge: boolean;
};
const say = (what: unknown): void => void writeSync(1, `${JSON.stringify(what)}\n`);
const exit = await localHost(local()).run(command, {
  signal: new AbortController().signal,
  registered(group) {
    say({ registered: group });
    // An unanswered promise alone would not keep this process alive.
    return acknowledge ? undefined : new Promise<never>(() => setInterval(() => {}, 60_000));
  },
  line: () => {},
});
say({ exit });
setInterval(() => {}, 60_000);
