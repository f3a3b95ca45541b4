/** Deploying from a script: the same session, engine and journal as the command line, without its words. */
import { join, resolve } from "node:path";
import type { Report } from "../engine/report.ts";
import { Run } from "../engine/run.ts";
import type { Assembly } from "../model/assembly.ts";
import type { AnyComponent } from "../model/component.ts";
import { MadeusError } from "../model/code.ts";
import { type Instruction, type Program, assemblyOf } from "../model/program.ts";
import { tell, whyProgram } from "../semantics/why.ts";
import type { Offer } from "../store/catalog.ts";
import type { Limits, Policy, RunOutcome } from "../store/journal.ts";
import type { Engine } from "../engine/engine.ts";
import { decide } from "./decisions.ts";
import { claimed } from "./claim.ts";
import { ensureFinished } from "./deployable.ts";
import { asksToGoBack, goBack, retreatOf } from "./going-back.ts";
import { ensureKnown } from "./known-code.ts";
import { clearInstances } from "./instance-directory.ts";
import { logsMade } from "./log-place.ts";
import { type ManOptions, type Manned, manned } from "./manned.ts";
import { openRun } from "./open-run.ts";
import { outstanding } from "./outstanding.ts";
import { checkPlaces } from "./place-check.ts";
import { programOn } from "./prospect.ts";
import { resumption } from "./resumption.ts";
import { lostText } from "./rollback.ts";
import { type Bounds, beginRun } from "./beginning.ts";
import { type Opening, type Session, adopt } from "./session.ts";
import { ensureSound, ensureSoundFrom, refuseDoubt } from "./sound.ts";
import type { Discrepancy } from "./wanted.ts";

export interface RunOptions {
  /** Where the state lives. Default: `.madeus/NAME` in the working directory. */
  readonly state?: string;
  readonly limits?: Limits;
  /**
   * After a failure: start nothing more, go on with all that does not depend on it (the default), or start nothing more and go back to how
   * it was before the run; the report says whether that was done.
   */
  readonly onError?: Policy;
  /** The same for failures of single instances, by name. */
  readonly onErrorOf?: Readonly<Record<string, Policy>>;
  /** Aborted: the run starts nothing more and what runs may end, as by `run.stop()`. `run.abort()` ends it. */
  readonly signal?: AbortSignal;
  /** Let what is recorded survive a power cut, too. */
  readonly durable?: boolean;
  /** Where the logs of actions go: from the working directory on, or absolute. Default: `logs` in the state's directory. */
  readonly logs?: string;
  /** Start also what `check` could not decide within ten seconds. */
  readonly unproved?: boolean;
  /**
   * Components of instances that stand and are no longer declared, or that programs add which were handed in meanwhile: by instance, where
   * several have one name.
   */
  readonly components?: readonly AnyComponent[] | Readonly<Record<string, AnyComponent>>;
  /** Of `deploy`: change also what stands, where the declaration is another one by now. */
  readonly change?: boolean;
  /**
   * Let others be at work beside the run, on what its program does not touch; what is handed in later may then touch no more than that.
   * Default: the run has all to itself.
   */
  readonly shared?: boolean;
  /** Of `resume`: the number of the run that is meant, where several are not at their end. */
  readonly run?: number;
}

/**
 * Deploys an assembly, or what it has more than stands there; where that is nothing, the run is done at once.
 *
 * @throws MadeusError  with all findings where `check` finds errors; `MADEUS_RUN_UNFINISHED` or `MADEUS_DECLARATION_CHANGED` where the
 * state holds something else; `MADEUS_STATE_LOCKED` where another process uses it. Then nothing has started.
 */
export function deploy(assembly: Assembly<string, any>, options: RunOptions = {}): Run {
  const { doubt } = ensureSound(assembly);
  if (options.unproved !== true) refuseDoubt(doubt);
  return begin("deploy", assembly, options, (session) => {
    ensureFinished(session);
    adopt(session, { declared: assembly, components: offersOf(options), knows: "moving" });
    const instances = Object.keys(assembly.components);
    const { program, isAddition, differences } = outstanding(session.state, {
      assembly,
      instances,
    });
    if (!isAddition && options.change !== true) throw unwanted(assembly.name, differences);
    if (isAddition && session.state.configuration.numbers.size === 0) return program;
    const here = programOn(session, assembly.name, program);
    const { doubt } = ensureSoundFrom(here, session.state.configuration);
    if (options.unproved !== true) refuseDoubt(doubt);
    return program;
  });
}

const offersOf = ({ components = [] }: RunOptions): readonly (AnyComponent | Offer)[] =>
  isList(components)
    ? components
    : Object.entries(components).map(([name, component]) => ({ component, name }));

/** Unlike `Array.isArray` it knows lists that are only read. */
const isList = (components: object): components is readonly AnyComponent[] =>
  Array.isArray(components);

const unwanted = (name: string, differences: readonly Discrepancy[]): MadeusError =>
  new MadeusError(
    "MADEUS_DECLARATION_CHANGED",
    `${name} is deployed, but from another declaration: ${differences.map((one) => `${one.name} ${one.text}`).join("; ")}.`,
    { hint: "Change what stands by { change: true }; `madeus plan` shows how." },
  );

/**
 * Runs a program on what is deployed: it is proved from there, whatever the assembly says that it was written for.
 *
 * Throws as `deploy` does.
 */
export function execute(program: Program<any>, options: RunOptions = {}): Run {
  return begin("reconfigure", program, options, (session) => {
    ensureFinished(session);
    adopt(session, { declared: program, components: offersOf(options), knows: "moving" });
    const { instructions } = program;
    const here = programOn(session, program.from.name, instructions);
    ensureKnown(session.state, instructions);
    const { doubt } = ensureSoundFrom(here, session.state.configuration);
    if (options.unproved !== true) refuseDoubt(doubt);
    return instructions;
  });
}

