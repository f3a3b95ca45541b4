/** `madeus deploy`: checks, then brings an assembly up, or a part of it; starts nothing where the check fails. */
import type { Engine } from "../engine/engine.ts";
import type { Assembly } from "../model/assembly.ts";
import { type Part, partOf } from "../model/part.ts";
import { carryOut } from "./carry-out.ts";
import { deployedAlready } from "./deployable.ts";
import { exit } from "./exit.ts";
import { type RunFlags, withRunFlags } from "./flags.ts";
import { type Loaded, chooseAssembly, load } from "./load.ts";
import type { Output } from "./output.ts";
import { tellPart, tellPlan } from "./plan.ts";
import { tellProvided } from "./provided.ts";
import { remaining } from "./remaining.ts";
import { adopt, openSession, sessionIfAny, stateDirectory } from "./session.ts";
import { ensureSound } from "./sound.ts";
import { tellFinding } from "./told.ts";
import { type Call, type Ending, type Verb, fileArguments } from "./verb.ts";

interface DeployFlags extends RunFlags {
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly strict?: boolean;
}

export const deployVerb: Verb<DeployFlags> = {
  name: "deploy",
  summary: "check an assembly, then deploy it",
  args: fileArguments,
  flags: (command) =>
    withRunFlags(command)
      .option("--only <instance...>", "deploy these, and all that they need")
      .option(
        "--except <instance...>",
        "deploy all but these; refused where another one needs them",
      )
      .option("--strict", "take warnings as errors"),
  examples: {
    "madeus deploy": "what ./assembly.ts exports",
    "madeus deploy site.ts --dry-run": "check it, and say what would be done",
    "madeus deploy site.ts --set replicas=3": "with another value of the setting replicas",
    "madeus deploy site.ts --only db": "db and what it needs; the rest later",
  },
  notes: [
    "What is deployed already and unchanged is left alone; a part is completed by a later deploy.",
    "A state whose last run is not at its end is not touched: see resume and down.",
  ],
  perform: deploy,
};

/** What a command line asks to be deployed, and where its state is. */
interface Wish {
  readonly loaded: Loaded;
  readonly name: string;
  readonly assembly: Assembly;
  readonly part: Part;
  readonly directory: string;
}

async function deploy({ args, flags, to }: Call<DeployFlags>): Promise<Ending> {
  const [path, exported] = args;
  const loaded = await load(path, flags.set);
  const { name, assembly } = chooseAssembly(loaded, exported);
  for (const warning of ensureSound(assembly, flags.strict)) tellFinding(to, warning);
  const part = partOf(assembly, { only: flags.only ?? [], except: flags.except ?? [] });
  tellPart(to, assembly, part);
  const directory = stateDirectory(loaded.file, assembly, flags.state);
  const wish = { loaded, name, assembly, part, directory };
  return flags.dryRun === true ? plan(wish, to) : carryOutWish(wish, flags, to);
}

async function carryOutWish(wish: Wish, flags: DeployFlags, to: Output): Promise<Ending> {
  const { loaded, name, assembly, part, directory } = wish;
  const { file, settings, components } = loaded;
  const command = `madeus deploy ${file}`;
  const session = openSession({ directory, mode: "create", command, durable: flags.durable });
  try {
    const { state } = session;
    const there = deployedAlready(session, assembly, part.instances, settings);
    if (there.size === part.instances.length) {
      to.progress(`${assembly.name} is deployed and unchanged: nothing to do`);
      tellProvided(to, state.configuration);
      return { outcome: "done", exitCode: exit.done, makespanS: 0, because: [] };
    }
    adopt(session, { declared: assembly, components, knows: "moving" });
    const program = remaining(assembly, part.instances, state.configuration);
    const beginning = { verb: "deploy", declared: assembly, file, name, settings };
    const give = (engine: Engine): void => engine.submit("deploy", program);
    return await carryOut(session, { ...beginning, give }, flags, to);
  } finally {
    session.close();
  }
}

/** Makes nothing on the disk, and takes no lease. */
function plan({ directory, assembly, part, loaded }: Wish, to: Output): Ending {
  const session = sessionIfAny({ directory, mode: "read" });
  try {
    const there =
      session === undefined
        ? new Set()
        : deployedAlready(session, assembly, part.instances, loaded.settings);
    tellPlan(
      to,
      assembly,
      part.instances.filter((name) => !there.has(name)),
    );
    return { outcome: "done", exitCode: exit.done, dryRun: true };
  } finally {
    session?.close();
  }
}
