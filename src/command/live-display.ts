/** A run as a picture that is kept up to date; what fails is also printed above it, and with --verbose all that changes. */
import { relative } from "node:path";
import { realClock } from "../engine/clock-real.ts";
import type { Step } from "../semantics/event.ts";
import type { JournalRecord, Limits } from "../store/journal.ts";
import { Activity } from "../show/live/activity.ts";
import { frame } from "../show/live/frame.ts";
import type { Heading } from "../show/live/head-line.ts";
import { summaryLines } from "../show/live/summary.ts";
import { Progress } from "../show/progress.ts";
import { printable, wantsColour } from "../show/paint.ts";
import { type RunFlags, boundsOf } from "./flags.ts";
import { type HeldBack, heldBack } from "./held-back.ts";
import { LiveTerminal, partsOfProcess } from "./live-terminal.ts";
import { type Order, titleOf } from "./order.ts";
import { type Output, paint } from "./output.ts";
import { predicted } from "./predicted.ts";
import type { RunDisplay } from "./run-display.ts";
import type { Session } from "./session.ts";
import { signsIn } from "./terminal-form.ts";

/** Begins to show it, after a rehearsal. */
export async function liveDisplay(
  session: Session,
  order: Order,
  flags: RunFlags,
  to: Output,
): Promise<RunDisplay> {
  const prediction = await predicted(session, order, boundsOf(flags));
  const activity = new Activity(session.state, prediction);
  return new LiveDisplay(activity, session, headingOf(order, flags), flags, to);
}

class LiveDisplay implements RunDisplay {
  readonly #activity: Activity;
  readonly #progress: Progress;
  readonly #held: HeldBack;
  readonly #to: Output;
  readonly #terminal: LiveTerminal;
  readonly #signs = signsIn(process.env);
  /** Everything that changes becomes a line. */
  #isTold: boolean;

  constructor(
    activity: Activity,
    { state }: Session,
    heading: Heading,
    { color = true, verbose = false }: RunFlags,
    to: Output,
  ) {
    this.#activity = activity;
    this.#isTold = verbose;
    this.#progress = new Progress(state.configuration, { paint, verbose });
    this.#to = to;
    this.#held = heldBack(to);
    const signs = this.#signs;
    const isColoured = color && wantsColour(process.env, true);
    this.#terminal = new LiveTerminal(
      partsOfProcess(realClock),
      (size) =>
        frame(activity, heading, realClock.nowMs(), { ...size, signs, paint }).map((line) =>
          printable(line, isColoured),
        ),
      (error) => this.#blind(error),
    );
  }

  tell(record: JournalRecord, steps: readonly Step[]): void {
    if (this.#isTold || lasting.has(record.type))
      for (const line of this.#progress.lines(record, steps)) this.#held.progress(line);
    else this.#progress.pass(record);
    try {
      this.#activity.add(record, steps);
    } catch (error) {
      this.#terminal.close();
      this.#blind(error);
    }
  }
  committed(): void {
    this.#held.release();
    this.#terminal.changed();
  }
  heard(instance: string, transition: string, line: string): void {
    this.#activity.heard(instance, transition, line);
    this.#terminal.changed();
  }
  close(): readonly string[] {
    this.#terminal.close();
    return summaryLines(this.#activity, { signs: this.#signs });
  }

  /** A fault of the picture must not end what it shows: the run goes on in lines. */
  #blind(error: unknown): void {
    this.#isTold = true;
    const what = error instanceof Error ? error.message : String(error);
    this.#to.say(`${paint.yellow("warning")}: the live view has failed (${what}): lines follow`);
  }
}

/** What is worth a line that stays. */
const lasting: ReadonlySet<JournalRecord["type"]> = new Set(["failed", "unknown", "lost"]);

function headingOf(order: Order, flags: RunFlags): Heading {
  const { file } = order;
  const near = relative(process.cwd(), file);
  const path = near.startsWith("..") ? file : near;
  const where = flags.state === undefined ? path : `${path} --state ${flags.state}`;
  const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
  return {
    title: titleOf(order),
    limits: limitText(boundsOf(flags).limits ?? {}),
    goOn: `madeus resume ${where}`,
    logs: `madeus logs ${where}`,
    timeOfDay: (atMs) => clock.format(atMs),
  };
}

/** As flags. */
function limitText({ total, perHost, named = {} }: Limits): string {
  const flags = [
    ...(total === undefined ? [] : [`--parallel ${total}`]),
    ...(perHost === undefined ? [] : [`--per-host ${perHost}`]),
    ...Object.entries(named).map(([name, limit]) =>
      typeof limit === "number"
        ? `--limit ${name}=${limit}`
        : `--limit ${name}=${limit.perHost}/host`,
    ),
  ];
  return flags.join(" ");
}
