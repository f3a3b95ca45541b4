/** `madeus prune`: forgets commits that are old and that no branch needs. */
import { InvalidArgumentError } from "commander";
import { realClock } from "../engine/clock-real.ts";
import { type Pruning, prune, pruningOf } from "../store/prune.ts";
import { takeLease } from "../store/lease.ts";
import { ageMs } from "./age.ts";
import { type OpenArchive, inArchive } from "./archive.ts";
import { confirmed } from "./confirm.ts";
import type { PruneEnding } from "./archive-ending.ts";
import { exit } from "./exit.ts";
import { type ChangeFlags, withChangeFlags } from "./flags.ts";
import type { Output } from "./output.ts";
import type { Verb } from "./verb.ts";

interface PruneFlags extends ChangeFlags {
  readonly olderThan: number;
}

export const pruneVerb: Verb<PruneFlags, "prune"> = {
  name: "prune",
  summary: "forget commits that are old and that no branch needs",
  args: { "[file]": "the file that exports the assembly (default: assembly.ts)" },
  flags: (command) =>
    withChangeFlags(command).option(
      "--older-than <age>",
      "what is younger stays (90d, 12h, 2w)",
      age,
      90 * 24 * 3_600_000,
    ),
  examples: {
    "madeus prune --dry-run": "how much it would be",
    "madeus prune --older-than 1y --yes": "keeps the last year",
  },
  notes: [
    "What stands, every branch, and what it takes to merge any two of them stays. The journal stays, too. Afterwards a",
    "history ends where it was cut.",
  ],
  perform: ({ args, flags, to }) =>
    inArchive(args, flags, (archive) => forget(archive, flags, to), "write"),
};

async function forget(archive: OpenArchive, flags: PruneFlags, to: Output): Promise<PruneEnding> {
  const { store, file, nowMs } = archive;
  const beforeMs = nowMs - flags.olderThan;
  const foreseen = pruningOf(store, beforeMs);
  if (flags.dryRun === true) return told(to, foreseen, true);
  if (foreseen.drop.length === 0) return told(to, foreseen);
  if (!(await confirmed(`Forget ${foreseen.drop.length} objects for good?`, flags)))
    return { ...ended(foreseen), outcome: "cancelled", exitCode: exit.cancelled, dropped: 0 };
  // A run that is under way may be about to refer to what would go.
  const lease = takeLease(file, realClock, { command: "madeus prune" });
  try {
    const pruning = prune(store, beforeMs);
    file.compact();
    return told(to, pruning);
  } finally {
    lease.release();
  }
}

function told(to: Output, pruning: Pruning, isDry = false): PruneEnding {
  const { drop, kept } = pruning;
  const verb = isDry ? "would be forgotten" : "are forgotten";
  to.result(`${drop.length} objects ${verb}; ${kept} commits stay`);
  return { ...ended(pruning), ...(isDry && { dryRun: true }) };
}

const ended = ({ drop, kept }: Pruning): PruneEnding => ({
  outcome: "done",
  exitCode: exit.done,
  dropped: drop.length,
  kept,
});

/** In milliseconds. */
function age(text: string): number {
  const ms = ageMs(text);
  if (ms === undefined) throw new InvalidArgumentError("It must be written like 90d, 12h or 2w.");
  return ms;
}