/**
 * Goes on with a run that has not come to its end, from exactly where it was: what failed is run again, what was cut off is found out
 * about. One that is done is done at once.
 *
 * @param declared  what the run was made from, as it is now
 * @throws MadeusError  `MADEUS_NO_STATE`; `MADEUS_DECLARATION_CHANGED` where `declared` has lost what the run needs; `MADEUS_STATE_LOCKED`
 */
export function resume(
  declared: Assembly<string, any> | Program<any>,
  options: RunOptions = {},
): Run {
  const { session } = claimed(openingFor("resume", declared, options), (found) => ({
    due: undefined,
    touches: openRun(found, options.run) ?? "all",
  }));
  return closedOnFault(session, () => {
    adopt(session, { declared, components: offersOf(options) });
    const { state } = session;
    const decisions = decide(state, { refire: [], skip: [], give: [], withdraw: [] });
    const { logs } = options;
    const stage = { session, verb: "resume", declared, logs };
    return started(stage, resumption(state, decisions), options);
  });
}

/** What is handed in, or all that the engine is told. */
type Orders = readonly Instruction[] | ((engine: Engine) => void);

/** @param prepare  says what is to be done with the state as it is, or throws */
function begin(
  verb: string,
  declared: Assembly | Program,
  options: RunOptions,
  prepare: (session: Session) => readonly Instruction[],
): Run {
  const { session, due } = claimed(openingFor(verb, declared, options), (found) => {
    const instructions = prepare(found);
    const isPart = options.shared === true && instructions.length > 0;
    return { due: instructions, touches: isPart ? instructions : "all" };
  });
  return closedOnFault(session, () =>
    started({ session, verb, declared, logs: options.logs }, due, options),
  );
}

const openingFor = (
  verb: string,
  declared: Assembly | Program,
  { state, durable }: RunOptions,
): Opening => ({
  directory: resolve(state ?? join(".madeus", nameOf(declared))),
  mode: verb === "deploy" ? "create" : "write",
  command: process.argv.slice(0, 2).join(" "),
  durable,
});

function closedOnFault(session: Session, begin: () => Run): Run {
  try {
    return begin();
  } catch (error) {
    session.close();
    throw error;
  }
}

function started(stage: Stage, orders: Orders, options: RunOptions): Run {
  const { limits = {}, onError = "drain", onErrorOf = {}, signal } = options;
  return start(stage, orders, { limits, onError, onErrorOf }, signal);
}

interface Stage {
  readonly session: Session;
  readonly verb: string;
  readonly declared: Assembly | Program;
  readonly logs: string | undefined;
}

function start(stage: Stage, orders: Orders, bounds: Bounds, signal: AbortSignal | undefined): Run {
  const { session, verb } = stage;
  const tellers: Tellers = {
    tell: (record, steps) => run.tell(record, steps),
    committed: () => run.committed(),
  };
  const first = crewed(stage, bounds, tellers);
  const given = typeof orders === "function" ? [] : orders;
  if (typeof orders === "function") orders(first.engine);
  else first.engine.submit(verb, orders);
  const stop = (): void => void run.stop().catch(() => undefined);
  const run: Run = new Run(first, {
    given,
    hosts: Object.fromEntries(session.hosts),
    goBack: () => wentBack(stage, bounds, tellers, (next) => run.goOn(next)),
    async close() {
      signal?.removeEventListener("abort", stop);
      try {
        if (!session.lost.aborted) await clearInstances(session);
      } finally {
        session.close();
      }
    },
  });
  if (signal?.aborted === true) stop();
  else signal?.addEventListener("abort", stop);
  return run;
}

type Tellers = Required<Pick<ManOptions, "tell" | "committed">>;

/** The next run of the state, with all that it needs. */
function crewed(
  { session, verb, declared, logs: asked }: Stage,
  bounds: Bounds,
  options: ManOptions,
): Manned {
  const logs = logsMade(session.directory, asked);
  const beginning = { verb, declared, file: "", name: "", settings: {}, logs };
  const begun = beginRun(session, beginning, bounds);
  return manned(session, { ...bounds, ...options, begun });
}

/** After a failure: back to how it was, if that was asked for and can be. */
async function wentBack(
  stage: Stage,
  bounds: Bounds,
  tellers: Tellers,
  goOn: (next: Manned) => Promise<RunOutcome>,
): Promise<Pick<Report, "rolledBack" | "obstacles">> {
  const { session, declared } = stage;
  const { state } = session;
  if (!asksToGoBack(state, bounds)) return {};
  const back = retreatOf(session);
  if (back.obstacles.length > 0) return { rolledBack: false, obstacles: back.obstacles };
  const calm: Bounds = { ...bounds, onError: "drain", onErrorOf: {} };
  const { ending, obstacles } = await goBack(session, nameOf(declared), back, async (give) => {
    const next = crewed({ ...stage, verb: "rollback" }, calm, {
      ...tellers,
      leftBehind: "fail",
    });
    give(next.engine);
    return { outcome: await goOn(next) };
  });
  if (obstacles.length > 0) return { rolledBack: false, obstacles };
  if (ending.outcome === "done") {
    const { lost } = await checkPlaces(session, { say: () => undefined }, true);
    if (lost.length === 0) return { rolledBack: true };
    return { rolledBack: false, obstacles: lost.map(lostText) };
  }
  const because = tell(whyProgram(state.configuration));
  return { rolledBack: false, obstacles: [`the way back ended ${ending.outcome}`, ...because] };
}

const nameOf = (declared: Assembly | Program): string => assemblyOf(declared).name;
