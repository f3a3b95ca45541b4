/** `madeus unlock`: takes the state over from an engine that lives but will not come back to it. */
import { realClock } from "../engine/clock-real.ts";
import { formatHolder, isStale, leaseHolder, takeOverLease } from "../store/lease.ts";
import { openStateFile } from "../store/sqlite-file.ts";
import { confirmed } from "./confirm.ts";
import type { UnlockEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type ChangeFlags, type Flags, withChangeFlags } from "./flags.ts";
import { target } from "./target.ts";
import type { Call, Verb } from "./verb.ts";

export const unlockVerb: Verb<Flags & ChangeFlags, "unlock"> = {
  name: "unlock",
  summary: "take the state over from another engine",
  args: { "[file]": "the file that exports the assembly (default: assembly.ts)" },
  flags: withChangeFlags,
  examples: {
    "madeus unlock --dry-run": "only says who holds it",
    "madeus unlock --yes": "asks nothing",
  },
  notes: [
    "Needed only where the other engine lives, or may live, and cannot be reached: of one that has died the state",
    "is taken over by itself. The other one can then write no more, and ends what it runs.",
  ],
  perform: unlock,
};

async function unlock({ args, flags, to }: Call<Flags & ChangeFlags>): Promise<UnlockEnding> {
  const { directory } = await target(args, flags);
  const state = openStateFile(directory, { mode: flags.dryRun === true ? "read" : "write" });
  try {
    const holder = leaseHolder(state);
    if (holder === undefined || isStale(holder, realClock.nowMs())) {
      to.result("the state is not locked");
      return { outcome: "done", exitCode: exit.done };
    }
    const who = formatHolder(holder);
    if (flags.dryRun === true) {
      to.result(`the state is held by ${who}`);
      return { outcome: "done", exitCode: exit.done, holder, dryRun: true };
    }
    if (!(await confirmed(`The state is held by ${who}. Take it over?`, flags)))
      return { outcome: "cancelled", exitCode: exit.cancelled, holder };
    takeOverLease(state, realClock, { command: "madeus unlock" }).release();
    to.result(`the state was taken over from ${who}`);
    return { outcome: "done", exitCode: exit.done, holder };
  } finally {
    state.close();
  }
}
