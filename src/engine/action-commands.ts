/** The commands of one try of an action: every one is known from before it begins, and can be ended for certain. */
import { MadeusError } from "../model/code.ts";
import { unfenced } from "./action-fence.ts";
import type { Attempt, Surroundings } from "./attempt.ts";
import { CommandError } from "./failure.ts";
import type { Command, Exit, Host, ProcessGroup, Watch } from "./host.ts";
import type { Transcript } from "./transcript.ts";

/** A command and how to speak of it. */
export interface Order {
  readonly command: Command;
  /** What it is called in messages. */
  readonly label: string;
  /** Its output is not logged: it is a secret, or of use to the action alone. */
  readonly quiet?: true;
  /** Takes its output as it is: see `Watch`. */
  readonly data?: NonNullable<Watch["data"]>;
}

/** From SIGTERM to SIGKILL for what a try left running. */
const graceMs = 5_000;

export class Commands {
  readonly #environment: Readonly<Record<string, string>>;
  readonly #ending: { readonly signal: AbortSignal };
  readonly #around: Surroundings;
  readonly #transcript: Transcript;
  /** Ends the commands; made with the first of them. */
  #closing: AbortController | undefined;
  #signal: AbortSignal | undefined;
  #closed = false;
  readonly #running = new Map<Promise<Exit>, string>();
  readonly #started: { host: Host; group: ProcessGroup; daemon: boolean; label: string }[] = [];

  constructor(
    { instance, name, attempt, key, directory }: Attempt,
    ending: { readonly signal: AbortSignal },
    around: Surroundings,
    transcript: Transcript,
  ) {
    this.#environment = {
      MADEUS_INSTANCE: instance,
      MADEUS_TRANSITION: name,
      MADEUS_ATTEMPT: String(attempt),
      MADEUS_KEY: key,
      MADEUS_DIRECTORY: directory,
    };
    this.#ending = ending;
    this.#around = around;
    this.#transcript = transcript;
  }

  /** Names of what has been started and has not ended. */
  get running(): readonly string[] {
    return [...this.#running.values()];
  }

  /**
   * Runs a command to its end, a daemon to its beginning.
   *
   * @throws CommandError if it ends other than with code 0; the signal's reason if the try must end
   */
  async run(host: Host, { command, label, quiet, data }: Order): Promise<Exit> {
    const { daemon } = command;
    const watch: Watch = {
      signal: this.#begin(),
      registered: (group) => {
        this.#started.push({ host, group, daemon, label });
        return this.#around.registered(group, daemon);
      },
      line: (_stream, text) => {
        if (quiet === undefined) this.#transcript.log(text);
      },
      ...(data === undefined ? {} : { data }),
    };
    // What outlives the try is no part of what the try is seen within.
    const around = daemon ? undefined : this.#around.environment;
    const env = { ...this.#environment, ...around, ...command.env };
    const running = unfenced(() => host.run({ ...command, env }, watch));
    this.#running.set(running, label);
    try {
      const exit = await running;
      ensureSuccess(label, exit);
      return exit;
    } finally {
      this.#running.delete(running);
    }
  }

  /** What ends the commands: the end of the try, or that of its time. */
  #begin(): AbortSignal {
    if (this.#closed) throw ended();
    this.#closing ??= new AbortController();
    return (this.#signal ??= AbortSignal.any([this.#ending.signal, this.#closing.signal]));
  }

  /** Resolves when none is running. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running.keys());
  }

  /** Ends what is running or was left in the background; nothing can be started afterwards. */
  async end(which: "all" | "all but daemons"): Promise<void> {
    this.#closed = true;
    if (this.#started.length === 0 && this.#running.size === 0) return;
    if (this.#running.size > 0) this.#closing?.abort(ended());
    await this.idle();
    const left = this.#started.filter(({ daemon }) => which === "all" || !daemon);
    await Promise.all(
      left.map(async ({ host, group, label }) => {
        if (!(await host.alive(group))) return;
        this.#transcript.aside(`(ended what ${label} had left running)`);
        await host.end(group, graceMs);
      }),
    );
  }
}

/** @throws CommandError */
export function ensureSuccess(label: string, exit: Exit): void {
  if (exit.code !== 0) throw new CommandError(sentence(label, exit), exit.code, exit.tail);
}

const ended = (): MadeusError => new MadeusError("MADEUS_SCOPE_ENDED", "the action has ended");

function sentence(label: string, { code, signal, tail }: Exit): string {
  const known = code === undefined ? undefined : knownCodes[code];
  const how = code === undefined ? `was ended by ${signal}` : `exited with code ${code}`;
  const last = tail.split("\n").findLast((line) => line.trim() !== "");
  return `${label} ${how}${known === undefined ? "" : `, ${known}`}${last === undefined ? "" : `: ${last}`}`;
}
const knownCodes: Readonly<Record<number, string>> = {
  126: "it cannot be executed",
  127: "there is no such program",
};
