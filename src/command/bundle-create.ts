/** `madeus bundle create`: branches with their history in one file, to be carried where no network goes. */
import { resolve } from "node:path";
import { bundleOf } from "../store/pack/bundle.ts";
import { zlib } from "../store/pack/zlib.ts";
import { inArchive } from "./archive.ts";
import { commitNamed } from "./commit-name.ts";
import { exit } from "./exit.ts";
import { type Flags, several } from "./flags.ts";
import { headOf } from "../store/branch.ts";
import { type Output, paint } from "./output.ts";
import { usage } from "./slip.ts";
import type { BundleCreateEnding } from "./sync-ending.ts";
import type { Verb } from "./verb.ts";
import { writeWhole } from "./whole-file.ts";

interface BundleFlags extends Flags {
  readonly since: readonly string[];
}

export const bundleCreateVerb: Verb<BundleFlags, "bundle create"> = {
  name: "bundle create",
  summary: "write branches with their history into one file",
  args: {
    "[file|bundle|branch...]":
      "the file, then the bundle to be written, then branches (default: HEAD)",
  },
  flags: (command) =>
    command.option(
      "--since <commit>",
      "the receiver has this one, and all before it; may be repeated",
      several,
      [],
    ),
  examples: {
    "madeus bundle create site.bundle": "the branch that is checked out",
    "madeus bundle create site.ts site.bundle main try-mariadb": "two branches",
    "madeus bundle create week.bundle --since main@{7d}": "what is new since then",
  },
  notes: [
    "It is a bundle of git, version 2: git bundle verify, git clone and git fetch read it, too.",
  ],
  perform: ({ args, flags, to }) => create(args, flags, to),
};

const create = (
  args: readonly string[],
  flags: BundleFlags,
  to: Output,
): Promise<BundleCreateEnding> =>
  inArchive(args, flags, (archive, [path, ...names]) => {
    if (path === undefined)
      throw usage("It is not said which bundle is to be written.", "Name a file.");
    const { store, branch } = archive;
    const branches = (names.length === 0 ? [branch] : names).map((name) => ({
      name,
      id: headOf(store.branches, name),
    }));
    const haves = flags.since.map((name) => commitNamed(archive, name));
    const bytes = bundleOf(store.objects, branches, zlib, haves);
    writeWhole(path, [bytes]);
    const file = resolve(path);
    to.result(
      `${paint.bold(file)} holds ${branches.map(({ name }) => name).join(", ")}, ${bytes.length} bytes`,
    );
    return { outcome: "done", exitCode: exit.done, file, branches, bytes: bytes.length };
  });
