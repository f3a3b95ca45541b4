/** Bundles: git takes ours and we take its own; what is cut, forged or of another kind is refused before anything is taken. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMadeusError } from "../../../src/model/code.ts";
import { fsck } from "../../../src/store/fsck.ts";
import type { ObjectId } from "../../../src/store/object-id.ts";
import { keepArrival } from "../../../src/store/pack/arrival.ts";
import {
  type SentBranch,
  bundleOf,
  readBundle,
  unpackBundle,
} from "../../../src/store/pack/bundle.ts";
import { land } from "../../../src/store/pack/landing.ts";
import { zlib } from "../../../src/store/pack/zlib.ts";
import { type Store, memoryStore } from "../../../src/store/store.ts";
import { emptyDirectory, repository } from "../repository.ts";
import { text } from "./forgery.ts";
import { commitOn, last, line, reason } from "./growth.ts";

const main = (id: ObjectId): readonly SentBranch[] => [{ name: "main", id }];

/** Takes a bundle in, as a user does. */
function apply(store: Store, bytes: Uint8Array): void {
  const bundle = readBundle(bytes);
  const unpacked = unpackBundle(bundle, { objects: store.objects, compression: zlib });
  keepArrival(store, { unpacked, heads: bundle.branches.map(({ id }) => id) });
  for (const branch of bundle.branches) land(store, "bundle", branch, reason);
}

/** A file of the test. */
function fileOf(bytes: Uint8Array): string {
  const path = join(emptyDirectory(), "site.bundle");
  writeFileSync(path, bytes);
  return path;
}

describe("a bundle of ours", () => {
  test("is verified, listed, cloned and fetched by git", () => {
    const { objects } = memoryStore();
    const commits = line(objects, 40);
    const other = commitOn(objects, commits.slice(0, 1), { other: 1 });
    const branches = [...main(last(commits)), { name: "try/größer", id: other }];
    const path = fileOf(bundleOf(objects, branches, zlib));
    const { git } = repository();
    expect(git("bundle", "verify", "--quiet", path)).toBe("");
    expect(git("bundle", "list-heads", path)).toBe(
      `${last(commits)} refs/heads/main\n${other} refs/heads/try/größer\n`,
    );
    git("fetch", "--quiet", path, "refs/heads/*:refs/heads/*");
    expect(git("fsck", "--strict")).toBe("");
    expect(git("rev-list", "--count", "main").trim()).toBe("40");
  });

  test("of what is new since a commit asks for that commit", () => {
    const { objects } = memoryStore();
    const commits = line(objects, 20);
    const [since = "", head] = [commits[14], last(commits)];
    const path = fileOf(bundleOf(objects, main(head), zlib, [since]));
    const { git } = repository();
    expect(() => git("bundle", "verify", path)).toThrow(since);
    git("fetch", "--quiet", fileOf(bundleOf(objects, main(since), zlib)), "main:main");
    git("fetch", "--quiet", path, "main:main");
    expect(git("rev-parse", "main").trim()).toBe(head);
    const late = memoryStore();
    expect(() => apply(late, bundleOf(objects, main(head), zlib, [since]))).toThrow(
      `The bundle builds on the commit ${since}, which is not here.`,
    );
    apply(late, bundleOf(objects, main(since), zlib));
    apply(late, bundleOf(objects, main(head), zlib, [since]));
    expect([late.branches.find("main"), late.branches.find("bundle/main")]).toEqual([head, head]);
    expect(fsck(late).findings).toEqual([]);
  });

  test("would hold nothing: it is not made", () => {
    const { objects } = memoryStore();
    const head = last(line(objects, 3));
    const making = () => bundleOf(objects, main(head), zlib, [head]);
    expect(making).toThrow(expect.objectContaining({ code: "MADEUS_BUNDLE_EMPTY" }));
  });

  test("of a history that is not all there is not made, but from where it begins", () => {
    const { objects } = memoryStore();
    const commits = line(objects, 6);
    objects.drop(commits.slice(0, 2));
    const head = last(commits);
    expect(() => bundleOf(objects, main(head), zlib)).toThrow("The history ends in this store");
    const bundle = readBundle(bundleOf(objects, main(head), zlib, [commits[3] ?? ""]));
    expect(bundle.needs).toEqual([commits[3]]);
  });
});

