/**
 * A terminal with a picture that is kept up to date below all that is printed.
 *
 * While it is held, what is written to stdout and stderr goes above the picture, whoever writes it: a line of ours, or the code of an
 * action in the user's file. While somebody is asked something, or the terminal is another job's, there is no picture. Nothing of the terminal is changed for longer than
 * one painting, so that nothing must be put right after a crash.
 */
import type { Writable } from "node:stream";
import type { Clock } from "../engine/clock.ts";
import { cut, signsOf } from "../show/live/cell.ts";
import { isBackground } from "./foreground.ts";
import { Printed } from "../show/live/printed.ts";
import { type Painted, type Size, repaint, unpainted } from "../show/live/repaint.ts";
import { type TakenStream, takenStream } from "./taken-stream.ts";
import { type Environment, type Sized, sizeOf } from "./terminal-form.ts";

/**
 * From one painting to the next: at least so long, at most so long; in between so many times as long as the last painting took, which
 * leaves it two parts in a hundred of one processor.
 */
const spacingMs = 100;
const breathMs = 1_000;
const spacingTimes = 100;

/** What it is made of: the streams of the process, if nothing else is said. */
export interface TerminalParts {
  readonly clock: Clock;
  /** On which it is painted. */
  readonly screen: Writable & Sized;
  /** What else leads to the same terminal. */
  readonly others: readonly Writable[];
  readonly env: Environment;
  /** Is somebody at the terminal being asked something? */
  readonly isAsked: () => boolean;
  /** Does somebody else paint on it now, as a shell that has put this process into the background? */
  readonly isLent: () => boolean;
}
export const partsOfProcess = (clock: Clock): TerminalParts => ({
  clock,
  screen: process.stderr,
  others: [process.stdout].filter(({ isTTY }) => isTTY),
  env: process.env,
  // Then its input is read.
  isAsked: () => process.stdin.isTTY && process.stdin.readableFlowing === true,
  isLent: isBackground,
});

export class LiveTerminal {
  readonly #parts: TerminalParts;
  readonly #compose: (size: Size) => readonly string[];
  readonly #failed: (error: unknown) => void;
  readonly #screen: TakenStream;
  readonly #taken: readonly TakenStream[];
  readonly #printed = new Printed();
  #above = "";
  #painted: Painted = unpainted;
  #paintedMs: number;
  #spacingMs = spacingMs;
  #dueMs = Infinity;
  #callOff: () => void = () => undefined;
  /** What was printed last where somebody is asked something; undefined: nobody is. */
  #asked: string | undefined;
  #isClosed = false;

  /**
   * @param compose  the lines of the picture, fit for the size
   * @param failed  is told of a fault of it; there is no picture any more then
   */
  constructor(
    parts: TerminalParts,
    compose: (size: Size) => readonly string[],
    failed: (error: unknown) => void,
  ) {
    this.#parts = parts;
    this.#compose = compose;
    this.#failed = failed;
    const print = (text: string): void => this.#print(text);
    this.#screen = takenStream(parts.screen, print);
    this.#taken = [this.#screen, ...parts.others.map((one) => takenStream(one, print))];
    parts.screen.on("resize", this.#resized).on("error", this.#gone);
    process.on("SIGCONT", this.#continued).on("exit", this.#exit);
    // What is over at once is not shown.
    this.#paintedMs = parts.clock.nowMs();
    this.changed();
  }

  /** There is something new to see. O(1), however often it is said. */
  changed(): void {
    this.#ask(this.#paintedMs + this.#spacingMs);
  }

  /** Takes the picture away, leaves all that was printed, and gives the streams back. */
  close(): void {
    if (this.#isClosed) return;
    this.#above += this.#printed.end();
    if (this.#parts.isLent()) this.#stepAside();
    else this.#show([]);
    this.#release();
  }

  readonly #resized = (): void => this.changed();
  readonly #exit = (): void => this.close();
  /** The terminal is not there any more: the run goes on. */
  readonly #gone = (): void => this.#release();
  /** The shell has written below what was painted. */
  readonly #continued = (): void => {
    this.#painted = unpainted;
    this.changed();
  };

  #release(): void {
    this.#isClosed = true;
    this.#callOff();
    this.#parts.screen.off("resize", this.#resized).off("error", this.#gone);
    process.off("SIGCONT", this.#continued).off("exit", this.#exit);
    for (const { release } of this.#taken) release();
  }

  #print(text: string): void {
    if (this.#parts.isAsked()) return this.#giveWay(text);
    this.#above += this.#printed.add(text);
    this.changed();
  }

  #ask(atMs: number): void {
    if (this.#isClosed || atMs >= this.#dueMs) return;
    this.#callOff();
    this.#dueMs = atMs;
    const { clock } = this.#parts;
    // Once more: a process that was stopped is to hear first that it goes on, as timers are what comes first.
    const paint = (): void => void (this.#callOff = clock.after(0, () => this.#paint()));
    this.#callOff = clock.after(Math.max(0, atMs - clock.nowMs()), paint);
  }

  #paint(): void {
    const { clock, isAsked, isLent } = this.#parts;
    this.#dueMs = Infinity;
    const beganMs = clock.nowMs();
    try {
      if (isLent()) this.#stepAside();
      else if (isAsked()) this.#giveWay();
      else this.#show(this.#lines());
    } catch (error) {
      this.close();
      this.#failed(error);
    }
    this.#paintedMs = clock.nowMs();
    // A slow machine must not be slowed down by what is shown of it.
    const slowMs = spacingTimes * (this.#paintedMs - beganMs);
    this.#spacingMs = Math.min(Math.max(spacingMs, slowMs), breathMs);
    this.#ask(this.#paintedMs + breathMs);
  }

  /** The picture; above it a line that somebody has begun to print. */
  #lines(): readonly string[] {
    const { columns, rows } = this.#size();
    // The last cell of a line stays free, and below the picture is a line for the cursor.
    const { rest } = this.#printed;
    const begun = rest === "" ? 0 : 1;
    const lines = this.#compose({ columns: columns - 1, rows: rows - 1 - begun });
    return begun === 0 ? lines : [cut(signsOf(rest), columns - 1, ""), ...lines];
  }

  #size(): Size {
    return sizeOf(this.#parts.screen, this.#parts.env);
  }

  /** Somebody reads from the terminal: what is printed is the question, as it is, and stands where the answer is typed. */
  #giveWay(text = ""): void {
    if (this.#asked === undefined) {
      this.#above += this.#printed.end().slice(0, -1);
      this.#show([]);
    }
    if (text !== "") this.#screen.write(text);
    this.#asked = text.at(-1) ?? this.#asked ?? "";
    this.#ask(this.#parts.clock.nowMs() + breathMs);
  }

  /** What was painted is the other's to keep; what is printed stands where he is. */
  #stepAside(): void {
    this.#painted = unpainted;
    if (this.#above !== "") this.#screen.write(this.#above);
    this.#above = "";
  }

  #show(lines: readonly string[]): void {
    // A question and its answer stay where they are.
    if (this.#asked !== undefined && this.#asked !== "\n") this.#screen.write("\r\n");
    this.#asked = undefined;
    const next = { lines, ...this.#size() };
    const text = repaint(this.#painted, next, this.#above);
    this.#above = "";
    this.#painted = lines.length === 0 ? unpainted : next;
    if (text !== "") this.#screen.write(text);
  }
}
