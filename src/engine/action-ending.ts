/**
 * How a try of an action ends: by itself, or before its time.
 *
 * Before its time it ends because its time is over, the run is cut off, or it threw an error that nobody caught; the first reason
 * counts. The scope's signal then tells the action and ends its commands. An action that goes on regardless is given up: its
 * outcome is decided, whatever it does later.
 */
import { MadeusError, isMadeusError } from "../model/code.ts";
import { path } from "../model/name.ts";
import type { Commands } from "./action-commands.ts";
import type { Attempt, Surroundings } from "./attempt.ts";
import { sentenceOf } from "./failure.ts";
import type { Transcript } from "./transcript.ts";

/** What became of the user's code. */
export type Verdict =
  | { readonly ok: true; readonly returned: unknown }
  | { readonly ok: false; readonly thrown: unknown };

/** How long an action may go on after its signal was aborted and its commands have ended. */
export const heedMs = 5_000;

export class Ending {
  readonly #attempt: Attempt;
  readonly #around: Surroundings;
  readonly #transcript: Transcript;
  readonly #inside: (body: () => void) => void;
  /** Made when somebody asks for its signal: most actions never do. */
  #abortion: AbortController | undefined;
  readonly #callOffs: (() => void)[] = [];
  #reason: { readonly thrown: unknown } | undefined;
  #over = false;
  #cut = false;
  #givenUp = false;
  /** Called when the action should end: what is done if it goes on. */
  #lingering: (() => void) | undefined;

  /** @param inside  runs what calls listeners of the action's own */
  constructor(
    attempt: Attempt,
    around: Surroundings,
    transcript: Transcript,
    inside: (body: () => void) => void,
  ) {
    this.#attempt = attempt;
    this.#around = around;
    this.#transcript = transcript;
    this.#inside = inside;
  }

  get signal(): AbortSignal {
    if (this.#abortion === undefined) {
      this.#abortion = new AbortController();
      if (this.#reason !== undefined) this.#abortion.abort(this.#reason.thrown);
    }
    return this.#abortion.signal;
  }

  /** The outcome is decided: what the action still does comes too late. */
  get over(): boolean {
    return this.#over;
  }

  /** The run was cut off, and this try with it. */
  get cut(): boolean {
    return this.#cut;
  }

  /** Takes an error of the action that nobody caught, whenever it comes. */
  stray(error: unknown): void {
    if (!this.#over) return this.#end(error);
    const { instance, name } = this.#attempt;
    this.#transcript.aside(`(${path(instance, name)} failed after it had ended)`);
    this.#transcript.aside(error instanceof Error ? (error.stack ?? error.message) : typeof error);
  }

  /** Begins the work and waits for its end, or for the end of our patience with it. */
  async outlive(begin: () => Promise<unknown>, commands: Commands): Promise<Verdict> {
    const givenUp = new Promise<Verdict>((resolve) => {
      this.#lingering = () => {
        void commands.idle().then(() => this.#after(heedMs, () => resolve(this.#unheeded())));
      };
    });
    this.#watch();
    const own = this.#reason === undefined ? begin() : Promise.resolve();
    const verdict = await Promise.race([own.then(well, badly), givenUp]);
    this.#over = true;
    for (const callOff of this.#callOffs) callOff();
    // Work that had to end early has failed, even if it says otherwise: its commands were ended under it.
    return this.#reason === undefined || this.#givenUp ? verdict : { ok: false, ...this.#reason };
  }

  #watch(): void {
    const { signal } = this.#around;
    const cut = (): void => {
      this.#cut = this.#reason === undefined;
      this.#end(new MadeusError("MADEUS_ACTION_ABORTED", "the run was cut off"));
    };
    if (signal.aborted) return cut();
    signal.addEventListener("abort", cut, { once: true });
    this.#callOffs.push(() => signal.removeEventListener("abort", cut));
    const { timeoutMs } = this.#attempt;
    if (timeoutMs === undefined) return;
    this.#after(timeoutMs, () => {
      const text = `the action did not end within ${timeoutMs / 1000} s`;
      this.#end(new MadeusError("MADEUS_ACTION_TIMEOUT", text));
    });
  }

  #after(delayMs: number, wake: () => void): void {
    if (!this.#over) this.#callOffs.push(this.#around.clock.after(delayMs, wake));
  }

  #end(thrown: unknown): void {
    if (this.#reason !== undefined) return;
    this.#reason = { thrown };
    this.#inside(() => this.#abortion?.abort(thrown));
    this.#lingering?.();
  }

  #unheeded(): Verdict {
    this.#givenUp = true;
    const thrown = this.#reason?.thrown;
    const code = isMadeusError(thrown) ? thrown.code : "MADEUS_ACTION_FAILED";
    const text = `${sentenceOf(thrown)}, and went on although its signal was aborted: it was given up`;
    const hint = "pass `signal` on to what it waits for; it may still be at work in this process";
    return { ok: false, thrown: new MadeusError(code, text, { hint, cause: thrown }) };
  }
}

const well = (returned: unknown): Verdict => ({ ok: true, returned });
const badly = (thrown: unknown): Verdict => ({ ok: false, thrown });
