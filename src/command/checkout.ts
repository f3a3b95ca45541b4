/** `madeus checkout`: chooses the branch on which simulated runs make their commits. Nothing of the world is touched. */
import { existsSync } from "node:fs";
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { headOf } from "../store/branch.ts";
import { mainBranch } from "../store/historian.ts";
import { Mirror } from "../store/mirror/mirror.ts";
import { remotesOf } from "../store/mirror/remotes.ts";
import { type OpenArchive, inArchive } from "./archive.ts";
import { checkOut } from "./checked-out.ts";
import { shortId } from "./commit-name.ts";
import type { CheckoutEnding } from "./archive-ending.ts";
import { bundleOrigin, mirrorDirectory } from "./exchange.ts";
import { exit } from "./exit.ts";
import type { Flags } from "./flags.ts";
import type { Output } from "./output.ts";
import { atMost } from "./slip.ts";
import type { Verb } from "./verb.ts";

export const checkoutVerb: Verb<Flags, "checkout"> = {
  name: "checkout",
  summary: "choose the branch for runs that are only simulated",
  args: { "[file|branch...]": "the file, then the branch; without one: which it is" },
  examples: {
    "madeus checkout try-mariadb": "then: madeus reconfigure update.ts --simulated",
    "madeus checkout main": "back to what really stands",
  },
  notes: [
    "It changes nothing that stands, and no run that is carried out: those go from what stands, and their commits are",
    "on main. With --simulated, `deploy` and `reconfigure` begin where the branch is, run in virtual time, and put",
    "their commit on it; `madeus merge` then carries out for real what was tried.",
  ],
  perform: async ({ args, flags, to }) =>
    inArchive(args, flags, (archive, names) => checkout(archive, atMost(1, names)[0], to)),
};

async function checkout(
  { directory, store, branch }: OpenArchive,
  name: string | undefined,
  to: Output,
): Promise<CheckoutEnding> {
  const chosen = name ?? branch;
  if (name === undefined && store.branches.find(chosen) === undefined) {
    to.result("there is no branch yet: the first run makes main");
    return { outcome: "done", exitCode: exit.done, branch: chosen };
  }
  const head = headOf(store.branches, chosen);
  if (name !== undefined) {
    await ensureOwn(directory, name);
    checkOut(directory, name);
  }
  to.result(`${chosen} is checked out, at ${shortId(head)}`);
  if (chosen !== mainBranch) to.result("Only simulated runs go there; what stands is on main.");
  return { outcome: "done", exitCode: exit.done, branch: chosen, head };
}

/** @throws MadeusError  `MADEUS_BAD_BRANCH` where it says where a branch stands in another store */
async function ensureOwn(directory: string, name: string): Promise<void> {
  const [remote = "", ...rest] = name.split("/");
  if (rest.length === 0) return;
  const mirror = mirrorDirectory(directory);
  const known = existsSync(mirror) ? await remotesOf(await Mirror.open(mirror)) : new Map();
  if (remote !== bundleOrigin && !known.has(remote)) return;
  throw new MadeusError(
    "MADEUS_BAD_BRANCH",
    `${quote(name)} says where ${quote(rest.join("/"))} was seen elsewhere; no commit is made there.`,
    { hint: `Begin one of your own there: madeus branch NAME ${name}, then madeus checkout NAME.` },
  );
}
