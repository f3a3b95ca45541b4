/** A host that is tried, the commands that run on it, and how to tidy up after them. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, expect, vi } from "vitest";
import {
  type Command,
  type Exit,
  type Host,
  type ProcessGroup,
  plainCommand,
} from "../../src/engine/host.ts";

export interface Subject {
  readonly name: string;
  /** The host, with a grace of at most 100 ms when a command is aborted. */
  readonly open: () => Host | Promise<Host>;
  /**
   * A script with its arguments, that runs one command on the host: its last argument is `{ command, acknowledge }` in JSON. It prints
   * `{ registered: group }` when the group is told to it, acknowledges it or never does, and prints `{ exit }` at the end.
   */
  readonly controller: readonly string[];
  /** A new, empty directory on the host, made when the host is opened. */
  readonly directory: string;
}

export const command = (
  file: string,
  args: readonly string[],
  more: Partial<Command> = {},
): Command => ({
  ...plainCommand(file, args),
  ...more,
});
export const shell = (script: string, more: Partial<Command> = {}): Command =>
  command("sh", ["-c", script], more);

/** How a command went on, and what its lines were. */
export interface Story {
  readonly exit: Promise<Exit>;
  readonly group: Promise<ProcessGroup>;
  readonly lines: { readonly stdout: string[]; readonly stderr: string[] };
  /** Resolves when `text` has come as a line of standard output; rejects if the command does before. */
  said(text: string): Promise<void>;
  abort(reason: Error): void;
}

export function begin(host: Host, what: Command): Story {
  const abortion = new AbortController();
  const registered = Promise.withResolvers<ProcessGroup>();
  const lines = { stdout: [] as string[], stderr: [] as string[] };
  let heard = (): void => {};
  const exit = host.run(what, {
    signal: abortion.signal,
    registered: registered.resolve,
    line(stream, text) {
      lines[stream].push(text);
      heard();
    },
  });
  exit.catch(registered.reject);
  registered.promise.catch(() => {});
  return {
    exit,
    group: registered.promise,
    lines,
    said: (text) =>
      new Promise((resolve, reject) => {
        heard = () => lines.stdout.includes(text) && resolve();
        heard();
        exit.catch(reject);
      }),
    abort: (reason) => abortion.abort(reason),
  };
}

/** A command run by a process of its own. */
export interface Controlled {
  readonly group: ProcessGroup;
  readonly exit: Promise<Exit>;
  /** Kills the process that started the command, not the command. */
  kill(): Promise<void>;
}

export interface Stage {
  readonly host: Host;
  readonly directory: string;
  /** Those that are ended after each test. */
  readonly groups: ProcessGroup[];
  start(what: Command): Story;
  run(what: Command): Promise<Exit>;
  isThere(path: string): Promise<boolean>;
  /** Resolves when no process of the group is alive. */
  gone(group: ProcessGroup): Promise<void>;
  /** Runs a command in another process, and waits until that was told its group. */
  control(what: Command, acknowledge: boolean): Promise<Controlled>;
}

export function stageFor(subject: Subject): Stage {
  let host: Host | undefined;
  const groups: ProcessGroup[] = [];
  const controllers: ChildProcess[] = [];
  beforeAll(async () => {
    host = await subject.open();
  });
  afterAll(() => host?.close());
  afterEach(async () => {
    for (const one of controllers.splice(0)) one.kill("SIGKILL");
    await Promise.all(groups.splice(0).map((group) => stage.host.end(group, 100)));
  });
  const stage: Stage = {
    get host() {
      return host as Host;
    },
    directory: subject.directory,
    groups,
    start(what) {
      const story = begin(stage.host, what);
      void story.group.then((group) => groups.push(group)).catch(() => {});
      return story;
    },
    run: (what) => stage.start(what).exit,
    isThere: async (path) => (await stage.run(command("test", ["-e", path]))).code === 0,
    gone: (group) =>
      vi.waitFor(async () => expect(await stage.host.alive(group)).toBe(false), {
        timeout: 20_000,
      }),
    async control(what, acknowledge) {
      const { child, controlled } = await control(subject.controller, what, acknowledge);
      controllers.push(child);
      groups.push(controlled.group);
      return controlled;
    },
  };
  return stage;
}

async function control(
  script: readonly string[],
  what: Command,
  acknowledge: boolean,
): Promise<{ child: ChildProcess; controlled: Controlled }> {
  const order = JSON.stringify({ command: what, acknowledge });
  const child = spawn(process.execPath, [...script, order], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const said = async (): Promise<any> => JSON.parse((await lines.next()).value ?? "{}");
  const { registered: group } = (await said()) as { registered: ProcessGroup };
  const exit = said().then(({ exit }: { exit: Exit }) => exit);
  exit.catch(() => {});
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  return { child, controlled: { group, exit, kill } };
}
