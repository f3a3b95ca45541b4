/** Merges of what two operators have carried out side by side: all of it stands, so that it is put on record and nothing is run. */
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { causeOf } from "../store/commit.ts";
import type { ObjectId } from "../store/object-id.ts";
import { commitAt } from "../store/objects.ts";
import { confirmed } from "./confirm.ts";
import { deploymentDifferences } from "./deployment-difference.ts";
import { deploymentNow } from "./deployment-now.ts";
import type { Destination, GoingFlags } from "./destination.ts";
import type { RunEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import type { Output } from "./output.ts";
import { differenceLines } from "./prospect.ts";
import type { Session } from "./session.ts";
import { notWanted } from "./sound.ts";
import { type Declarer, putOnRecord } from "./take-over.ts";

/** Did a run of another state make the commit? Simulated runs make some without a cause. */
export function isOfOthers({ store, file }: Session, commit: ObjectId): boolean {
  const by = causeOf(commitAt(store.objects, commit))?.state;
  return by !== undefined && by !== file.id;
}

/**
 * @param destination  what both come to, and the commit that is taken in
 * @throws MadeusError  `MADEUS_NOT_ADOPTABLE` where nobody has carried it out, or the file lacks what is recorded
 */
export async function recordMerge(
  session: Session,
  declarer: Declarer,
  {
    deployment,
    verb,
    name,
    merges,
  }: Omit<Destination, "instructions"> & {
    readonly merges: ObjectId;
  },
  flags: GoingFlags,
  to: Output,
): Promise<RunEnding> {
  if (!isOfOthers(session, merges))
    throw new MadeusError(
      "MADEUS_NOT_ADOPTABLE",
      `No other operator has carried out the commit ${quote(merges.slice(0, 10))}, so that it does not stand.`,
      { hint: "Leave out --recorded: then it is carried out." },
    );
  const differences = deploymentDifferences(deploymentNow(session), deployment);
  const isDry = flags.dryRun === true;
  const tell = isDry ? to.result : flags.yes === true ? to.progress : to.say;
  for (const line of differenceLines(differences)) tell(line);
  to.object({ type: "change", differences, program: [], makespanS: 0, interruptions: [] });
  if (isDry) return { outcome: "done", exitCode: exit.done, dryRun: true };
  if (!(await confirmed(`Put on record ${name}?`, flags))) return notWanted;
  putOnRecord(session, declarer, { verb, recorded: deployment, commit: merges, merges });
  to.progress(`${name} is on record; nothing was run`);
  return { outcome: "done", exitCode: exit.done };
}
