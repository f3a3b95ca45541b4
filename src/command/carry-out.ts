/** Carries out a run for a verb: engine, progress, signals and the last word. */
import { realClock } from "../engine/clock-real.ts";
import type { Engine } from "../engine/engine.ts";
import type { State } from "../engine/fold.ts";
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import { assemblyOf, isProgram } from "../model/program.ts";
import { type Reason, tell, whyProgram } from "../semantics/why.ts";
import type { RunOutcome } from "../store/journal.ts";
import { duration, sumText } from "../show/progress.ts";
import { standingIn, wholeIn } from "./all-that-stands.ts";
import type { RunEnding } from "./ending.ts";
import { ChangeList } from "./change-list.ts";
import { type Exit, exitOfFailures, exitOfOutcome } from "./exit.ts";
import { type RunFlags, boundsOf } from "./flags.ts";
import { asksToGoBack } from "./going-back.ts";
import { clearInstances } from "./instance-directory.ts";
import { logsMade, logsOfRun } from "./log-place.ts";
import { type Manned, manned } from "./manned.ts";
import { type Order, titleOf } from "./order.ts";
import { type Output, paint } from "./output.ts";
import { tellProvided } from "./provided.ts";
import { type RunDisplay, displayOf } from "./run-display.ts";
import { beginRun } from "./beginning.ts";
import type { Session } from "./session.ts";
import { heedSignals } from "./signals.ts";

/** Runs to the end. Rejects with a `MadeusError` where the journal can no longer be written: then nothing of it is at work any more. */
export async function carryOut(
  session: Session,
  order: Order,
  flags: RunFlags,
  to: Output,
): Promise<RunEnding> {
  ensureKnown(Object.keys(flags.onError.of), session, order);
  const display = await displayOf(session, order, flags, to);
  try {
    return await carryOutShown(session, order, flags, to, display);
  } finally {
    display.close();
  }
}

async function carryOutShown(
  session: Session,
  order: Order,
  flags: RunFlags,
  to: Output,
  display: RunDisplay,
): Promise<RunEnding> {
  const changes = new ChangeList(session.state);
  const bounds = boundsOf(flags);
  const begun = beginRun(
    session,
    { ...order, logs: logsMade(session.directory, flags.logDir) },
    bounds,
  );
  let last: Pick<RunEnding, "seq" | "run" | "atMs"> = {};
  const crew = manned(session, {
    ...bounds,
    begun,
    leftBehind: order.leftBehind ?? "go-on",
    logFailed: (error) =>
      to.say(`${paint.yellow("warning")}: logs cannot be written: ${error.message}`),
    tell(record, steps) {
      if (record.type === "result") last = { seq: record.seq, run: record.run, atMs: record.atMs };
      changes.add(record);
      display.tell(record, steps);
    },
    committed: () => display.committed(),
    heard: (...line) => display.heard(...line),
    environment: (...name) => to.audience?.environment(...name) ?? {},
  });
  order.give(crew.engine);
  const { outcome, makespanMs, interrupted } = await ran(crew, flags, to);
  const left = display.close();
  const because = outcome === "done" ? [] : whyProgram(session.state.configuration);
  await clear(session, logsOfRun(session.directory, begun), to);
  tellEnd(to, order, { outcome, makespanMs, because, changes });
  for (const line of left) to.progress(line);
  annotate(session.state, to);
  tellAfter(session, order, outcome, flags, to);
  const exitCode = exitOf(outcome, session, interrupted);
  const told = { because: tell(because), ...changes.ending(flags.expectNoChanges === true) };
  return { outcome, exitCode, ...last, makespanS: makespanMs / 1000, ...told };
}

/** To its end, or to that of its time, or of somebody's patience. */
async function ran(
  { engine, close }: Manned,
  flags: RunFlags,
  to: Output,
): Promise<Pick<End, "outcome" | "makespanMs"> & { readonly interrupted: Exit | undefined }> {
  const beganMs = realClock.nowMs();
  const signals = heedSignals(engine, to);
  const callOff = deadline(engine, flags);
  try {
    const outcome = await engine.run();
    const makespanMs = realClock.nowMs() - beganMs;
    return { outcome, makespanMs, interrupted: signals.exitCode };
  } finally {
    callOff();
    signals.release();
    await close();
  }
}

