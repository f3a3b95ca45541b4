/** What `import … from "madeus/net"` gives: proofs and what may be asked of them, nets in other formats. */
export {
  analyse,
  type Analysis,
  type Answer,
  type BoundariesAnswer,
  type DeployabilityAnswer,
  type ParallelismAnswer,
} from "./net/question/analysis.ts";
export {
  type Changed,
  difference,
  type Difference,
  type ProofSummary,
} from "./net/question/difference.ts";
export type { TypeChange } from "./net/question/difference-type.ts";
export type { Critical, Expectation } from "./net/proof/expectation.ts";
export type { ExportFormat, ExportedFile } from "./net/format/export.ts";
export type { RangeOf } from "./net/proof/extent.ts";
export type { Interruption } from "./net/question/interruption.ts";
export {
  holds,
  type Invariant,
  type InvariantAnswer,
  readInvariant,
} from "./net/question/invariant.ts";
export { exportNet, type NetExportOptions } from "./net/question/net-export.ts";
export type { ProveOptions, Verdict } from "./net/proof/case.ts";
export { type Proof, prove } from "./net/proof/proof.ts";
export { interruptions, losses, races } from "./net/question/question.ts";
export type { Loss } from "./net/question/survival.ts";
export type { Range } from "./net/time/time.ts";
export { wayBack, type WayBack } from "./net/question/way-back.ts";
