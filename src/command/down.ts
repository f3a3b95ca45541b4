/** `madeus down`: takes a deployment down, also one that failed or was cut off in its middle. */
import type { Engine } from "../engine/engine.ts";
import { confirmed } from "./confirm.ts";
import type { RunEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type RunFlags, withRecordedSettings, withRunFlags } from "./flags.ts";
import { doomedLines } from "./instance-directory.ts";
import { ensureKnown } from "./known-code.ts";
import { loadLocated } from "./locate.ts";
import type { Output } from "./output.ts";
import { carryOutOrBack } from "./rollback.ts";
import { adopt, openSession } from "./session.ts";
import { type Teardown, teardown } from "./teardown.ts";
import { type Call, type Verb, fileArguments } from "./verb.ts";

export const downVerb: Verb<RunFlags, "down"> = {
  name: "down",
  summary: "take a deployment down and leave nothing behind",
  args: fileArguments,
  flags: (command) => withRecordedSettings(withRunFlags(command)),
  examples: {
    "madeus down": "asks, then takes down what ./assembly.ts deployed",
    "madeus down site.ts --yes": "asks nothing",
    "madeus down site.ts --dry-run": "says what would go, and what would stay",
  },
  notes: [
    "Every instance that has moved goes through its behavior uninstall, in the order that the ports allow. One",
    "that has none is named and stays, and so does what it is connected to. The directory of an instance is removed",
    "with all that it keeps there, which is told before; the journal and the logs stay.",
  ],
  perform: down,
};

async function down({ args, flags, to }: Call<RunFlags>): Promise<RunEnding> {
  const { loaded, directory, name, declared, assembly } = await loadLocated(
    { file: args[0], name: args[1] },
    flags,
  );
  const { file, settings, components } = loaded;
  const command = flags.dryRun === true ? undefined : `madeus down ${file}`;
  const mode = flags.dryRun === true ? "read" : "write";
  const session = openSession({ directory, mode, command, durable: flags.durable });
  try {
    const { configuration } = session.state;
    if (configuration.numbers.size === 0) {
      to.progress(`${assembly.name} is not deployed: nothing to do`);
      return { outcome: "done", exitCode: exit.done };
    }
    adopt(session, { declared, components });
    const plan = teardown(session.state.configuration);
    ensureKnown(session.state, plan.program);
    tellPlan(to, plan);
    const say = flags.yes === true ? to.progress : to.say;
    for (const line of doomedLines(session, plan.going)) say(line);
    if (flags.dryRun === true) {
      for (const instance of plan.going) to.result(`${instance}: uninstall`);
      return { outcome: "done", exitCode: exit.done, dryRun: true };
    }
    const what = plan.going.length === 1 ? "1 instance" : `${plan.going.length} instances`;
    if (!(await confirmed(`Take down ${what} of ${assembly.name}?`, flags)))
      return { outcome: "cancelled", exitCode: exit.cancelled };
    const give = (engine: Engine): void => {
      for (const entry of plan.first) engine.post(entry);
      engine.submit("down", plan.program);
    };
    const beginning = { verb: "down", declared, file, name, settings };
    const order = { ...beginning, leftBehind: "fail", give } as const;
    return await carryOutOrBack(session, order, flags, to);
  } finally {
    session.close();
  }
}

function tellPlan(to: Output, { going, left }: Teardown): void {
  for (const [instance, why] of left) to.say(`${instance} stays as it is: ${why}`);
  to.object({ type: "part", instances: going, left: Object.fromEntries(left) });
}