/** What it has brought about, or what can be done now. Where it goes back by itself there is nothing to advise yet. */
function tellAfter(
  session: Session,
  order: Order,
  outcome: RunOutcome,
  flags: RunFlags,
  to: Output,
): void {
  const { state } = session;
  if (outcome === "done") tellProvided(to, standingIn(session).configuration);
  else if (outcome !== "failed" || !asksToGoBack(state, boundsOf(flags)))
    adviseOn(session, order, flags, to);
}

async function clear(session: Session, logs: string, to: Output): Promise<void> {
  for (const failure of await clearInstances(session, logs))
    to.say(`${paint.yellow("warning")}: ${failure}`);
}

function exitOf(outcome: RunOutcome, { state }: Session, interrupted: Exit | undefined): Exit {
  if (outcome === "cancelled" && interrupted !== undefined) return interrupted;
  if (outcome === "failed") return exitOfFailures(state.configuration.failures.values());
  return exitOfOutcome[outcome];
}

interface End {
  readonly outcome: RunOutcome;
  readonly makespanMs: number;
  readonly because: readonly Reason[];
  readonly changes: ChangeList;
}

function tellEnd(to: Output, order: Order, { outcome, makespanMs, because, changes }: End): void {
  const { green, red, yellow } = paint;
  const what = titleOf(order);
  const took = `${duration(makespanMs)}${sumText(changes.sum)}`;
  if (outcome === "done") return to.progress(green(`${what} is done after ${took}`));
  const colour = outcome === "cancelled" ? yellow : red;
  to.say(colour(`${what} ${words[outcome]} after ${took}`));
  for (const line of tell(because)) to.say(`  ${line}`);
}

/** What failed, beside the declaration of its component, where a workflow shows that. */
function annotate({ configuration: c, tasks }: State, { workflow }: Output): void {
  if (workflow === undefined) return;
  for (const { state, instance, transition } of tasks) {
    if (state !== "failed") continue;
    const { component, transitions } = c.life(instance);
    const edge = transitions[transition];
    const message = edge === undefined ? undefined : c.failure(instance, edge.on)?.message;
    const title = `${c.names[instance]}.${edge?.name} failed`;
    workflow.annotate({ severity: "error", title, message: message ?? title, at: component.at });
  }
}

/** What may be done after an end that was not wanted. */
export function adviseOn(
  { state: { configuration: c, tasks }, part }: Pick<Session, "state" | "part">,
  { file }: Pick<Order, "file">,
  { state }: Pick<RunFlags, "state">,
  to: Output,
): void {
  const where = state === undefined ? file : `${file} --state ${state}`;
  const failed = [...tasks].find((task) => task.state === "failed");
  if (failed !== undefined) {
    const { transitions } = c.life(failed.instance);
    const name = `${c.names[failed.instance]}.${transitions[failed.transition]?.name}`;
    to.say(`What it printed: madeus logs ${where} ${name}.`);
  }
  const which = part?.run === undefined ? where : `${where} --run ${part.run}`;
  to.say(
    `To go on: madeus resume ${which}. To go back: madeus resume ${which} --rollback. To take it down: madeus down ${where}.`,
  );
}
const words: Readonly<Record<Exclude<RunOutcome, "done">, string>> = {
  failed: "has failed",
  stuck: "cannot go on",
  cancelled: "was cancelled",
  timeout: "ran out of time",
};

const deadline = (engine: Engine, { timeout: timeoutS }: RunFlags): (() => void) =>
  timeoutS === undefined
    ? () => undefined
    : realClock.after(timeoutS * 1000, () => engine.abort("timeout"));

/** A policy for an instance that is not there is a slip. */
function ensureKnown(instances: readonly string[], session: Session, { declared }: Order): void {
  const { components } = assemblyOf(declared);
  const program = isProgram(declared) ? declared.instructions : [];
  const added = program.flatMap((one) => (one.op === "add" ? [one.instance] : []));
  const there = wholeIn(session).configuration.numbers.keys();
  const known = new Set([...Object.keys(components), ...added, ...there]);
  const stranger = instances.find((instance) => !known.has(instance));
  if (stranger !== undefined)
    throw new MadeusError(
      "MADEUS_UNKNOWN_INSTANCE",
      `--on-error names ${quote(stranger)}, which is not an instance.`,
      { hint: didYouMean(stranger, known) },
    );
}
