/** `madeus why-changed`: which commit made a part of the deployment what it is, who made it, and by which instructions of which run. */
import { realClock } from "../engine/clock-real.ts";
import { State, fold } from "../engine/fold.ts";
import { partOfRun } from "../engine/part.ts";
import { MadeusError } from "../model/code.ts";
import { portName } from "../model/program.ts";
import { type Cause, causeOf } from "../store/commit.ts";
import { type Change, difference } from "../store/difference.ts";
import { type HistoryEntry, keptCommit, lastModified } from "../store/history.ts";
import { toEntry } from "../store/instruction.ts";
import type { InstructionEntry, JournalRecord } from "../store/journal.ts";
import type { StoredCommit } from "../store/object-commit.ts";
import type { Objects } from "../store/objects.ts";
import { nameIn } from "../store/path-name.ts";
import { lineOf } from "../store/run.ts";
import { sqliteJournal } from "../store/sqlite.ts";
import { type Path, Tree } from "../store/tree.ts";
import { type OpenArchive, inArchive } from "./archive.ts";
import { commitNamed } from "./commit-name.ts";
import { commitLine, commitText, headsIn } from "./commit-told.ts";
import type { WhyChangedEnding } from "./archive-ending.ts";
import { exit } from "./exit.ts";
import type { Flags } from "./flags.ts";
import { type Output, paint } from "./output.ts";
import { tellLeaf } from "./show-commit.ts";
import { atMost } from "./slip.ts";
import { pathOf, unknownPath } from "./tree-path.ts";
import type { Verb } from "./verb.ts";

export const whyChangedVerb: Verb<Flags, "why-changed"> = {
  name: "why-changed",
  summary: "say which commit made a part of the deployment what it is",
  args: { "[file|path...]": "the file, then the path" },
  examples: {
    "madeus why-changed assembly/connections/web.database": "who wired it as it is now",
    "madeus why-changed site.ts configuration/db": "what moved db last",
  },
  notes: [
    "Paths are those that `madeus show --verbose` prints; a directory stands for all that is in it.",
  ],
  perform: ({ args, flags, to }) =>
    inArchive(args, flags, (archive, names) => explain(archive, atMost(1, names)[0], to)),
};

function explain(archive: OpenArchive, written: string | undefined, to: Output): WhyChangedEnding {
  if (written === undefined)
    throw new MadeusError("MADEUS_USAGE", "Say of which path.", {
      hint: "E.g. madeus why-changed configuration/db",
    });
  const { objects } = archive.store;
  const path = pathOf(written);
  const [found] = lastModified(objects, commitNamed(archive, "HEAD"), path);
  if (found === undefined) throw unknownPath(archive, written);
  const heads = headsIn(archive.store);
  to.object(commitLine(found, heads));
  to.result(commitText(found, heads));
  for (const change of changesAt(objects, found, path)) tellLeaf(to, change, { verbose: true });
  const instructions = instructionsOf(archive, found, path);
  if (instructions.length > 0) to.result(paint.bold("by these instructions:"));
  for (const one of instructions.slice(0, toldMax)) to.result(`  ${entryText(one)}`);
  const more = instructions.length - toldMax;
  if (more > 0) to.result(`  … and ${more} more (--json has them all)`);
  return { outcome: "done", exitCode: exit.done, commit: found.id, instructions };
}
const toldMax = 20;

/** What the commit changed at the path, and below it. */
function changesAt(objects: Objects, { commit }: HistoryEntry, path: Path): readonly Change[] {
  const [parent = ""] = commit.parents;
  const former = keptCommit(objects, parent);
  const was = former === undefined ? Tree.empty : Tree.at(objects, former.tree);
  const is = Tree.at(objects, commit.tree);
  const [before, after] = [was.find(path), is.find(path)];
  if (before !== undefined || after !== undefined) return [{ path, before, after }];
  const below = difference(was.at(path) ?? Tree.empty, is.at(path) ?? Tree.empty);
  return [...below].map((change) => ({ ...change, path: [...path, ...change.path] }));
}

/** Those that the run applied since the commit before, and that name what the path is about. Cost: a replay of the journal. */
function instructionsOf(
  { store, file }: OpenArchive,
  { commit }: HistoryEntry,
  path: Path,
): readonly InstructionEntry[] {
  const cause = causeOf(commit);
  if (cause === undefined || cause.state !== file.id) return [];
  const records = [...sqliteJournal(file, realClock).records()];
  const line = lineOf(records, cause.run);
  const from = causeBefore(
    store.objects,
    commit,
    ({ state, run }) => state === file.id && line.has(run),
  );
  const isSince = ({ seq, run }: JournalRecord): boolean =>
    line.has(run) && (from === undefined ? run === cause.run : seq > (from.record ?? 0));
  const state = new State();
  const applied: InstructionEntry[] = [];
  for (const record of records) {
    if (record.seq > (cause.record ?? 0)) break;
    const steps = fold(state, record);
    if (!isSince(record)) continue;
    const { configuration: c } = partOfRun(state, record.run)?.state ?? state;
    for (const { rule, element } of steps.list()) {
      const one = rule === "instruct" ? c.program[element] : undefined;
      if (one !== undefined) applied.push(toEntry(one));
    }
  }
  const instance = instanceOf(path);
  return instance === undefined ? applied : applied.filter((one) => isAbout(one, instance));
}

/** The commit before it of the same programs: between them others may have made theirs. */
function causeBefore(
  objects: Objects,
  commit: StoredCommit,
  isOwn: (cause: Cause) => boolean,
): Cause | undefined {
  for (let former: StoredCommit | undefined = commit; former !== undefined; ) {
    former = keptCommit(objects, former.parents[0] ?? "");
    const cause = former && causeOf(former);
    if (cause === undefined || isOwn(cause)) return cause;
  }
  return undefined;
}

/** The instance that a path is about; undefined: none, or all. */
function instanceOf([area, first, second]: Path): string | undefined {
  if (area === "configuration") return first === undefined ? undefined : nameIn(first);
  if (area !== "assembly" || second === undefined) return undefined;
  return first === "connections" ? portName(nameIn(second)).instance : nameIn(second);
}

function isAbout(one: InstructionEntry, name: string): boolean {
  switch (one.op) {
    case "connect":
    case "disconnect":
      return [one.use, one.provide].some((port) => portName(port).instance === name);
    case "wait":
      return one.instances.includes(name);
    default:
      return one.instance === name;
  }
}

function entryText(one: InstructionEntry): string {
  switch (one.op) {
    case "add":
      return `add(${one.instance}, ${one.component})`;
    case "connect":
    case "disconnect":
      return `${one.op}(${one.use}, ${one.provide})`;
    case "changeBehavior":
      return `changeBehavior(${one.instance}, ${one.behavior})`;
    case "wait":
      return `wait(${one.instances.join(", ")})`;
    case "del":
      return `del(${one.instance})`;
  }
}
