/** `madeus push`: sends a branch to another store, by way of git. */
import { pushBranch } from "../store/mirror/exchange.ts";
import { shortId } from "./commit-name.ts";
import { inExchange } from "./exchange.ts";
import { exit } from "./exit.ts";
import type { Flags } from "./flags.ts";
import { type Output, paint } from "./output.ts";
import type { PushEnding } from "./sync-ending.ts";
import type { Verb } from "./verb.ts";

export const pushVerb: Verb<Flags, "push"> = {
  name: "push",
  summary: "send a branch to another store, which is any repository of git",
  args: {
    "[file|remote|branch...]":
      "the file, then where to (a path, an address, or its name), then the branch (default: HEAD)",
  },
  examples: {
    "madeus push ../site.git": "a directory, made where there is none; from now on it is origin",
    "madeus push ssh://git@example.org/site.git": "whatever git can reach",
    "madeus push": "the same branch to the same place again",
    "madeus push site.ts origin try-mariadb": "another branch",
  },
  notes: [
    "Beside the state stands a mirror, mirror.git: a bare repository in which git log --stat, git fsck and git push",
    "work. What the other store has and this one has not is never lost: then the push is refused, and `madeus pull` comes first.",
  ],
  perform: ({ args, flags, to }) => push(args, flags, to),
};

const push = (args: readonly string[], flags: Flags, to: Output): Promise<PushEnding> =>
  inExchange(args, flags, "push", async (exchange, branch, archive) => {
    const { name: remote, address } = exchange.remote;
    const named = branch ?? archive.branch;
    to.progress(`sending ${named} to ${remote}, ${address}`);
    const { id, how } = await pushBranch(exchange, named);
    to.result(`${paint.bold(named)} ${words[how]} ${remote}, at ${shortId(id)}`);
    return {
      outcome: "done",
      exitCode: exit.done,
      remote,
      address,
      branch: named,
      commit: id,
      how,
    };
  });

const words = {
  made: "is new in",
  forward: "has gone on in",
  same: "was there already, in",
} as const;
