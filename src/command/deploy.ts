/** `madeus deploy`: checks, then brings an assembly up; starts nothing where the check fails. */
import type { Command } from "commander";
import { MadeusError } from "../model/code.ts";
import { deployment } from "../model/program.ts";
import { check } from "../semantics/check.ts";
import { declarationOf } from "../store/declaration.ts";
import { carryOut } from "./carry-out.ts";
import { exit, exitOf } from "./exit.ts";
import { type RunFlags, withRunFlags } from "./flags.ts";
import { chooseAssembly, fileDefault, load } from "./load.ts";
import { type Output, output, tellFinding } from "./output.ts";
import { provided } from "./provided.ts";
import { type Session, openSession, stateDirectory } from "./session.ts";
import type { Assembly } from "../model/assembly.ts";
import type { End } from "./main.ts";

export function deployCommand(program: Command, end: End): void {
  withRunFlags(
    program
      .command("deploy")
      .summary("check an assembly, then deploy it")
      .argument("[file]", `the file that exports the assembly (default: ${fileDefault})`)
      .argument("[export]", "which assembly, where the file exports several"),
  ).action(async (file: string | undefined, name: string | undefined, flags: RunFlags) =>
    end(await deploy(file, name, flags)),
  );
}

async function deploy(
  path: string | undefined,
  exportName: string | undefined,
  flags: RunFlags,
): Promise<number> {
  const to = output(flags);
  const loaded = await load(path);
  const { name, assembly } = chooseAssembly(loaded, exportName);
  const wrong = refusedBy(assembly, to);
  if (wrong !== undefined) return wrong;
  if (flags.dryRun === true) return tellPlan(assembly, to);
  const directory = stateDirectory(loaded.file, assembly, flags.state);
  const session = openSession({
    directory,
    mode: "create",
    command: `madeus deploy ${loaded.file}`,
    durable: flags.durable === true,
  });
  try {
    if (hasInstances(session)) return alreadyThere(session, assembly, to);
  } finally {
    session.close();
  }
  const fresh = openSession({
    directory,
    mode: "write",
    command: `madeus deploy ${loaded.file}`,
    durable: flags.durable === true,
    declared: { assembly, components: loaded.components },
  });
  try {
    const order = {
      verb: "deploy",
      assembly,
      file: loaded.file,
      name,
      give: (engine: { submit(name: string, instructions: ReturnType<typeof deployment>): void }) =>
        engine.submit("deploy", deployment(assembly)),
    };
    const { code, outcome } = await carryOut(fresh, order, flags, to);
    if (outcome === "done") for (const line of provided(fresh.state.configuration)) to.result(line);
    else if (code !== exit.done)
      to.say(
        `To go on: madeus resume ${loaded.file}. To take it down: madeus down ${loaded.file}.`,
      );
    return code;
  } finally {
    fresh.close();
  }
}

/** Tells what `check` found, and gives the exit code of what forbids a start. */
export function refusedBy(assembly: Assembly, to: Output): number | undefined {
  const findings = check(assembly);
  for (const finding of findings) {
    tellFinding(to, finding);
    to.object({ type: "finding", ...finding });
  }
  const error = findings.find(({ severity }) => severity === "error");
  return error === undefined ? undefined : exitOf(error.code);
}

const hasInstances = ({ state }: Session): boolean => state.configuration.numbers.size > 0;

/** The state holds a deployment already: done and the same, done and another, or not done. */
function alreadyThere(session: Session, assembly: Assembly, to: Output): number {
  const { last, directory } = session;
  if (last?.outcome !== "done")
    throw new MadeusError(
      "MADEUS_RUN_UNFINISHED",
      `The last run in ${directory} ${last?.outcome === undefined ? "was cut off" : `ended ${last.outcome}`}.`,
      {
        hint: "Go on with `madeus resume`, or take it down with `madeus down`.",
      },
    );
  if (last.declaration !== declarationOf(assembly).hash)
    throw new MadeusError(
      "MADEUS_DECLARATION_CHANGED",
      `${assembly.name} is deployed from a file that has changed since.`,
      {
        hint: "Take it down with `madeus down` and deploy it again.",
      },
    );
  to.progress(`${assembly.name} is deployed and unchanged: nothing to do`);
  for (const line of provided(session.state.configuration)) to.result(line);
  to.object({ type: "result", outcome: "done", makespanS: 0, because: [] });
  return exit.done;
}

function tellPlan(assembly: Assembly, to: Output): number {
  for (const [instance, component] of Object.entries(assembly.components)) {
    const transitions = Object.keys(component.behaviors["deploy"] ?? {}).join(", ");
    to.result(
      `${instance} (${component.name}) on ${assembly.on[instance] ?? "local"}: ${transitions}`,
    );
  }
  return exit.done;
}
