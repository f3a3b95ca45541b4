/** Where the commands of actions run: the interface that `host/` implements. */
import type { HostDescription } from "../model/host.ts";

export interface Host {
  readonly description: HostDescription;
  /**
   * Runs a program in a process group of its own and gives how it ended.
   *
   * The program does not begin before `registered` has resolved, and never begins if this process dies first: what was
   * registered is all that can ever be alive. On abort the whole group is ended, then the abort's reason is thrown. A daemon is
   * left running: its `Exit` comes as soon as the program has begun, its output goes to `command.log`.
   */
  run(command: Command, watch: Watch): Promise<Exit>;
  /** Is any process of the group still alive? False where the pid now belongs to another process, or the host was restarted. */
  alive(group: ProcessGroup): Promise<boolean>;
  /** Ends every process of the group: SIGTERM, after `graceMs` SIGKILL; resolves when none is left. */
  end(group: ProcessGroup, graceMs: number): Promise<void>;
  /** Makes a directory with its parents, or removes one with all that is in it. */
  makeDirectory(path: string): Promise<void>;
  removeDirectory(path: string): Promise<void>;
  /** Where the directories of instances are on this host: absolute. Undefined: where they are on this machine. */
  instances?(): Promise<string>;
  /** Ends the connections to it, if there are any; nothing is run on it afterwards. */
  close(): void;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | undefined;
  readonly stdin: Input | undefined;
  readonly daemon: boolean;
  /** Where a daemon's output goes: an absolute path on the host. */
  readonly log: string | undefined;
}

/** What is written to a program; it is not asked for faster than the program reads. */
export type Input = string | AsyncIterable<Uint8Array>;

/** A program with its arguments, and nothing else about it. */
export const plainCommand = (file: string, args: readonly string[]): Command => ({
  file,
  args,
  env: {},
  cwd: undefined,
  stdin: undefined,
  daemon: false,
  log: undefined,
});

export interface Watch {
  readonly signal: AbortSignal;
  registered(group: ProcessGroup): void | Promise<void>;
  line(stream: "stdout" | "stderr", text: string): void;
  /**
   * Takes the standard output as it comes: then none of its lines are told, and `stdout` is empty. No more comes before the promise is
   * fulfilled, if it gives one.
   */
  data?(chunk: Uint8Array): void | Promise<void>;
}

/** A process group that can be told from a later one with the same pid. */
export interface ProcessGroup {
  readonly pid: number;
  /** When its leader started, in the host's own words (boot and clock tick); compared, never read. */
  readonly started: string;
}

export interface Exit {
  /** Undefined where a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** The whole standard output, cut to the last `stdoutBytesMax` bytes; empty for a daemon. */
  readonly stdout: string;
  /** The last lines of standard error, for messages. */
  readonly tail: string;
  readonly group: ProcessGroup;
}
export const stdoutBytesMax: number = 16 * 1024 * 1024;
