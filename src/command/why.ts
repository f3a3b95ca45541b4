/** `madeus why`: what an instance, or the whole run, waits for, followed to its cause. */
import { tell, why, whyProgram } from "../semantics/why.ts";
import type { WhyEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import type { Flags } from "./flags.ts";
import { openSession } from "./session.ts";
import { instanceNamed, target } from "./target.ts";
import type { Call, Verb } from "./verb.ts";

export const whyVerb: Verb<Flags, "why"> = {
  name: "why",
  summary: "say what waits and for what, down to the cause",
  args: { "[file|instance...]": "the file, then instances; without an instance: the whole run" },
  examples: {
    "madeus why": "why the run is not at its end",
    "madeus why site.ts web": "what web waits for",
  },
  perform: answer,
};

async function answer({ args, flags, to }: Call<Flags>): Promise<WhyEnding> {
  const { directory, names } = await target(args, flags);
  const session = openSession({ directory, mode: "read" });
  try {
    const c = session.state.configuration;
    const reasons =
      names.length === 0 ? whyProgram(c) : names.flatMap((name) => why(c, instanceNamed(c, name)));
    const story = tell(reasons);
    for (const line of story) to.result(line);
    if (reasons.length === 0)
      to.result(
        names.length === 0 ? "nothing waits" : `${names.join(", ")}: nothing is waited for`,
      );
    return { outcome: "done", exitCode: exit.done, because: story };
  } finally {
    session.close();
  }
}
