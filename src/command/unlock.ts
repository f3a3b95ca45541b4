/** `madeus unlock`: takes the state over from an engine that lives but will not come back to it. */
import { realClock } from "../engine/clock-real.ts";
import { MadeusError } from "../model/code.ts";
import { type LeaseHolder, formatHolder, takeOverLease } from "../store/lease.ts";
import { openStateFile } from "../store/sqlite-file.ts";
import { holdersAtWork } from "./at-work.ts";
import { confirmed } from "./confirm.ts";
import type { UnlockEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import {
  type ChangeFlags,
  type FileFlags,
  count,
  withChangeFlags,
  withFileFlags,
} from "./flags.ts";
import { target } from "./target.ts";
import { unlockHost } from "./unlock-host.ts";
import type { Call, Verb } from "./verb.ts";

interface UnlockFlags extends FileFlags, ChangeFlags {
  readonly host?: string;
  readonly run?: number;
}

export const unlockVerb: Verb<UnlockFlags, "unlock"> = {
  name: "unlock",
  summary: "take the state, or a host, over from another engine",
  args: { "[file]": "the file that exports the assembly (default: assembly.ts)" },
  flags: (command) =>
    withFileFlags(withChangeFlags(command))
      .option("--run <n>", "only from the one that is at work on this run", count)
      .option("--host <host>", "not the state: a host that another deployment holds"),
  examples: {
    "madeus unlock --dry-run": "only says who holds it",
    "madeus unlock --yes": "asks nothing",
    "madeus unlock --run 7": "one of several that are at work",
    "madeus unlock site.ts --host web1": "a host that says MADEUS_HOST_LOCKED",
  },
  notes: [
    "Needed only where the other engine lives, or may live, and cannot be reached: of one that has died the state",
    "is taken over by itself. The other one can then write no more, and ends what it runs. A host holds no such",
    "power over the other one: make sure that it has ended.",
  ],
  perform: unlock,
};

async function unlock({ args, flags, to }: Call<UnlockFlags>): Promise<UnlockEnding> {
  if (flags.host !== undefined) return unlockHost(flags.host, args[0], flags, to);
  const { directory } = await target(args, flags);
  const state = openStateFile(directory, { mode: flags.dryRun === true ? "read" : "write" });
  try {
    const all = holdersAtWork(state);
    const meant = flags.run === undefined ? all : [onRun(all, flags.run, directory)];
    const [holder, ...others] = meant;
    if (holder === undefined) {
      to.result("the state is not locked");
      return { outcome: "done", exitCode: exit.done };
    }
    const ending = { holder, ...(others.length > 0 && { others }) };
    const who = meant.map(formatHolder).join(" and by ");
    if (flags.dryRun === true) {
      to.result(`the state is held by ${who}`);
      to.result(
        "taken over, its holder can write no more and ends the actions that it runs, with all that these have started; madeus resume goes on after that",
      );
      return { outcome: "done", exitCode: exit.done, ...ending, dryRun: true };
    }
    if (!(await confirmed(`The state is held by ${who}. Take it over?`, flags)))
      return { outcome: "cancelled", exitCode: exit.cancelled, ...ending };
    const from = flags.run === undefined ? undefined : holder;
    takeOverLease(state, realClock, { command: "madeus unlock" }, from).release();
    to.result(`the state was taken over from ${who}`);
    to.result(
      "what it ran is cut off, with all that its actions have started; madeus resume goes on",
    );
    return { outcome: "done", exitCode: exit.done, ...ending };
  } finally {
    state.close();
  }
}

/** @throws MadeusError  `MADEUS_NO_STATE` where nobody is at work on that run */
function onRun(holders: readonly LeaseHolder[], run: number, directory: string): LeaseHolder {
  const meant = holders.find((holder) => holder.run === run);
  if (meant !== undefined) return meant;
  throw new MadeusError("MADEUS_NO_STATE", `Nobody is at work on a run ${run} in ${directory}.`, {
    hint: "madeus status shows who is at work.",
  });
}
