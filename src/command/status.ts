/** `madeus status`: where every instance is, and whether that is still true. */
import type { Command } from "commander";
import { realClock } from "../engine/clock-real.ts";
import { fold } from "../engine/fold.ts";
import {
  type Configuration,
  failed,
  lost,
  nothing,
  running,
  unknown,
} from "../semantics/configuration.ts";
import { isStale, leaseHolder } from "../store/lease.ts";
import { exit } from "./exit.ts";
import { type Flags, withFlags } from "./flags.ts";
import { chooseAssembly, load } from "./load.ts";
import type { End } from "./main.ts";
import { manned } from "./manned.ts";
import { type Output, output } from "./output.ts";
import { provided } from "./provided.ts";
import { type Session, openSession } from "./session.ts";
import { target } from "./target.ts";

interface StatusFlags extends Flags {
  readonly probe: boolean;
}

export function statusCommand(program: Command, end: End): void {
  withFlags(
    program
      .command("status")
      .summary("show where every instance is, and whether that is still true")
      .argument("[file]", "the file that exports the assembly")
      .argument("[export]", "which assembly, where the file exports several"),
  )
    .option("--no-probe", "show what is on record, without asking the probes")
    .addHelpText(
      "after",
      "\nExit codes: 0 all holds, 4 something failed or was cut off, 7 something no longer holds.\n",
    )
    .action(async (file: string | undefined, name: string | undefined, flags: StatusFlags) =>
      end(
        await status(
          [file, name].flatMap((arg) => arg ?? []),
          flags,
        ),
      ),
    );
}

async function status(args: readonly string[], flags: StatusFlags): Promise<number> {
  const to = output(flags);
  const { directory, file, names } = await target(args, flags);
  const session = await open(directory, flags.probe ? file : undefined, names[0]);
  try {
    const { state } = session;
    if (flags.probe && file !== undefined) await probe(session);
    const c = state.configuration;
    for (const instance of c.all()) tellInstance(to, c, instance);
    for (const line of provided(c)) to.result(line);
    const word = verdict(session);
    to.say(word);
    to.object({ type: "result", outcome: word });
    const drift = [...c.all()].some((i) => lostPlaces(c, i).length > 0);
    if (c.failedTokens > 0 || /cut off/.test(word)) return exit.failed;
    return drift ? exit.changed : exit.done;
  } finally {
    session.close();
  }
}

/** With the file, its probes can be asked; without it the record alone is read. */
async function open(
  directory: string,
  file: string | undefined,
  name: string | undefined,
): Promise<Session> {
  if (file === undefined) return openSession({ directory, mode: "read" });
  const loaded = await load(file);
  const { assembly } = chooseAssembly(loaded, name);
  return openSession({
    directory,
    mode: "read",
    declared: { assembly, components: loaded.components },
  });
}

/** Asks every marked place that has a probe; what no longer holds is noted in memory only. */
async function probe(session: Session): Promise<void> {
  const { state } = session;
  const c = state.configuration;
  const { crew, close } = manned(session);
  const asked = [...c.all()].flatMap((instance) =>
    c
      .life(instance)
      .places.flatMap((place, p) =>
        c.mark(instance, p) > 0 && c.life(instance).component.probes[place] !== undefined
          ? [{ instance, place }]
          : [],
      ),
  );
  const answers = await Promise.all(
    asked.map(({ instance, place }) => crew.probePlace(instance, place)),
  );
  await close();
  asked.forEach(({ instance, place }, k) => {
    if (answers[k] === false)
      fold(state, { type: "lost", instance: c.names[instance] ?? "", place });
  });
}

function tellInstance(to: Output, c: Configuration, instance: number): void {
  const { green, red, yellow, bold } = to.paint;
  const life = c.life(instance);
  const name = c.names[instance] ?? "";
  const gone = lostPlaces(c, instance);
  const places = life.places.filter((place, p) => c.mark(instance, p) > 0 && !gone.includes(place));
  const busy = life.transitions.flatMap((edge) => {
    const mark = c.mark(instance, edge.on);
    if (mark === failed) return [red(`${edge.name} failed`)];
    if (mark === unknown) return [yellow(`${edge.name} is unknown`)];
    if (mark === running) return [yellow(`${edge.name} runs`)];
    const waits = [edge.out, ...edge.docks.map((d) => life.docks[d]?.slot ?? 0)].some(
      (slot) => c.mark(instance, slot) > 0,
    );
    return waits ? [yellow(`${edge.name} waits`)] : [];
  });
  const b = c.behavior(instance);
  const doing = b === nothing ? "" : ` (${life.behaviors[b]})`;
  const words = [
    ...places.map(green),
    ...gone.map((place) => red(`no longer ${place}`)),
    ...busy,
  ].join(", ");
  to.result(`${bold(name)}: ${words}${doing}`);
  to.object({
    type: "instance",
    instance: name,
    component: life.component.name,
    places,
    lost: gone,
    behavior: life.behaviors[b],
  });
}

const lostPlaces = (c: Configuration, instance: number): readonly string[] =>
  c.life(instance).places.filter((_, p) => c.mark(instance, p) === lost);

/** What became of the last run. */
function verdict({ last, file, state }: Session): string {
  const holder = leaseHolder(file);
  if (holder !== undefined && !isStale(holder, realClock.nowMs()))
    return `${holder.command} is at work (pid ${holder.pid} on ${holder.host})`;
  if (last === undefined) return "nothing was deployed yet";
  if (last.outcome === undefined)
    return `the last run (${last.verb}) was cut off: madeus resume goes on`;
  if (state.configuration.numbers.size === 0) return "nothing is deployed";
  return last.outcome === "done"
    ? `the last run (${last.verb}) is done`
    : `the last run (${last.verb}) ended ${last.outcome}`;
}
