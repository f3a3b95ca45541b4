/**
 * Where a command writes: results to stdout, all else to stderr; with `--json` one object a line on stdout and no results in words.
 *
 * Nothing that becomes of a reader ends a deployment: neither `madeus … | head`, nor a terminal that is closed, nor a full disk.
 */
import { coloured, printable, wantsColour } from "../show/paint.ts";
import type { Paint } from "../show/paint.ts";
import type { Audience } from "./audience.ts";
import type { Flags } from "./flags.ts";
import { jsonLine } from "./json-text.ts";
import type { Line } from "./line.ts";
import { eventsVersion, version } from "./version.ts";
import { type Workflow, uncommanded, workflowIn } from "./workflow.ts";

/** All lines are painted; where colour is not wanted it is taken out. */
export const paint: Paint = coloured;

export interface Output {
  readonly json: boolean;
  /** A line of the result. */
  result(line: string): void;
  /** A line of progress; not printed when quiet. */
  progress(line: string): void;
  /** A line that is always printed: errors and what to do. */
  say(line: string): void;
  /** Who else is told of the runs of this command. */
  readonly audience?: Audience | undefined;
  /** Where a workflow of GitHub reads what is printed, and not with `--json`. */
  readonly workflow?: Workflow | undefined;
  /** With `--json`: one object on a line of stdout. */
  object(line: Line): void;
}

export function output({ json = false, quiet = false, color = true }: Partial<Flags>): Output {
  outliveReaders();
  const writer = (stream: NodeJS.WriteStream): ((line: string) => void) => {
    const colour = color && wantsColour(process.env, stream.isTTY);
    return (line) => void stream.write(`${printable(line, colour)}\n`);
  };
  const workflow = json ? undefined : workflowIn(process.env, writer(process.stderr));
  const plain = (write: (line: string) => void): ((line: string) => void) =>
    workflow === undefined ? write : (line) => write(uncommanded(line));
  const out = plain(writer(process.stdout));
  const say = plain(writer(process.stderr));
  const object = (line: Line): void => {
    for (const piece of jsonLine(line)) process.stdout.write(piece);
  };
  if (json) object({ type: "version", madeus: version, events: eventsVersion });
  return {
    json,
    result: json ? nowhere : out,
    progress: json || quiet ? nowhere : say,
    say,
    workflow,
    object: json ? object : nowhere,
  };
}

const nowhere = (): void => undefined;

/** EPIPE: the reader has gone; EIO: the terminal has. Anything else is told once, where it still can be. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.listenerCount("error") > 0) continue;
    let told = false;
    stream.on("error", ({ code, message }: NodeJS.ErrnoException) => {
      if (told || code === "EPIPE" || code === "EIO" || stream === process.stderr) return;
      told = true;
      process.stderr.write(`stdout cannot be written: ${message}\n`);
    });
  }
}
