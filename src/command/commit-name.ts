/**
 * How a commit is named on a command line: by a branch, by the first digits of its id, by how far it lies before another (`HEAD~3`), or
 * by where a branch stood at a time (`main@{2 hours ago}`).
 */
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import { reflog } from "../store/branch.ts";
import { type ObjectId, isObjectId } from "../store/object-id.ts";
import { commitAt } from "../store/objects.ts";
import type { Store } from "../store/store.ts";
import { ageMs } from "./age.ts";

/** What names are looked up in. */
export interface Archive {
  readonly store: Store;
  /** The branch that is checked out: what `HEAD` stands for. */
  readonly branch: string;
  readonly nowMs: number;
}

/**
 * The commit of a name. Cost: for the digits of an id one look at each object of the store.
 *
 * @throws MadeusError  `MADEUS_UNKNOWN_COMMIT` where there is none, or several
 */
export function commitNamed(archive: Archive, name: string): ObjectId {
  const [, from = "", steps = ""] = /^(.*?)((?:~\d*|\^)*)$/.exec(name) ?? [];
  let id = beginningOf(archive, from, name);
  for (const [, count] of steps.matchAll(/[~^](\d*)/g))
    for (let left = count === "" ? 1 : Number(count); left > 0; left -= 1) {
      const [parent] = commitAt(archive.store.objects, id).parents;
      if (parent === undefined || !archive.store.objects.has(parent))
        throw unknown(`Before ${shortId(id)} there is no commit, so there is no ${quote(name)}.`);
      id = parent;
    }
  return id;
}

/** As many digits as people need. */
export const shortId = (id: ObjectId): string => id.slice(0, shortLength);
const shortLength = 10;
const prefixMin = 4;

/** @param name  all of what was written */
function beginningOf(archive: Archive, from: string, name: string): ObjectId {
  const { store, branch } = archive;
  const [, named = "", time] = /^(.*?)(?:@\{(.+)\})?$/.exec(from) ?? [];
  const start = named === "" || named === "HEAD" || named === "@" ? branch : named;
  if (time !== undefined) return stoodAt(archive, start, time);
  const head = store.branches.find(start);
  if (head !== undefined) return head;
  if (start === branch)
    throw unknown(`There is no commit yet, so there is no ${quote(name)}.`, "A run makes them.");
  return idBeginning(store, start);
}

function idBeginning({ objects, branches }: Store, start: string): ObjectId {
  const isId = /^[0-9a-f]+$/.test(start) && start.length >= prefixMin;
  const isCommit = (id: ObjectId): boolean => objects.get(id)?.kind === "commit";
  const found = isId ? [...objects.ids()].filter((id) => id.startsWith(start) && isCommit(id)) : [];
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined)
    throw unknown(
      `${quote(start)} is the beginning of ${found.length} commits: ${found.map(shortId).join(", ")}.`,
      "Give more digits.",
    );
  const names = branches.list().map((one) => one.name);
  throw unknown(
    `There is no commit and no branch ${quote(start)}.`,
    didYouMean(start, names) ?? "madeus history shows the commits, madeus branch the branches.",
  );
}

/** Where a branch stood: so many moves ago, or at a time. */
function stoodAt({ store, nowMs }: Archive, branch: string, time: string): ObjectId {
  const moves = reflog(store.branches, branch);
  const agoMs = ageMs(time);
  const move = /^\d+$/.test(time)
    ? moves[Number(time)]
    : moves.find(({ atMs }) => agoMs !== undefined && atMs <= nowMs - agoMs);
  if (move?.to !== undefined && isObjectId(move.to)) return move.to;
  throw unknown(
    `It is not known where ${quote(branch)} stood ${/^\d+$/.test(time) ? `${time} moves ago` : time}.`,
    "Write it like main@{1}, or main@{2 hours ago}.",
  );
}

const unknown = (text: string, hint?: string): MadeusError =>
  new MadeusError("MADEUS_UNKNOWN_COMMIT", text, { hint });
