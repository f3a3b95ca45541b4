/**
 * One of several who work on one branch at once, in a process of its own: again and again it takes in what the others have done, adds
 * a leaf, and pushes, until its push is taken.
 *
 *     node crowd-program.ts REPOSITORY MIRROR NAME ROUNDS
 */
import { isMadeusError } from "../../../src/model/code.ts";
import { makeCommit } from "../../../src/store/commit.ts";
import { mergeCommits } from "../../../src/store/merge/commit.ts";
import { type Exchange, pullBranches, pushBranch } from "../../../src/store/mirror/exchange.ts";
import { Mirror } from "../../../src/store/mirror/mirror.ts";
import { memoryStore } from "../../../src/store/store.ts";
import { ann, commitOn, reason } from "../pack/growth.ts";

const [, , address = "", directory = "", name = "", rounds = "1"] = process.argv;
const mirror = await Mirror.open(directory);
const exchange: Exchange = {
  store: memoryStore(),
  mirror,
  remote: { name: "origin", address },
  reason,
};
let refused = 0;
for (let round = 1; round <= Number(rounds); round += 1) {
  await pullBranches(exchange);
  takeIn();
  const { objects, branches } = exchange.store;
  const head = branches.find("main");
  const parents = head === undefined ? [] : [head];
  branches.move("main", head, commitOn(objects, parents, { [`${name}-${round}`]: round }), reason);
  while (!(await isPushed())) {
    refused += 1;
    await pullBranches(exchange);
    takeIn();
  }
}
process.stdout.write(`${refused}\n`);

async function isPushed(): Promise<boolean> {
  try {
    await pushBranch(exchange, "main");
    return true;
  } catch (error) {
    if (isMadeusError(error) && error.code === "MADEUS_PUSH_REFUSED") return false;
    throw error;
  }
}

/** Merges what was seen of the others. */
function takeIn(): void {
  const { objects, branches } = exchange.store;
  const [here, there] = [branches.find("main"), branches.find("origin/main")];
  if (here === undefined || there === undefined) return;
  const result = mergeCommits(objects, here, there);
  if (!result.ok) throw new Error(JSON.stringify(result.conflicts));
  const { value } = result;
  const id =
    value.kind === "merge"
      ? makeCommit(objects, {
          tree: value.tree.write(objects),
          parents: value.parents,
          by: ann,
          atMs: 0,
          message: "merge",
        })
      : value.commit;
  branches.move("main", here, id, reason);
}
