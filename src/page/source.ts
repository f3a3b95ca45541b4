/**
 * Where the page has what it shows from: a server, whose stream goes on as long as the page is open, or what is embedded in its file.
 *
 * Both are asked the same, so that the page does not know which it has.
 */
import type {
  CommitTold,
  DifferenceTold,
  ExpectedTold,
  LogPart,
  Pulse,
} from "../show/page-message.ts";
import type { JournalRecord } from "../store/journal.ts";

/** Told as it happens. */
export interface Listener {
  records(records: readonly JournalRecord[]): void;
  pulse(pulse: Pulse): void;
  /** Is the server heard? What was told stays true, but may be old. */
  connection(state: Connection): void;
}
/** `file`: there is no server, and nothing more will come. `refused`: it wants another token. */
export type Connection = "open" | "lost" | "refused" | "file";

export interface Source {
  /** @returns  ends it */
  follow(listener: Listener): () => void;
  /** @param from  the byte to begin at; undefined: the last part */
  log(instance: string, transition: string, from?: number): Promise<LogPart>;
  commits(): Promise<readonly CommitTold[]>;
  /** Can it tell that difference? Missing: all of them. */
  readonly tells?: (from: string, to: string) => boolean;
  /** Undefined where nobody can tell. */
  difference(from: string, to: string): Promise<DifferenceTold | undefined>;
  expected(run: number): Promise<ExpectedTold | undefined>;
}
