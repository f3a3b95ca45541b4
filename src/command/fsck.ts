/** `madeus fsck`: looks at everything that is remembered, and says what is damaged and what to do about it. */
import { fsckFile } from "../store/sqlite-fsck.ts";
import { inArchive } from "./archive.ts";
import { exit } from "./exit.ts";
import type { Flags } from "./flags.ts";
import { tellFinding } from "./told.ts";
import type { Verb } from "./verb.ts";

export const fsckVerb: Verb<Flags, "fsck"> = {
  name: "fsck",
  summary: "look at every object of the store, and say what is damaged",
  args: { "[file]": "the file that exports the assembly (default: assembly.ts)" },
  examples: {
    "madeus fsck": "ends with 0 where all is as it should be, else with 5",
    "madeus fsck --state .madeus/site": "of a state whose file is gone",
  },
  notes: ["The journal, from which runs go on, is looked at whenever it is read."],
  perform: async ({ args, flags, to }) =>
    inArchive(args, flags, ({ file }) => {
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
    }),
};
