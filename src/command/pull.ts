/** `madeus pull`: fetches the branches of another store; one's own follow where nothing is lost by it. */
import { pullBranches } from "../store/mirror/exchange.ts";
import { inExchange } from "./exchange.ts";
import type { Flags } from "./flags.ts";
import { tellLandings } from "./landing-told.ts";
import type { Output } from "./output.ts";
import type { PullEnding } from "./sync-ending.ts";
import type { Verb } from "./verb.ts";

interface PullFlags extends Flags {
  readonly whole?: boolean;
}

export const pullVerb: Verb<PullFlags, "pull"> = {
  name: "pull",
  summary: "fetch the branches of another store, and follow them where nothing is lost by it",
  args: {
    "[file|remote|branch...]":
      "the file, then where from (a path, an address, or its name), then the branch (default: all)",
  },
  flags: (command) =>
    command.option("--whole", "also the history that a partial copy, or a prune, has left out"),
  examples: {
    "madeus pull": "from origin",
    "madeus pull ../site.git":
      "from a directory; where there is no origin yet, it is origin from now on",
    "madeus pull site.ts origin main": "one branch",
  },
  notes: [
    "Where a branch stands there is the branch origin/BRANCH here. Where both have gone on, one's own stays and the",
    "command ends with 7: `madeus merge origin/BRANCH` takes it in. What comes is looked at before it is kept.",
  ],
  perform: ({ args, flags, to }) => pull(args, flags, to),
};

const pull = (args: readonly string[], flags: PullFlags, to: Output): Promise<PullEnding> =>
  inExchange(args, flags, "pull", async (exchange, branch) => {
    const { name: remote, address } = exchange.remote;
    to.progress(`fetching from ${remote}, ${address}`);
    const branches = await pullBranches(exchange, { branch, isWhole: flags.whole });
    if (branches.length === 0) to.result(`${remote} has no branch yet`);
    return { ...tellLandings(to, remote, branches), remote, address, branches };
  });
