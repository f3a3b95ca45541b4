/**
 * A user's project in a directory of its own, in which the built command line (`npm run build`) is run in real processes.
 *
 * What a test starts is ended with the test, and the directory goes.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
export const cli: string = join(root, "dist", "cli.js");

export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}
export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  /** By default there is nothing to read. */
  readonly stdin?: "open";
}

export interface Project {
  /** Absolute. */
  readonly directory: string;
  path(...names: readonly string[]): string;
  write(name: string, text: string): string;
  read(name: string): string;
  has(name: string): boolean;
  remove(name: string): void;
  /** The records in the state of an assembly. */
  records(assembly?: string): Promise<readonly Line[]>;
  /** `madeus ARGS…`, to its end. */
  madeus(args: string, around?: Surroundings): Promise<Ran>;
  /** `madeus ARGS…`, begun. */
  start(args: string, around?: Surroundings): Started;
  /** Any program, begun. */
  spawn(file: string, args: readonly string[], around?: Surroundings): Started;
}

/** @param text  of `assembly.ts`, below the import of all that Madeus exports */
export function project(text?: string): Project {
  const directory = mkdtempSync(join(tmpdir(), "madeus-command-"));
  // Also for the unprivileged user of some tests.
  chmodSync(directory, 0o755);
  mkdirSync(join(directory, "node_modules"));
  symlinkSync(root, join(directory, "node_modules", "madeus"));
  const ends: (() => Promise<unknown>)[] = [];
  onTestFinished(async () => {
    await Promise.all(ends.map((end) => end()));
    rmSync(directory, { recursive: true, force: true });
  });
  const path = (...names: readonly string[]): string => join(directory, ...names);
  const write = (name: string, content: string): string => {
    writeFileSync(path(name), content);
    return path(name);
  };
  const run = (file: string, args: readonly string[], around: Surroundings = {}): Started => {
    const started = new Started(file, args, directory, around);
    ends.push(async () => started.kill());
    return started;
  };
  const start = (args: string, around?: Surroundings): Started =>
    run(process.execPath, [cli, ...words(args)], around);
  const madeus = async (args: string, around?: Surroundings): Promise<Ran> =>
    start(args, around).ended;
  if (text !== undefined) write("assembly.ts", declared(text));
  return {
    directory,
    path,
    write,
    read: (name) => readFileSync(path(name), "utf8"),
    has: (name) => existsSync(path(name)),
    remove: (name) => rmSync(path(name)),
    records: async (assembly = "site") =>
      lines(await madeus(`state show --json --state .madeus/${assembly}`)).flatMap(
        ({ record }) => (record as Line | undefined) ?? [],
      ),
    madeus,
    start,
    spawn: run,
  };
}

/** `'…'` is one word. */
const words = (text: string): readonly string[] =>
  [...text.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");

/** With all that Madeus exports, and components in one line: `chain("db", { install: … })`. */
export const declared = (text: string): string =>
  `import { assembly, check, component, data, local, many, reconfigure, secret, service, setting } from "madeus";
/** Places p0, p1 … with one action from each to the next; \`uninstall\` goes back at once. */
const chain = (name: string, actions: object, more: object = {}) => {
  const steps = Object.entries(actions);
  const places = ["p0", ...steps.map((_, k) => "p" + (k + 1))];
  const deploy = Object.fromEntries(steps.map(([step, action], k) =>
    [step, { from: "p" + k, to: "p" + (k + 1), ...(typeof action === "function" ? { run: action } : action) }]));
  const last = "p" + steps.length;
  const uninstall = { remove: { from: last, to: "p0" } };
  return component({ name, places, initial: "p0", behaviors: { deploy, uninstall }, ...more } as any) as any;
};
const lone = (actions: object, more: object = {}) => assembly({ name: "site", components: { one: chain("one", actions, more) } });
${text}
`;

/** The line of `assembly.ts` in which the text of a test begins. */
export const firstLine: number = declared("").split("\n").length - 1;

/** A process, and what it has printed so far. */
export class Started {
  readonly ended: Promise<Ran>;
  readonly child: ChildProcess;
  #stdout = "";
  #stderr = "";
  #printed = Promise.withResolvers<void>();
  #over = false;

  constructor(
    file: string,
    args: readonly string[],
    cwd: string,
    { env = {}, stdin }: Surroundings,
  ) {
    const { PATH = "", HOME = "" } = process.env;
    this.child = spawn(file, args, { cwd, env: { PATH, HOME, ...env }, stdio: "pipe" });
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#stdout += text;
      this.#print();
    });
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
      this.#print();
    });
    // A program that does not read its input may have gone before it is written.
    this.child.stdin?.on("error", () => undefined);
    if (stdin === undefined) this.child.stdin?.end();
    this.ended = this.#end();
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Resolves when a text has been printed, on stdout or stderr. */
  async printed(text: string | RegExp): Promise<void> {
    await this.found(text);
  }

  /** The same, and what was found. */
  async found(text: string | RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = new RegExp(text).exec(this.#stdout + this.#stderr);
      if (found !== null) return found;
      if (this.#over)
        throw new Error(`it ended without printing ${text}:\n${this.#stdout}${this.#stderr}`);
      await this.#printed.promise;
    }
  }

  type(text: string): void {
    this.child.stdin?.write(text);
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  async kill(): Promise<void> {
    if (!this.#over) this.signal("SIGKILL");
    await this.ended;
  }

  #print(): void {
    this.#printed.resolve();
    this.#printed = Promise.withResolvers();
  }

  async #end(): Promise<Ran> {
    const [code, signal] = (await once(this.child, "close")) as [
      number | null,
      NodeJS.Signals | null,
    ];
    this.#over = true;
    this.#printed.resolve();
    return { code, signal, stdout: this.#stdout, stderr: this.#stderr };
  }
}

export type Line = Readonly<Record<string, unknown>> & { readonly type: string };

/** The JSON lines of a command. */
export const lines = ({ stdout }: Ran): readonly Line[] =>
  stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);

/** All that was printed, for a person. */
export const said = ({ stdout, stderr }: Ran): string => stdout + stderr;

/** Does it look like a stack trace? */
export const hasStack = (ran: Ran): boolean => /^\s+at .+:\d+:\d+\)?$/m.test(said(ran));