describe("a bundle of git's", () => {
  /** A repository with a branch of ours. */
  function mirrored(count: number) {
    const { objects } = memoryStore();
    const commits = line(objects, count, 60);
    const { directory, git } = repository();
    git("fetch", "--quiet", fileOf(bundleOf(objects, main(last(commits)), zlib)), "main:main");
    const bundle = (...revisions: readonly string[]) => {
      git("bundle", "create", "--quiet", "--version=2", "out.bundle", ...revisions);
      return join(directory, "out.bundle");
    };
    return { commits, git, bundle };
  }

  test("is taken in, whole and then what is new, tags and HEAD left aside", async () => {
    const { readFileSync } = await import("node:fs");
    const { commits, git, bundle } = mirrored(30);
    git("tag", "v1", commits[25] ?? "");
    git("branch", "old", commits[20] ?? "");
    const store = memoryStore();
    apply(store, readFileSync(bundle("HEAD", "old", "v1")));
    expect(store.branches.list().map(({ name }) => name)).toEqual(["bundle/old", "old"]);
    apply(store, readFileSync(bundle("main", "^old")));
    expect(store.branches.find("main")).toBe(last(commits));
    expect(fsck(store).findings).toEqual([]);
  });
});

test.each([
  ["", "it does not begin as one"],
  ["PACK", "it does not begin as one"],
  ["# v3 git bundle\n@object-format=sha256\n\nPACK", "its version is 3, and 2 is read"],
  ["# v2 git bundle\n", "its head has no end"],
  [`# v2 git bundle\n${"0".repeat(40)} refs/heads/main`, "its head has no end"],
  ["# v2 git bundle\n-main\n\n", "what is no id of a commit"],
  ["# v2 git bundle\nmain refs/heads/main\n\n", "what is no id of a commit"],
  [`# v2 git bundle\n${"A".repeat(40)} refs/heads/main\n\n`, "what is no id of a commit"],
  [
    `# v2 git bundle\n${`${"0".repeat(40)} refs/heads/x\n`.repeat(30_000)}\n`,
    "its head has no end",
  ],
])("a file that begins with %j is no bundle", (begin, why) => {
  expect(() => readBundle(text(begin))).toThrow(why);
});

test.each(["../../config", "a..b", "-x", "x.lock", "a b", "@{u}", "", "HEAD"])(
  "a branch of the name %j is not taken from a bundle",
  (name) => {
    const { objects } = memoryStore();
    const head = last(line(objects, 2));
    const bytes = bundleOf(objects, [{ name, id: head }], zlib);
    const store = memoryStore();
    expect(() => apply(store, bytes)).toThrow(
      expect.objectContaining({ code: "MADEUS_BAD_BRANCH" }),
    );
    expect(store.branches.list()).toEqual([]);
  },
);

test("a branch that names what is not in the bundle is refused", () => {
  const { objects } = memoryStore();
  const commits = line(objects, 3);
  const bytes = bundleOf(objects, main(last(commits)), zlib);
  const other = "ab".repeat(20);
  const forged = Buffer.from(
    Buffer.from(bytes).toString("latin1").replace(last(commits), other),
    "latin1",
  );
  expect(() => apply(memoryStore(), forged)).toThrow(`commit ${other} is missing`);
});

test("wherever a bundle is cut or changed, it is refused, and the store is as it was", () => {
  const { objects } = memoryStore();
  const bytes = bundleOf(objects, main(last(line(objects, 4, 3))), zlib);
  const store = memoryStore();
  const isTaken = (given: Uint8Array): boolean => {
    try {
      apply(store, given);
      return store.branches.find("main") !== undefined;
    } catch (error) {
      if (!isMadeusError(error)) throw error;
      return false;
    }
  };
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), (at) => {
      expect(isTaken(bytes.subarray(0, at))).toBe(false);
      const packAt = bytes.indexOf(0x50, 80);
      if (at > packAt)
        expect(isTaken(bytes.map((byte, k) => (k === at ? byte ^ 1 : byte)))).toBe(false);
    }),
  );
  expect([...store.objects.ids()]).toEqual([]);
});
