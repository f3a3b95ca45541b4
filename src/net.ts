/** What `import … from "madeus/net"` gives: proofs and what may be asked of them, nets in other formats. */
export {
  analyse,
  type Analysis,
  type Answer,
  type BoundariesAnswer,
  type DeployabilityAnswer,
  type ParallelismAnswer,
} from "./net/analysis.ts";
export { type Changed, difference, type Difference, type ProofSummary } from "./net/difference.ts";
export type { TypeChange } from "./net/difference-type.ts";
export type { Critical, Expectation } from "./net/expectation.ts";
export type { ExportFormat, ExportedFile } from "./net/export.ts";
export type { RangeOf } from "./net/extent.ts";
export type { Interruption } from "./net/interruption.ts";
export { holds, type Invariant, type InvariantAnswer, readInvariant } from "./net/invariant.ts";
export { exportNet, type NetExportOptions } from "./net/net-export.ts";
export type { ProveOptions, Verdict } from "./net/case.ts";
export { type Proof, prove } from "./net/proof.ts";
export { interruptions, losses, races } from "./net/question.ts";
export type { Loss } from "./net/survival.ts";
export type { Range } from "./net/time.ts";
export { wayBack, type WayBack } from "./net/way-back.ts";
