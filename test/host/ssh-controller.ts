/** Runs one command on a host by SSH, for tests that kill its starter: see `Subject.controller` of the stage. */
import { writeSync } from "node:fs";
import type { Command } from "../../src/engine/host.ts";
import { openHost } from "../../src/host/open-host.ts";
import type { SshHost } from "../../src/model/host.ts";

const description = JSON.parse(process.argv[2] ?? "") as SshHost;
const { command, acknowledge } = JSON.parse(process.argv[3] ?? "") as {
  command: Command;
  acknowledge: boolean;
};
const say = (what: unknown): void => void writeSync(1, `${JSON.stringify(what)}\n`);
const exit = await openHost(description, { folder: ".madeus" }).run(command, {
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
