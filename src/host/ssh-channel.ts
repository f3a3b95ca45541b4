/** What every way to speak SSH gives: connections, and on each of them channels that run one command. */
import type { Readable, Writable } from "node:stream";
import type { MadeusError } from "../model/code.ts";

export interface SshConnection {
  /** How many channels it takes at once, as far as is known. */
  readonly channelsMax: number;
  /** Resolves when it has ended, with what is to be said of it. */
  readonly lost: Promise<MadeusError>;
  /** Runs a command of the login shell. It may be refused: then the channel closes soon. */
  open(command: string): SshChannel;
  close(): void;
}

export interface SshChannel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when nothing more comes. `full`: the host takes no more channels on this connection. */
  readonly closed: Promise<"ended" | "full">;
  close(): void;
}

/**
 * @param alone  the connection is for one channel only, and none of our own beside it
 * @throws MadeusError where the host cannot be reached, or should not be
 */
export type SshConnect = (signal: AbortSignal, alone: boolean) => Promise<SshConnection>;
