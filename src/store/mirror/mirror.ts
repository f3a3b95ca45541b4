/**
 * The mirror of a store: a bare repository of git beside it, in which every tool of git's works.
 *
 * Objects are copied, not translated: their ids are the same on both sides. Branches of the store are `refs/heads`, what was seen
 * elsewhere is `refs/remotes`. The mirror holds nothing that the store does not, so that it can be removed and made anew.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { missingObject } from "../object-fault.ts";
import { type ObjectId, isObjectId } from "../object-id.ts";
import { type Arrival } from "../pack/arrival.ts";
import type { SentBranch } from "../pack/bundle.ts";
import { type Closure, closure } from "../pack/closure.ts";
import { packOf } from "../pack/pack.ts";
import { unpack } from "../pack/unpacked.ts";
import { zlib } from "../pack/zlib.ts";
import type { Store } from "../store.ts";
import { type GitCall, git, gitDone, gitFailed } from "./git.ts";

export class Mirror {
  /** Absolute. */
  readonly directory: string;
  readonly #signal: AbortSignal | undefined;

  private constructor(directory: string, signal: AbortSignal | undefined) {
    this.directory = directory;
    this.#signal = signal;
  }

  /** Makes it where there is none. Two processes may do so at once. */
  static async open(directory: string, signal?: AbortSignal): Promise<Mirror> {
    const mirror = new Mirror(directory, signal);
    // Whatever was cut off while it was made is made good.
    if (!existsSync(join(directory, "HEAD"))) await makeRepository(directory, signal);
    return mirror;
  }

  /** Does its history end somewhere although it goes on elsewhere? */
  get isPartial(): boolean {
    return this.#border().length > 0;
  }

  /** A call of git on it. */
  call(more: Omit<GitCall, "directory"> = {}): GitCall {
    return { directory: this.directory, signal: this.#signal, ...more };
  }

  /** Where its branches stand, by their full names. */
  async refs(): Promise<ReadonlyMap<string, ObjectId>> {
    const told = await gitDone(["for-each-ref", "--format=%(objectname) %(refname)"], this.call());
    const lines = told.toString("utf8").split("\n").filter(Boolean);
    return new Map(
      lines.map((line) => [line.slice(line.indexOf(" ") + 1), line.split(" ", 1)[0] ?? ""]),
    );
  }

  /**
   * Copies branches of the store to it, with all that leads to them.
   *
   * @throws MadeusError  `MADEUS_OBJECT_MISSING` where the store has lost something of it; `MADEUS_GIT_FAILED`
   */
  async take({ objects, boundary }: Store, branches: readonly SentBranch[]): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const refs = await this.refs();
      const haves = [...new Set(refs.values())].filter((id) => objects.has(id));
      const found = closure(
        objects,
        branches.map(({ id }) => id),
        haves,
      );
      for (const id of found.border) if (!boundary.has(id)) throw lostParent(objects, id);
      if (found.border.length > 0) this.#cutAt(found.border);
      if (found.parts.length > 0) await this.#put({ objects }, found);
      const moved = await this.#move(refs, branches);
      if (moved === undefined) return;
      // Another process copies the same branches.
      if (tries >= triesMax) throw gitFailed("git moved no branch", moved);
    }
  }

  /** Notes where a branch stands elsewhere. */
  async note(ref: string, id: ObjectId): Promise<void> {
    await gitDone(["update-ref", ref, id], this.call());
  }

  /**
   * What leads to a commit of it that the store does not have yet.
   *
   * @param isWhole  also what lies before the end of a history that was cut: then all that leads there is read anew
   * @throws MadeusError  `MADEUS_PACK_REFUSED`, `MADEUS_OBJECT_DAMAGED`, `MADEUS_GIT_FAILED`
   */
  async arrival(store: Store, heads: readonly ObjectId[], isWhole = false): Promise<Arrival> {
    const { objects, boundary } = store;
    const had = isWhole ? [] : await this.#shared(store);
    // Of what the store has it has all that led there, but for what lies before its ends.
    const ends = isWhole ? [] : [...boundary].map((id) => `--shallow ${id}`);
    const wanted = [...ends, ...heads, ...had.map((id) => `^${id}`)].map((line) => `${line}\n`);
    const flags = ["--revs", "--stdout", "-q", "--delta-base-offset"];
    const pack = await gitDone(["pack-objects", ...flags], this.call({ input: wanted }));
    const unpacked = unpack(pack, { objects, compression: zlib });
    return { unpacked, heads, border: this.#border() };
  }

  /** The heads of a store's branches that it has, too. */
  async #shared({ branches }: Store): Promise<readonly ObjectId[]> {
    const ids = new Set(branches.list().map(({ head }) => head));
    const input = [...ids].map((id) => `${id}\n`);
    const told = await gitDone(["cat-file", "--batch-check"], this.call({ input }));
    return told
      .toString("utf8")
      .split("\n")
      .filter((line) => line.includes(" commit "))
      .map((line) => line.split(" ", 1)[0] ?? "");
  }

  /** Packs are few and loose objects many: which are made depends on how much there is, as git itself has it. */
  async #put({ objects }: Pick<Store, "objects">, { parts }: Closure): Promise<void> {
    const input = packOf(objects, parts, zlib);
    const way =
      parts.length < looseMax
        ? ["unpack-objects", "-q", "--strict"]
        : ["index-pack", "--stdin", "--strict"];
    await gitDone(way, this.call({ input }));
    // Many packs are made one, now and then.
    const often = ["-c", `gc.auto=${looseMax * 20}`, "-c", "gc.autoDetach=false"];
    await git([...often, "gc", "--auto", "--quiet"], this.call());
  }

  /** All of them, or none; then what git said. */
  async #move(
    refs: ReadonlyMap<string, ObjectId>,
    branches: readonly SentBranch[],
  ): Promise<{ readonly stderr: string } | undefined> {
    const orders = branches.flatMap(({ name, id }) => {
      const ref = `refs/heads/${name}`;
      const old = refs.get(ref);
      return old === id ? [] : [`update ${ref}\0${id}\0${old ?? none}\0`];
    });
    if (orders.length === 0) return undefined;
    const end = await git(["update-ref", "-z", "--stdin"], this.call({ input: orders }));
    return end.code === 0 ? undefined : end;
  }

  /** Commits beyond which it has nothing, as git notes them. */
  #border(): readonly ObjectId[] {
    const path = join(this.directory, "shallow");
    return existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(isObjectId) : [];
  }

  #cutAt(border: readonly ObjectId[]): void {
    const path = join(this.directory, "shallow");
    try {
      // As git does: whoever has made the lock writes. What is there is read when nobody else changes it.
      writeFileSync(`${path}.lock`, "", { flag: "wx" });
      const lines = [...new Set([...this.#border(), ...border])].toSorted().map((id) => `${id}\n`);
      writeFileSync(`${path}.lock`, lines.join(""));
    } catch (error) {
      throw gitFailed(`${path} cannot be written`, { stderr: (error as Error).message });
    }
    renameSync(`${path}.lock`, path);
  }
}

/** Without settings or programs of the user's among it. */
export async function makeRepository(directory: string, signal?: AbortSignal): Promise<void> {
  const flags = ["--quiet", "--bare", "--initial-branch=main", "--template="];
  await gitDone(["init", ...flags], { directory, signal });
}

const triesMax = 10;
/** As many as git itself unpacks. */
const looseMax = 100;
/** What git writes for a branch that is not there. */
const none = "0".repeat(40);

function lostParent(objects: Store["objects"], id: ObjectId): Error {
  const commit = objects.get(id);
  const parents = commit?.kind === "commit" ? commit.parents : [];
  return missingObject("commit", parents.find((parent) => !objects.has(parent)) ?? id);
}
