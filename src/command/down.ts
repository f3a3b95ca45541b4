/** `madeus down`: takes a deployment down, also one that failed or was cut off in its middle. */
import type { Command } from "commander";
import { rm } from "node:fs/promises";
import type { Engine } from "../engine/engine.ts";
import type { Instruction } from "../model/program.ts";
import { type Configuration, nothing } from "../semantics/configuration.ts";
import { carryOut } from "./carry-out.ts";
import { exit } from "./exit.ts";
import { type RunFlags, withRunFlags } from "./flags.ts";
import { chooseAssembly, fileDefault, load } from "./load.ts";
import type { End } from "./main.ts";
import { instancesIn } from "./manned.ts";
import { output } from "./output.ts";
import { openSession, stateDirectory } from "./session.ts";

export function downCommand(program: Command, end: End): void {
  withRunFlags(
    program
      .command("down")
      .summary("take a deployment down and leave nothing behind")
      .argument("[file]", `the file that exports the assembly (default: ${fileDefault})`)
      .argument("[export]", "which assembly, where the file exports several"),
  ).action(async (file: string | undefined, name: string | undefined, flags: RunFlags) =>
    end(await down(file, name, flags)),
  );
}

async function down(
  path: string | undefined,
  exportName: string | undefined,
  flags: RunFlags,
): Promise<number> {
  const to = output(flags);
  const loaded = await load(path);
  const { name, assembly } = chooseAssembly(loaded, exportName);
  const directory = stateDirectory(loaded.file, assembly, flags.state);
  const declared = { assembly, components: loaded.components };
  const session = openSession({
    directory,
    mode: "write",
    command: `madeus down ${loaded.file}`,
    durable: flags.durable === true,
    declared,
  });
  try {
    const c = session.state.configuration;
    if (c.numbers.size === 0) {
      to.progress(`${assembly.name} is not deployed: nothing to do`);
      return exit.done;
    }
    const left = withoutUninstall(c);
    if (flags.dryRun === true) {
      for (const one of teardown(c, left))
        if (one.op === "changeBehavior") to.result(`${one.instance}: uninstall`);
      return exit.done;
    }
    const give = (engine: Engine): void => {
      giveUp(engine, c);
      engine.submit("down", teardown(c, left));
    };
    const order = {
      verb: "down",
      assembly,
      file: loaded.file,
      name,
      leftBehind: "fail",
      give,
    } as const;
    const { code } = await carryOut(session, order, flags, to);
    for (const one of left) to.say(`${one} has no behavior "uninstall" and is left as it is`);
    if (code === exit.done)
      await rm(instancesIn(session.directory), { recursive: true, force: true });
    return code;
  } finally {
    session.close();
  }
}

/** Sends every instance that is under way back to where it was in one piece, and forgets what was still to come. */
function giveUp(engine: Engine, c: Configuration): void {
  engine.post({ type: "stop" });
  for (const instance of c.all())
    if (c.behavior(instance) !== nothing)
      engine.post({ type: "withdraw", instance: c.names[instance] ?? "" });
  engine.post({ type: "abandon" });
  engine.post({ type: "go" });
}

/** Instances that cannot be taken down: they have moved, and have no behavior for the way back. */
function withoutUninstall(c: Configuration): readonly string[] {
  return [...c.all()].flatMap((instance) => {
    const life = c.life(instance);
    const untouched = c.behavior(instance) === nothing && c.mark(instance, life.initial) > 0;
    return untouched || life.behaviors.includes("uninstall") ? [] : [c.names[instance] ?? ""];
  });
}

/** `down` as a program (semantics §5), for all instances but those that are left. */
function teardown(c: Configuration, left: readonly string[]): readonly Instruction[] {
  const going = [...c.all()].filter((instance) => !left.includes(c.names[instance] ?? ""));
  const names = going.map((instance) => c.names[instance] ?? "");
  const { provider, provide } = c.connections.column;
  const wires = going.flatMap((user) =>
    c.life(user).ports.flatMap((port, q) =>
      port.side === "provide"
        ? []
        : [...c.connectionsOf(c.port(user, q), "use")].map((k): Instruction => {
            const other = provider[k] ?? 0;
            return {
              op: "disconnect",
              use: { instance: c.names[user] ?? "", port: port.name },
              provide: {
                instance: c.names[other] ?? "",
                port: c.life(other).ports[provide[k] ?? 0]?.name ?? "",
              },
            };
          }),
    ),
  );
  return [
    ...names
      .filter((_, k) => c.life(going[k] ?? 0).behaviors.includes("uninstall"))
      .map((instance): Instruction => ({ op: "changeBehavior", instance, behavior: "uninstall" })),
    { op: "wait", instances: names },
    ...wires,
    ...names.map((instance): Instruction => ({ op: "del", instance })),
  ];
}
