/** `madeus fsck`: looks at everything that is remembered, and says what is damaged and what to do about it. */
import { openStateFile } from "../store/sqlite-file.ts";
import { fsckFile } from "../store/sqlite-fsck.ts";
import { inArchive } from "./archive.ts";
import { exit } from "./exit.ts";
import type { Flags } from "./flags.ts";
import { target } from "./target.ts";
import { tellFinding } from "./told.ts";
import type { Verb } from "./verb.ts";

interface FsckFlags extends Flags {
  readonly acceptLoss?: boolean;
}

export const fsckVerb: Verb<FsckFlags, "fsck"> = {
  name: "fsck",
  summary: "look at every object of the store, and say what is damaged",
  args: { "[file]": "the file that exports the assembly (default: assembly.ts)" },
  flags: (command) =>
    command.option(
      "--accept-loss",
      "go on with what is left, where the log beside the state is missing or damaged",
    ),
  examples: {
    "madeus fsck": "ends with 0 where all is as it should be, else with 5",
    "madeus fsck --state .madeus/site": "of a state whose file is gone",
  },
  notes: [
    "Every record of the journal is read, too. What was committed last is in the log beside the state, state.sqlite-wal:",
    "a state is both files. With --accept-loss what was only in the log, or behind its damage, is given up for good.",
  ],
  perform: async ({ args, flags, to }) => {
    if (flags.acceptLoss === true) {
      const { directory } = await target(args, flags);
      openStateFile(directory, { mode: "write", acceptsLoss: true }).close();
    }
    return inArchive(args, flags, ({ file }) => {
      const { findings, objects, unneeded } = fsckFile(file);
      for (const finding of findings) tellFinding(to, finding);
      const isClean = findings.every(({ severity }) => severity !== "error");
      const spare = unneeded === 0 ? "" : `, ${unneeded} that no branch needs`;
      to.result(`${objects} objects${spare}: ${isClean ? "clean" : "damaged"}`);
      return {
        outcome: isClean ? "done" : "violated",
        exitCode: isClean ? exit.done : exit.violated,
        objects,
        unneeded,
        findings: findings.length,
      };
    });
  },
};
