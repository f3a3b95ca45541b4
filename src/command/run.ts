/** Deploying from a script: the same session, engine and journal as the command line, without its words. */
import { join, resolve } from "node:path";
import type { Limits } from "../engine/limit.ts";
import { Run } from "../engine/run.ts";
import type { Assembly } from "../model/assembly.ts";
import { MadeusError } from "../model/code.ts";
import { type Instruction, type Program, deployment } from "../model/program.ts";
import { check } from "../semantics/check.ts";
import { manned } from "./manned.ts";
import { type Session, beginRun, openSession } from "./session.ts";

export interface RunOptions {
  /** Where the state lives. Default: `.madeus/NAME` in the working directory. */
  readonly state?: string;
  readonly limits?: Limits;
  readonly onError?: "stop" | "drain";
  /** Aborted: the run starts nothing more; aborted again through `run.abort()`, what runs is ended. */
  readonly signal?: AbortSignal;
  readonly durable?: boolean;
}

/**
 * Deploys an assembly whose state is empty.
 *
 * @throws MadeusError  with all findings where `check` finds errors: then nothing has started; `MADEUS_RUN_UNFINISHED` where the state
 * holds a deployment already
 */
export function deploy(assembly: Assembly<string, any>, options: RunOptions = {}): Run {
  refuse(assembly);
  const session = open(assembly, "create", options);
  if (session.state.configuration.numbers.size > 0) {
    session.close();
    throw new MadeusError(
      "MADEUS_RUN_UNFINISHED",
      `The state in ${session.directory} holds a deployment already.`,
      {
        hint: "Go on with `madeus resume`, change it with `execute`, or take it down with `madeus down`.",
      },
    );
  }
  return start(session, "deploy", assembly, deployment(assembly), options);
}

/** Runs a program on the deployment that it starts from. Throws as `deploy` does. */
export function execute(program: Program<any>, options: RunOptions = {}): Run {
  refuse(program);
  const session = open(program.from, "write", options, program.instructions);
  return start(session, "reconfigure", program.from, program.instructions, options);
}

function refuse(declared: Assembly | Program): void {
  const findings = check(declared as Assembly).filter(({ severity }) => severity === "error");
  const [first] = findings;
  if (first !== undefined)
    throw new MadeusError(first.code, first.text, { at: first.at, hint: first.hint, findings });
}

function open(
  assembly: Assembly,
  mode: "create" | "write",
  options: RunOptions,
  more: readonly Instruction[] = [],
): Session {
  const added = more.flatMap((one) => (one.op === "add" ? [one.component] : []));
  return openSession({
    directory: resolve(options.state ?? join(".madeus", assembly.name)),
    mode,
    command: process.argv.slice(0, 2).join(" "),
    durable: options.durable ?? false,
    declared: { assembly, components: added },
  });
}

function start(
  session: Session,
  verb: string,
  assembly: Assembly,
  instructions: readonly Instruction[],
  options: RunOptions,
): Run {
  beginRun(session, { verb, assembly, file: "", name: "" });
  const { limits = {}, onError = "drain", signal } = options;
  const { engine, close } = manned(session, {
    limits,
    onError,
    tell: (record) => run.tell(record),
  });
  const stop = (): void => engine.stop();
  const run: Run = new Run(engine, async () => {
    signal?.removeEventListener("abort", stop);
    await close();
    session.close();
  });
  engine.submit(verb, instructions);
  signal?.addEventListener("abort", stop);
  if (signal?.aborted === true) stop();
  return run;
}
