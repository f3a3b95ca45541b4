/**
 * What `import … from "madeus/store"` gives: the store without the machine it is on. It runs in a browser.
 *
 * Objects, trees, commits, branches and merges in memory; packs and bundles, for whoever has a compression; and a store that is served
 * elsewhere.
 */
export { isAncestor, lowestCommonAncestors } from "./store/ancestor.ts";
export {
  type Branch,
  type Branches,
  fastForward,
  headOf,
  type Move,
  type Reason,
  reflog,
  update,
} from "./store/branch.ts";
export { branchNameProblem } from "./store/branch-name.ts";
export {
  type Cause,
  causeOf,
  type CommitDraft,
  makeCommit,
  type Person,
  subjectOf,
} from "./store/commit.ts";
export { type Deployment, type DeployedInstance, deploymentIn } from "./store/deployment.ts";
export { type Change, difference } from "./store/difference.ts";
export { type Checkup, fsck } from "./store/fsck.ts";
export { history, type HistoryEntry, type HistoryLimits, lastModified } from "./store/history.ts";
export { type Json, leafText } from "./store/leaf.ts";
export { type LinkedLogs, linkedLogsIn } from "./store/linked-log.ts";
export { memoryBranches } from "./store/memory-branches.ts";
export { memoryObjects } from "./store/memory-objects.ts";
export { type BranchMerging, mergeInto, type Taken } from "./store/merge/branch.ts";
export { type MergedCommit, mergeCommits } from "./store/merge/commit.ts";
export {
  counterLeaf,
  type Form,
  leafRule,
  logLeaf,
  registerLeaf,
  setLeaf,
} from "./store/merge/leaf-rule.ts";
export { type Conflict, conflictLine, type Merge, type Merged } from "./store/merge/merge.ts";
export { changeTree, type Strategy, type TreeChange } from "./store/merge/strategy.ts";
export { mergeTrees, type Rules, usualRules } from "./store/merge/tree.ts";
export type { CommitMerging } from "./store/merge/trial.ts";
export { queueRule, ropeRule } from "./store/merge/whole.ts";
export { bytesOfId, idFromBytes, isObjectId, type ObjectId } from "./store/object-id.ts";
export type { Signature, StoredCommit } from "./store/object-commit.ts";
export type { StoredTree, TreeEntry } from "./store/object-tree.ts";
export { decode, encode, idOf, type StoredBlob, type StoredObject } from "./store/object.ts";
export { blobAt, commitAt, type Objects, treeObjectAt } from "./store/objects.ts";
export { type Arrival, keepArrival } from "./store/pack/arrival.ts";
export {
  type Bundle,
  bundleOf,
  readBundle,
  type SentBranch,
  unpackBundle,
} from "./store/pack/bundle.ts";
export { type Closure, closure } from "./store/pack/closure.ts";
export type { Compression } from "./store/pack/compression.ts";
export { land, type Landing } from "./store/pack/landing.ts";
export { joined, packOf } from "./store/pack/pack.ts";
export { type PackLimits, unpack, type Unpacked } from "./store/pack/unpacked.ts";
export { prune } from "./store/prune.ts";
export type { Queue } from "./store/queue-head.ts";
export { type Queues, queuesIn } from "./store/queue.ts";
export type { RopeMerging } from "./store/rope-merge.ts";
export { type Rope, type Ropes, ropesIn } from "./store/rope.ts";
export {
  type RemoteStore,
  remoteStore,
  type RemoteStoreOptions,
} from "./store/serve/remote-store.ts";
export { memoryStore, type Store } from "./store/store.ts";
export { type Entry, type Path, Tree } from "./store/tree.ts";
