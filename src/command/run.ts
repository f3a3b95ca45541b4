/** Deploying from a script: the same session, engine and journal as the command line, without its words. */
import { join, resolve } from "node:path";
import { Run } from "../engine/run.ts";
import type { Assembly } from "../model/assembly.ts";
import type { AnyComponent } from "../model/component.ts";
import { MadeusError } from "../model/code.ts";
import { type Instruction, type Program, isProgram } from "../model/program.ts";
import type { Limits, Policy } from "../store/journal.ts";
import type { Engine } from "../engine/engine.ts";
import { decide } from "./decisions.ts";
import { ensureFinished } from "./deployable.ts";
import { ensureKnown } from "./known-code.ts";
import { clearInstances } from "./instance-directory.ts";
import { type ManOptions, manned } from "./manned.ts";
import { outstanding } from "./outstanding.ts";
import { programOn } from "./prospect.ts";
import { resumption } from "./resumption.ts";
import { type Bounds, type Session, adopt, beginRun, openSession } from "./session.ts";
import { ensureSound, ensureSoundFrom, refuseDoubt } from "./sound.ts";
import type { Discrepancy } from "./wanted.ts";

export interface RunOptions {
  /** Where the state lives. Default: `.madeus/NAME` in the working directory. */
  readonly state?: string;
  readonly limits?: Limits;
  /** After a failure: start nothing more, or go on with all that does not depend on it (the default). Only the command line goes back. */
  readonly onError?: Exclude<Policy, "rollback">;
  /** The same for failures of single instances, by name. */
  readonly onErrorOf?: Readonly<Record<string, Exclude<Policy, "rollback">>>;
  /** Aborted: the run starts nothing more and what runs may end, as by `run.stop()`. `run.abort()` ends it. */
  readonly signal?: AbortSignal;
  /** Let what is recorded survive a power cut, too. */
  readonly durable?: boolean;
  /** Start also what `check` could not decide within ten seconds. */
  readonly unproved?: boolean;
  /** Types of instances that stand and are no longer declared, or that programs add which were handed in meanwhile. */
  readonly components?: readonly AnyComponent[];
  /** Of `deploy`: change also what stands, where the declaration is another one by now. */
  readonly change?: boolean;
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
    adopt(session, { declared: assembly, components: options.components ?? [], knows: "moving" });
    const instances = Object.keys(assembly.components);
    const { program, isAddition, differences } = outstanding(session.state, {
      assembly,
      instances,
    });
    if (!isAddition && options.change !== true) throw unwanted(assembly.name, differences);
    if (isAddition) return program;
    const here = programOn(session, assembly.name, program);
    const { doubt } = ensureSoundFrom(here, session.state.configuration);
    if (options.unproved !== true) refuseDoubt(doubt);
    return program;
  });
}

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
    adopt(session, { declared: program, components: options.components ?? [], knows: "moving" });
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
  return begin("resume", declared, options, (session) => {
    adopt(session, { declared, components: options.components ?? [] });
    const { state } = session;
    const decisions = decide(state, { refire: [], skip: [], give: [], withdraw: [] });
    return resumption(state, decisions);
  });
}

/** What is handed in, or all that the engine is told. */
type Orders = readonly Instruction[] | ((engine: Engine) => void);

/** @param prepare  says what is to be done with the state as it is, or throws */
function begin(
  verb: string,
  declared: Assembly | Program,
  options: RunOptions,
  prepare: (session: Session) => Orders,
): Run {
  const { name } = isProgram(declared) ? declared.from : declared;
  const session = openSession({
    directory: resolve(options.state ?? join(".madeus", name)),
    mode: verb === "deploy" ? "create" : "write",
    command: process.argv.slice(0, 2).join(" "),
    durable: options.durable,
  });
  try {
    const orders = prepare(session);
    const beginning = { verb, declared, file: "", name: "", settings: {} };
    const { limits = {}, onError = "drain", onErrorOf = {} } = options;
    const bounds = { limits, onError, onErrorOf };
    const begun = beginRun(session, beginning, bounds);
    return start(session, verb, orders, { begun, ...bounds, signal: options.signal });
  } catch (error) {
    session.close();
    throw error;
  }
}

function start(
  session: Session,
  verb: string,
  orders: Orders,
  { signal, ...options }: Bounds & ManOptions & { readonly signal: AbortSignal | undefined },
): Run {
  const { engine, close } = manned(session, {
    ...options,
    tell: (record, steps) => run.tell(record, steps),
  });
  if (typeof orders === "function") orders(engine);
  else engine.submit(verb, orders);
  const stop = (): void => engine.stop();
  const hosts = Object.fromEntries(session.hosts);
  const given = typeof orders === "function" ? [] : orders;
  const run: Run = new Run(engine, { given, hosts }, async () => {
    signal?.removeEventListener("abort", stop);
    try {
      await close();
      if (!session.lost.aborted) await clearInstances(session);
    } finally {
      session.close();
    }
  });
  if (signal?.aborted === true) stop();
  else signal?.addEventListener("abort", stop);
  return run;
}
