/** What a commit of a run says happened, in one line: `site: deploy waits for db and web`. */
import type { Instruction } from "../model/program.ts";
import { portText } from "../model/program.ts";
import { type Configuration, failed } from "../semantics/configuration.ts";
import type { RunEntry, RunOutcome } from "./journal.ts";

type Named = Pick<RunEntry, "assembly" | "verb">;

/** Where the program stands at an instruction that has to wait. */
export function blockText({ program, position }: Configuration, { assembly, verb }: Named): string {
  const instruction = program[position];
  return `${assembly}: ${verb} waits ${instruction === undefined ? "" : awaited(instruction)}`;
}

/** How a run came to its end. Cost: where it has failed the instances, else nothing. */
export function endText(c: Configuration, { assembly, verb }: Named, outcome: RunOutcome): string {
  const names = outcome === "failed" ? failedIn(c) : [];
  const which = names.length === 0 ? "" : `: ${listed(names)}`;
  return `${assembly}: ${verb} ${ends[outcome]}${which}`;
}
const ends: Readonly<Record<RunOutcome, string>> = {
  done: "is done",
  failed: "has failed",
  stuck: "cannot go on",
  cancelled: "was cancelled",
  timeout: "ran out of time",
};

function awaited(instruction: Instruction): string {
  switch (instruction.op) {
    case "wait":
      return `for ${instruction.instances.length === 0 ? "all" : listed(instruction.instances)}`;
    case "connect":
      return `to connect ${portText(instruction.use)} to ${portText(instruction.provide)}`;
    case "disconnect":
      return `to disconnect ${portText(instruction.use)} from ${portText(instruction.provide)}`;
    case "del":
      return `to delete ${instruction.instance}`;
    case "add":
      return `to add ${instruction.instance}`;
    case "changeBehavior":
      return `to ask ${instruction.instance} to ${instruction.behavior}`;
  }
}

/** `db`, `db and web`, `db, web and 7 more`. */
function listed(names: readonly string[]): string {
  const shown = names.length > shownMax ? names.slice(0, shownMax - 1) : names.slice(0, -1);
  const rest = names.length > shownMax ? `${names.length - shown.length} more` : names.at(-1);
  return shown.length === 0 ? (rest ?? "") : `${shown.join(", ")} and ${rest}`;
}
const shownMax = 4;

function failedIn(c: Configuration): readonly string[] {
  return [...c.all()].flatMap((instance) =>
    c
      .life(instance)
      .transitions.filter(({ on }) => c.mark(instance, on) === failed)
      .map(({ name }) => `${c.names[instance]}.${name}`),
  );
}
