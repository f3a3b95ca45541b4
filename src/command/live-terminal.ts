/**
 * A terminal with a picture that is kept up to date below all that is printed.
 *
 * While it is held, what is written to stdout and stderr goes above the picture, whoever writes it: a line of ours, or the code of an
 * action in the user's file. While somebody is asked something there is no picture. Nothing of the terminal is changed for longer than
 * one painting, so that nothing must be put right after a crash.
 */
import { StringDecoder } from "node:string_decoder";
import type { Clock } from "../engine/clock.ts";
import { Printed } from "../show/live/printed.ts";
import { type Painted, type Size, repaint, unpainted } from "../show/live/repaint.ts";
import { sizeOf } from "./terminal-form.ts";

/** From one painting to the next: at least so long, at most so long, and so many times as long as a painting takes. */
const spacingMs = 100;
const breathMs = 1_000;
const spacingTimes = 40;

export class LiveTerminal {
  readonly #clock: Clock;
  readonly #compose: (size: Size) => readonly string[];
  readonly #failed: (error: unknown) => void;
  readonly #screen = process.stderr;
  readonly #taken: readonly Taken[];
  readonly #printed = new Printed();
  #above = "";
  #painted: Painted = unpainted;
  #paintedMs = 0;
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
    clock: Clock,
    compose: (size: Size) => readonly string[],
    failed: (error: unknown) => void,
  ) {
    this.#clock = clock;
    this.#compose = compose;
    this.#failed = failed;
    // What is over at once is not shown.
    this.#paintedMs = clock.nowMs();
    const streams = [process.stdout, process.stderr].filter(({ isTTY }) => isTTY);
    this.#taken = streams.map((stream) => taken(stream, (text) => this.#print(text)));
    this.#screen.on("resize", this.#resized).on("error", this.#gone);
    process.on("SIGCONT", this.#continued).on("exit", this.#exit);
    this.changed();
  }

  /** There is something new to see. O(1), however often it is said. */
  changed(): void {
    this.#ask(this.#paintedMs + this.#spacingMs);
  }

  /** Takes the picture away, leaves all that was printed, and gives the streams back. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#callOff();
    this.#screen.off("resize", this.#resized).off("error", this.#gone);
    process.off("SIGCONT", this.#continued).off("exit", this.#exit);
    this.#above += this.#printed.end();
    this.#show([]);
    for (const { release } of this.#taken) release();
  }

  readonly #resized = (): void => this.changed();
  readonly #exit = (): void => this.close();
  /** The shell has written below what was painted. */
  readonly #continued = (): void => {
    this.#painted = unpainted;
    this.changed();
  };
  /** The terminal is not there any more: the run goes on. */
  readonly #gone = (): void => {
    this.#isClosed = true;
    this.#callOff();
  };

  #print(text: string): void {
    if (this.#isClosed) return;
    if (isAsked()) return this.#giveWay(text);
    this.#above += this.#printed.add(text);
    this.changed();
  }

  #ask(atMs: number): void {
    if (this.#isClosed || atMs >= this.#dueMs) return;
    this.#callOff();
    this.#dueMs = atMs;
    this.#callOff = this.#clock.after(Math.max(0, atMs - this.#clock.nowMs()), () => this.#paint());
  }

  #paint(): void {
    this.#dueMs = Infinity;
    const beganMs = this.#clock.nowMs();
    try {
      if (isAsked()) this.#giveWay();
      else this.#show(this.#lines());
    } catch (error) {
      this.close();
      this.#failed(error);
    }
    this.#paintedMs = this.#clock.nowMs();
    // A large picture on a slow machine must not slow down what it shows.
    this.#spacingMs = Math.max(spacingMs, spacingTimes * (this.#paintedMs - beganMs));
    this.#ask(this.#paintedMs + Math.max(breathMs, this.#spacingMs));
  }

  /** The picture; above it a line that somebody has begun to print. */
  #lines(): readonly string[] {
    const { columns, rows } = sizeOf(this.#screen, process.env);
    // The last cell of a line stays free, and below the picture is a line for the cursor.
    const { rest } = this.#printed;
    const begun = rest === "" ? 0 : 1;
    const lines = this.#compose({ columns: columns - 1, rows: rows - 1 - begun });
    return begun === 0 ? lines : [rest.slice(0, columns - 1), ...lines];
  }

  /** Somebody reads from the terminal: what is printed is the question, as it is, and stands where the answer is typed. */
  #giveWay(text = ""): void {
    if (this.#asked === undefined) {
      this.#above += this.#printed.end().slice(0, -1);
      this.#show([]);
    }
    if (text !== "") this.#send(text);
    this.#asked = text.at(-1) ?? this.#asked ?? "";
    this.#ask(this.#clock.nowMs() + breathMs);
  }

  #show(lines: readonly string[]): void {
    // A question and its answer stay where they are.
    if (this.#asked !== undefined && this.#asked !== "\n") this.#send("\r\n");
    this.#asked = undefined;
    const next = { lines, ...sizeOf(this.#screen, process.env) };
    const text = repaint(this.#painted, next, this.#above);
    this.#above = "";
    this.#painted = lines.length === 0 ? unpainted : next;
    if (text !== "") this.#send(text);
  }

  #send(text: string): void {
    const screen = this.#taken.find(({ stream }) => stream === this.#screen);
    screen?.write(text);
  }
}

/** Is somebody at the terminal being asked something? Then its input is read. */
const isAsked = (): boolean => process.stdin.isTTY && process.stdin.readableFlowing === true;

/** A stream whose writers are heard instead. */
interface Taken {
  readonly stream: NodeJS.WriteStream;
  readonly write: (text: string) => void;
  readonly release: () => void;
}

function taken(stream: NodeJS.WriteStream, print: (text: string) => void): Taken {
  const own = stream.write;
  const decoder = new StringDecoder("utf8");
  const heard = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    done?: (error?: Error | null) => void,
  ): boolean => {
    const code = typeof encoding === "string" ? encoding : "utf8";
    print(decoder.write(typeof chunk === "string" ? Buffer.from(chunk, code) : Buffer.from(chunk)));
    const told = typeof encoding === "function" ? encoding : done;
    if (told !== undefined) process.nextTick(told);
    return true;
  };
  stream.write = heard;
  return {
    stream,
    write: (text) => void own.call(stream, text),
    release() {
      if (stream.write === heard) stream.write = own;
    },
  };
}
