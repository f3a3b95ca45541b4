/** `madeus rollback`: brings what stands back to how a commit has it. */
import { treeOfCommit } from "../store/commit.ts";
import { realClock } from "../engine/clock-real.ts";
import { MadeusError } from "../model/code.ts";
import { type Deployment, deploymentIn, isAtRest } from "../store/deployment.ts";
import { keptCommit } from "../store/history.ts";
import type { ObjectId } from "../store/object-id.ts";
import { type Objects } from "../store/objects.ts";
import { checkedOut } from "./checked-out.ts";
import { claimed } from "./claim.ts";
import { commitNamed, shortId } from "./commit-name.ts";
import { ensureFinished } from "./deployable.ts";
import { deploymentDifferences } from "./deployment-difference.ts";
import { deploymentNow } from "./deployment-now.ts";
import { type Destination, type GoingFlags, go, wayTo, withGoingFlags } from "./destination.ts";
import type { ForecastEnding, RunEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { loadLocated } from "./locate.ts";
import { type Session, adopt } from "./session.ts";
import { isFile } from "./target.ts";
import type { Call, Verb } from "./verb.ts";

export const rollbackVerb: Verb<GoingFlags, "rollback"> = {
  name: "rollback",
  summary: "bring what stands back to how a commit has it",
  args: { "[file|commit...]": "the file, then the commit" },
  flags: withGoingFlags,
  examples: {
    "madeus rollback HEAD~1": "to before the last commit: shows how, asks, does it",
    "madeus rollback site.ts 3f2a81c --dry-run": "what it would do, take and interrupt",
    "madeus rollback before-the-move --yes": "to a commit that has a name",
  },
  notes: [
    "The way there is planned from the file as it is now, proved, shown, and begun after a yes. A version that the",
    "file has no longer is an obstacle, which is told. What leads back is a run like any other, with commits of its own:",
    "nothing is lost of what was in between.",
  ],
  perform: rollback,
};

async function rollback({
  args,
  flags,
  to,
}: Call<GoingFlags>): Promise<RunEnding | ForecastEnding> {
  const [file, names] = isFile(args[0]) ? [args[0], args.slice(1)] : [undefined, args];
  const [name, ...others] = names;
  if (name === undefined || others.length > 0)
    throw new MadeusError("MADEUS_USAGE", "Say to which commit.", {
      hint: "madeus history shows them; HEAD~1 is the one before the last.",
    });
  const located = await loadLocated({ file }, flags);
  const { directory, loaded, declared } = located;
  const isDry = flags.dryRun === true;
  const command = isDry ? undefined : `madeus rollback ${loaded.file}`;
  const mode = isDry ? "read" : "write";
  const opening = { directory, mode, command, durable: flags.durable } as const;
  const { session, due } = claimed(opening, (found) => {
    const { store } = found;
    const branch = checkedOut(directory, store);
    const id = commitNamed({ store, branch, nowMs: realClock.nowMs() }, name);
    ensureFinished(found);
    adopt(found, { declared, components: loaded.components, knows: "moving" });
    const destination = destinationAt(found, id);
    const { instructions = [] } = destination ?? {};
    const touches = destination === undefined || instructions.length > 0 ? instructions : "all";
    return { due: { destination, name: shortId(id) }, touches };
  });
  try {
    if (due.destination !== undefined)
      return await go(session, located, due.destination, flags, to);
    to.progress(`all is as in ${due.name}: nothing to do`);
    return { outcome: "done", exitCode: exit.done };
  } finally {
    session.close();
  }
}

/** Undefined: all is there. */
function destinationAt(session: Session, id: ObjectId): Destination | undefined {
  const deployment = restingAt(session.store.objects, id);
  const from = deploymentNow(session);
  if (deploymentDifferences(from, deployment).length === 0) return undefined;
  const name = shortId(id);
  return {
    deployment,
    instructions: wayTo(session, { deployment, name }),
    from,
    verb: `rollback to ${name}`,
    name,
    question: `Go back to ${name}?`,
  };
}

/** @throws MadeusError  `MADEUS_NO_ROUTE` where it was not at rest; it names the commit before that was */
function restingAt(objects: Objects, id: ObjectId): Deployment {
  const asked = deploymentAt(objects, id);
  if (isAtRest(asked)) return asked;
  let before: ObjectId | undefined = id;
  do before = keptCommit(objects, before)?.parents[0];
  while (before !== undefined && objects.has(before) && !isAtRest(deploymentAt(objects, before)));
  const isKnown = before !== undefined && objects.has(before);
  throw new MadeusError(
    "MADEUS_NO_ROUTE",
    `${shortId(id)} was made in the middle of a run: what stood then cannot be gone back to.`,
    {
      hint: isKnown
        ? `The last one before it that was not is ${shortId(before ?? "")}.`
        : "Choose one that a run made at its end.",
    },
  );
}

const deploymentAt = (objects: Objects, id: ObjectId): Deployment =>
  deploymentIn(treeOfCommit(objects, id));
