/** The command line on a terminal of its own, with somebody who types. */
import { type Project, type Ran, cli } from "./project.ts";

/** `madeus ARGS…` on a terminal of its own; somebody types when something is printed, one after the other. */
export async function onTerminal(
  { spawn }: Project,
  args: string,
  env: Readonly<Record<string, string>> = {},
  ...answers: readonly (readonly [when: string, typed: string])[]
): Promise<Ran> {
  const command = `${process.execPath} ${cli} ${args}`;
  const around = { stdin: "open", env: { TERM: "xterm", ...env } } as const;
  const terminal = spawn("script", ["-qefc", command, "/dev/null"], around);
  for (const [when, typed] of answers) {
    await terminal.printed(when);
    terminal.type(typed);
  }
  return terminal.ended;
}
