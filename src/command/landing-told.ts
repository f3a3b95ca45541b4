/** What became of branches when others came in, in words. */
import { type Landing, seenBranch } from "../store/pack/landing.ts";
import { shortId } from "./commit-name.ts";
import { exit } from "./exit.ts";
import { type Output, paint } from "./output.ts";

/** Tells each branch, and how the verb ends: with 7 where one has gone on in both stores. */
export function tellLandings(
  to: Output,
  remote: string,
  landings: readonly Landing[],
):
  | { readonly outcome: "done"; readonly exitCode: typeof exit.done }
  | { readonly outcome: "apart"; readonly exitCode: typeof exit.changed } {
  for (const one of landings) to.result(`${paint.bold(one.branch)} ${words(one)}`);
  const apart = landings.filter(({ how }) => how === "apart");
  for (const { branch } of apart)
    to.say(`  Take it in: madeus merge ${seenBranch(remote, branch)}`);
  return apart.length === 0
    ? { outcome: "done", exitCode: exit.done }
    : { outcome: "apart", exitCode: exit.changed };
}

function words({ how, from = "", to }: Landing): string {
  switch (how) {
    case "made":
      return `is new, at ${shortId(to)}`;
    case "forward":
      return `has gone on from ${shortId(from)} to ${shortId(to)}`;
    case "same":
      return `is where it was, at ${shortId(to)}`;
    case "ahead":
      return `is ahead, at ${shortId(from)}; there it is at ${shortId(to)}`;
    case "apart":
      return `has gone on here, to ${shortId(from)}, and there, to ${shortId(to)}`;
  }
}
