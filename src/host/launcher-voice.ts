/**
 * What comes from a launcher: its own words, told from the noise before them and from the output of its program. Pure.
 *
 * Both streams say the same two things in turn: who waits at the gate, and that the program has ended. What stands between is the
 * program's, byte for byte.
 */
import type { ProcessGroup } from "../engine/host.ts";
import { MarkedStream } from "./marked-stream.ts";

/** How a program ended, as the launcher tells it. */
export interface Trailer {
  /** `absent`: there is no directory to run it in. */
  readonly kind: "ended" | "begun" | "absent";
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** Something of its group is alive. */
  readonly left: boolean;
}

export interface Hearing {
  /** A program may begin: both streams are past the noise. */
  greeted(group: ProcessGroup): void;
  output(stream: "stdout" | "stderr", chunk: Buffer): void;
  /** What is said while no program is at work. */
  noise(stream: "stdout" | "stderr", chunk: Buffer): void;
  /** Neither stream holds anything more of the program. */
  ended(trailer: Trailer): void;
}

export interface LauncherVoice {
  readonly stdout: MarkedStream;
  readonly stderr: MarkedStream;
}

export function launcherVoice(nonce: string, hearing: Hearing): LauncherVoice {
  const greeted = meeting((group: ProcessGroup) => hearing.greeted(group));
  const ended = meeting((trailer: Trailer) => hearing.ended(trailer));
  const outer = (stream: "stdout" | "stderr") => (chunk: Buffer) => hearing.noise(stream, chunk);
  const inner = (stream: "stdout" | "stderr") => (chunk: Buffer) => hearing.output(stream, chunk);
  return {
    stdout: new MarkedStream(
      { mark: nonce, before: outer("stdout"), read: (line) => told(groupIn(line), greeted.said) },
      {
        mark: `${nonce}-${nonce}-`,
        before: inner("stdout"),
        read: (line) => told(trailerIn(line), ended.said),
      },
    ),
    stderr: new MarkedStream(
      {
        mark: nonce,
        before: outer("stderr"),
        read: (line) => (line === "-" ? greeted.met : undefined),
      },
      {
        mark: `${nonce}-${nonce}`,
        before: inner("stderr"),
        read: (line) => (line === "" ? ended.met : undefined),
      },
    ),
  };
}

/** One stream says something, the other that it is as far; then both have met, and it is told. */
function meeting<T>(tell: (what: T) => void): { said(what: T): void; met(): void } {
  let what: T | undefined;
  let isMet = false;
  const check = (): void => {
    if (what === undefined || !isMet) return;
    const said = what;
    what = undefined;
    isMet = false;
    tell(said);
  };
  return {
    said(one) {
      what = one;
      check();
    },
    met() {
      isMet = true;
      check();
    },
  };
}

const told = <T>(what: T | undefined, tell: (what: T) => void): (() => void) | undefined =>
  what === undefined ? undefined : () => tell(what);

function groupIn(line: string): ProcessGroup | undefined {
  const [, pid, started] = /^ (\d+) (\S+\/\d+)$/.exec(line) ?? [];
  return pid === undefined || started === undefined ? undefined : { pid: Number(pid), started };
}

function trailerIn(line: string): Trailer | undefined {
  const [, kind, status, left] = /^([bcdsu])(\d+) ([01])$/.exec(line) ?? [];
  if (kind === undefined) return undefined;
  const code = Number(status);
  const ended = { kind: "ended", code, signal: undefined, left: left === "1" } as const;
  if (kind === "b") return { ...ended, kind: "begun" };
  if (kind === "d") return { ...ended, kind: "absent" };
  const signal = kind === "c" ? undefined : signals[code - 128];
  return signal === undefined ? ended : { ...ended, code: undefined, signal };
}

/** Linux's, by number. */
const signals: Readonly<Record<number, string>> = Object.fromEntries(
  (
    "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP " +
    "TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS"
  )
    .split(" ")
    .map((name, index) => [index + 1, `SIG${name}`]),
);
