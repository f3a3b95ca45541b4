/** Deploying from a script: the same session, engine and journal as the command line, without its words. */
import { join, resolve } from "node:path";
import { Run } from "../engine/run.ts";
import type { Assembly } from "../model/assembly.ts";
import { type Instruction, type Program, isProgram } from "../model/program.ts";
import type { Limits, Policy } from "../store/journal.ts";
import { deployedAlready, ensureFinished } from "./deployable.ts";
import { clearInstances } from "./instance-directory.ts";
import { type ManOptions, manned } from "./manned.ts";
import { remaining } from "./remaining.ts";
import { type Bounds, type Session, adopt, beginRun, openSession } from "./session.ts";
import { ensureSound, refuseDoubt } from "./sound.ts";

export interface RunOptions {
  /** Where the state lives. Default: `.madeus/NAME` in the working directory. */
  readonly state?: string;
  readonly limits?: Limits;
  /** After a failure: start nothing more, or go on with all that does not depend on it (the default). */
  readonly onError?: Policy;
  /** The same for failures of single instances, by name. */
  readonly onErrorOf?: Readonly<Record<string, Policy>>;
  /** Aborted: the run starts nothing more and what runs may end, as by `run.stop()`. `run.abort()` ends it. */
  readonly signal?: AbortSignal;
  /** Let what is recorded survive a power cut, too. */
  readonly durable?: boolean;
  /** Start also what `check` could not decide within ten seconds. */
  readonly unproved?: boolean;
}

/**
 * Deploys an assembly; where it is deployed already and unchanged, the run is done at once.
 *
 * @throws MadeusError  with all findings where `check` finds errors; `MADEUS_RUN_UNFINISHED` or `MADEUS_DECLARATION_CHANGED` where the
 * state holds something else; `MADEUS_STATE_LOCKED` where another process uses it. Then nothing has started.
 */
export function deploy(assembly: Assembly<string, any>, options: RunOptions = {}): Run {
  ensureProved(assembly, options);
  return begin("deploy", assembly, options, (session) => {
    const instances = Object.keys(assembly.components);
    deployedAlready(session, assembly, instances);
    adopt(session, { declared: assembly, components: [], knows: "moving" });
    return remaining(assembly, instances, session.state.configuration);
  });
}

/** Runs a program on the deployment that it starts from. Throws as `deploy` does. */
export function execute(program: Program<any>, options: RunOptions = {}): Run {
  ensureProved(program, options);
  return begin("reconfigure", program, options, (session) => {
    ensureFinished(session);
    adopt(session, { declared: program, components: [], knows: "moving" });
    return program.instructions;
  });
}

function ensureProved(declared: Assembly | Program, { unproved = false }: RunOptions): void {
  const { doubt } = ensureSound(declared);
  if (!unproved) refuseDoubt(doubt);
}

/** @param prepare  says what is to be done with the state as it is, or throws */
function begin(
  verb: string,
  declared: Assembly | Program,
  options: RunOptions,
  prepare: (session: Session) => readonly Instruction[],
): Run {
  const { name } = isProgram(declared) ? declared.from : declared;
  const session = openSession({
    directory: resolve(options.state ?? join(".madeus", name)),
    mode: isProgram(declared) ? "write" : "create",
    command: process.argv.slice(0, 2).join(" "),
    durable: options.durable,
  });
  try {
    const instructions = prepare(session);
    const beginning = { verb, declared, file: "", name: "", settings: {} };
    const { limits = {}, onError = "drain", onErrorOf = {} } = options;
    const bounds = { limits, onError, onErrorOf };
    const begun = beginRun(session, beginning, bounds);
    return start(session, verb, instructions, { begun, ...bounds, signal: options.signal });
  } catch (error) {
    session.close();
    throw error;
  }
}

function start(
  session: Session,
  verb: string,
  instructions: readonly Instruction[],
  { signal, ...options }: Bounds & ManOptions & { readonly signal: AbortSignal | undefined },
): Run {
  const { engine, close } = manned(session, {
    ...options,
    tell: (record, steps) => run.tell(record, steps),
  });
  engine.submit(verb, instructions);
  const stop = (): void => engine.stop();
  const run: Run = new Run(engine, async () => {
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
