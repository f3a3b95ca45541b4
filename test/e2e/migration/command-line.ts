/** The command line of Madeus, as built, about one file. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export interface CommandLine {
  /** Runs a verb, and shows what it prints. @throws Error  where it does not end well */
  run(verb: string, ...args: readonly string[]): Promise<void>;
  /** What the last line of a verb tells, as JSON. @throws Error  where it does not end well */
  told(verb: string, ...args: readonly string[]): Promise<unknown>;
}

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** @param flags  of every verb */
export function commandLine(file: string, flags: readonly string[]): CommandLine {
  const argsOf = (verb: string, args: readonly string[]): readonly string[] => [
    "dist/cli.js",
    verb,
    file,
    ...args,
    ...(readers.has(verb) ? flags.slice(0, 2) : flags),
  ];
  return {
    async run(verb, ...args) {
      say(`\n$ madeus ${[verb, ...args].join(" ")}`);
      const child = spawn(process.execPath, argsOf(verb, args), {
        cwd: root,
        stdio: ["ignore", "inherit", "inherit"],
      });
      const [code] = (await once(child, "exit")) as [number | null];
      if (code !== 0) throw new Error(`madeus ${verb} ended with ${code}`);
    },
    async told(verb, ...args) {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        argsOf(verb, [...args, "--json"]),
        { cwd: root, maxBuffer: 64 << 20 },
      );
      return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
    },
  };
}
/** They read the state alone, and take no settings: the first two flags name the state. */
const readers: ReadonlySet<string> = new Set(["report", "status"]);

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
