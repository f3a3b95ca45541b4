/** `madeus state show`: the journal as it is kept. */
import type { StateEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import type { Flags } from "./flags.ts";
import { openSession } from "./session.ts";
import { target } from "./target.ts";
import type { Call, Verb } from "./verb.ts";

export const stateShowVerb: Verb<Flags, "state show"> = {
  name: "state show",
  summary: "print every record of the journal",
  args: { "[file]": "the file that exports the assembly (default: assembly.ts)" },
  examples: {
    "madeus state show site.ts": "a line for each record",
    "madeus state show site.ts --json": "each record as it is kept",
  },
  perform: show,
};

async function show({ args, flags, to }: Call<Flags>): Promise<StateEnding> {
  const { directory } = await target(args, flags);
  const session = openSession({ directory, mode: "read" });
  try {
    for (const record of session.records) {
      // Wrapped: a run's result among them is not that of this command.
      to.object({ type: "record", record });
      const { seq, run, atMs, type, ...rest } = record;
      to.result(
        `${seq} run ${run} ${new Date(atMs).toISOString()} ${type} ${JSON.stringify(rest)}`,
      );
    }
    return { outcome: "done", exitCode: exit.done, directory };
  } finally {
    session.close();
  }
}
