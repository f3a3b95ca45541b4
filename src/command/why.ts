/** `madeus why`: what an instance, or the whole run, waits for, followed to its cause. */
import { lostPlaces } from "../net/plan/repair.ts";
import type { Configuration } from "../semantics/configuration.ts";
import type { Part } from "../engine/part.ts";
import { type Reason, tell, why, whyProgram } from "../semantics/why.ts";
import { tellBehind } from "./current.ts";
import { toldOf, toldParts } from "./cut-off.ts";
import type { WhyEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import type { Flags } from "./flags.ts";
import { openSession } from "./session.ts";
import { instanceNamed, isFile, target } from "./target.ts";
import { underWayLines } from "./under-way.ts";
import type { Call, Verb } from "./verb.ts";

export const whyVerb: Verb<Flags, "why"> = {
  name: "why",
  summary: "say what waits and for what, down to the cause",
  args: { "[file|instance...]": "the file, then instances; without an instance: the whole run" },
  examples: {
    "madeus why": "why the run is not at its end",
    "madeus why site.ts web": "what web waits for",
  },
  perform: answer,
};

/** Whoever is in the hands of a run waits for what that has in hand. */
function whyIn(c: Configuration, parts: readonly Part[], name: string): readonly Reason[] {
  const own = parts.find(({ scope }) => scope.instances.includes(name));
  const around = own?.state.configuration ?? c;
  return why(around, instanceNamed(around, name));
}

/** Who is not where the record has it, a sentence each. */
const lostIn = (c: Configuration, instances: Iterable<number>): readonly string[] =>
  [...instances].flatMap((instance) =>
    lostPlaces(c, instance).map(
      (place) => `${c.names[instance]} is no longer ${c.life(instance).places[place]}`,
    ),
  );

async function answer({ args, flags, to }: Call<Flags>): Promise<WhyEnding> {
  const { directory, names } = await target(args, flags);
  const session = openSession({ directory, mode: "read" });
  try {
    tellBehind(to, session);
    const c = toldOf(session);
    const asked = names.map((name) => instanceNamed(c, name));
    const parts = toldParts(session);
    const programs = [c, ...parts.map(({ state }) => state.configuration)];
    const reasons =
      names.length === 0
        ? programs.flatMap(whyProgram)
        : names.flatMap((name) => whyIn(c, parts, name));
    const gone = lostIn(c, names.length === 0 ? c.all() : asked);
    const story = [...tell(reasons), ...gone];
    for (const line of story) to.result(line);
    const file = isFile(args[0]) ? args[0] : undefined;
    for (const line of underWayLines(session, reasons, file)) to.result(line);
    if (gone.length > 0 && session.last?.outcome === "done")
      to.result("madeus watch --repair brings back what is lost");
    if (story.length === 0)
      to.result(
        names.length === 0 ? "nothing waits" : `${names.join(", ")}: nothing is waited for`,
      );
    return { outcome: "done", exitCode: exit.done, because: story };
  } finally {
    session.close();
  }
}
