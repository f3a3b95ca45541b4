/** `madeus advise`: what a deployment or a program hangs on, and what to change in its declaration to be done sooner. */
import { type Assembly, isAssembly } from "../model/assembly.ts";
import { MadeusError } from "../model/code.ts";
import type { Program } from "../model/program.ts";
import { criticalActions } from "../net/question/critical-action.ts";
import { actionOf, actionRange } from "../net/proof/expectation.ts";
import { verdictOf } from "../net/explore/explore.ts";
import { occurrenceOf } from "../net/time/occurrence.ts";
import { caseOf } from "../net/proof/case.ts";
import { type Suggestions, suggestionsOf } from "../net/question/suggestion.ts";
import { boundariesOf, microseconds, rangesOf, scheduleOf, seconds } from "../net/time/time.ts";
import { adviceLines } from "./advise-words.ts";
import { spreadFrom } from "./advise-spread.ts";
import { slotAdvice } from "./advise-slot.ts";
import { expectedFrom, rangeFrom } from "./duration-range.ts";
import type { AdviseEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type ExpectationFlags, expectationOf, withExpectationFlags } from "./expectation.ts";
import { type FileFlags, type SlotFlags, withFileFlags, withSlotFlags } from "./flags.ts";
import { chooseDeclaration, load } from "./load.ts";
import { type LimitFlags, limitsFrom, withLimitFlags } from "./proof-limit.ts";
import type { Call, Verb } from "./verb.ts";

interface AdviseFlags extends FileFlags, SlotFlags, ExpectationFlags, LimitFlags {}

export const adviseVerb: Verb<AdviseFlags, "advise"> = {
  name: "advise",
  summary: "say what to change to be done sooner, and what it hangs on",
  args: {
    "[file]": "the file that exports assemblies and programs (default: assembly.ts)",
    "[export]": "which of them, where the file exports several",
  },
  flags: (command) => withLimitFlags(withExpectationFlags(withSlotFlags(withFileFlags(command)))),
  examples: {
    "madeus advise site.ts": "which port, provided earlier or used later, saves how much",
    "madeus advise site.ts --durations .madeus/site": "by what earlier runs took",
    "madeus advise site.ts --parallel 4": "and what a fifth action at once would bring",
    "madeus advise site.ts --runs 1000": "and how often each action is on the critical path",
  },
  notes: [
    "Each change is looked at by itself. It says where a port could be provided or used, not whether the software can do that: a port",
    "provided too early is a fault. Nothing is run. Changes and what is critical are without limits; with limits it adds what one more",
    "slot of each would bring, in virtual time.",
  ],
  perform: advise,
};

async function advise({
  args: [path, exported],
  flags,
  to,
}: Call<AdviseFlags>): Promise<AdviseEnding> {
  const [name, declared] = chooseDeclaration(await load(path, flags.set), exported);
  const known = expectationOf(declared, { ...flags, onError: { all: "drain", of: {} } });
  const { translation, run } = onlyRun(name, declared, flags);
  const occurrence = occurrenceOf(translation.net, run);
  const [rangeOf, expectedS] = [rangeFrom(known), expectedFrom(known)];
  const ranges = rangesOf(translation.net, occurrence, (t) => actionRange(translation, rangeOf, t));
  const expectedUs = Float64Array.from(occurrence.transitions, (t) => {
    const action = actionOf(translation, t);
    if (action === undefined) return 0;
    return microseconds(expectedS(action.member.name, action.member.life, action.number));
  });
  const times = { expectedUs, ranges };
  const { suggestions, isComplete, connectionCount, idle }: Suggestions = suggestionsOf(
    translation,
    occurrence,
    times,
  );
  const seed = flags.seed ?? 1;
  const slots = await slotAdvice(declared, { translation, occurrence, ranges }, known);
  const advice = {
    makespanS: seconds(scheduleOf(occurrence, expectedUs).makespanUs),
    bounds: boundariesOf(occurrence, ranges),
    suggestions,
    isComplete,
    connections: connectionCount,
    idle,
    critical: criticalActions(translation, occurrence, times),
    ...(slots !== undefined && { slots }),
    ...(flags.runs !== undefined && {
      spread: spreadFrom(translation, occurrence, known, { samples: flags.runs, seed }),
    }),
  };
  for (const line of adviceLines(name, advice)) to.result(line);
  return { outcome: "done", exitCode: exit.done, ...advice };
}

/**
 * The run that stands for all.
 *
 * @throws MadeusError  `MADEUS_DEADLOCK` where it does not come to its end; `MADEUS_UNDECIDED` where there is no one run, or a limit was met
 */
function onlyRun(name: string, declared: Assembly | Program, flags: AdviseFlags) {
  const { translation, exploration } = caseOf(declared, limitsFrom(flags));
  const { run } = exploration;
  const at = isAssembly(declared) ? declared.at : declared.from.at;
  const verdict = verdictOf(exploration);
  if (verdict === "violated")
    throw new MadeusError("MADEUS_DEADLOCK", `${name} may not come to its end.`, {
      at,
      hint: "First let it: `madeus check` tells why.",
    });
  if (verdict === "unknown" || run === undefined)
    throw new MadeusError("MADEUS_UNDECIDED", `How long ${name} takes hangs on who comes first.`, {
      at,
      hint: "`madeus simulate --runs 1000` tells how far its runs lie apart.",
    });
  return { translation, run };
}
