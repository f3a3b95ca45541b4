/**
 * What differs between two versions of an assembly or a program, in the words of the deployment, and what that does to its proof: the
 * verdict, how long it takes, how much runs at once, the longest way.
 */
import { type Assembly, isAssembly } from "../../model/assembly.ts";
import { type Program, assemblyOf, deployment, portText } from "../../model/program.ts";
import { instructionText } from "../../semantics/lack-program.ts";
import { type TypeChange, typeChanges } from "./difference-type.ts";
import { type ProveOptions, type Verdict } from "../proof/case.ts";
import { prove } from "../proof/proof.ts";
import type { Range } from "../time/time.ts";

/** What one version has and the other has not. */
export interface Changed<One = string> {
  readonly added: readonly One[];
  readonly removed: readonly One[];
}
export interface Difference {
  readonly instances: Changed;
  /** `web.database=db.sql` */
  readonly connections: Changed;
  /** Instances on another host; this machine is "". */
  readonly moved: readonly {
    readonly instance: string;
    readonly from: string;
    readonly to: string;
  }[];
  /** What differs in the components of instances that are in both. */
  readonly types: readonly TypeChange[];
  /** Of programs: instructions in words. */
  readonly instructions: Changed;
  readonly before: ProofSummary;
  readonly after: ProofSummary;
}
/** What is known of a version. The last three are missing where no one run stands for all. */
export interface ProofSummary {
  readonly verdict: Verdict;
  readonly bounds?: Range;
  readonly parallelism?: number;
  /** `instance.transition` */
  readonly criticalPath?: readonly string[];
}

/** Cost: two proofs. Nothing is thrown for what is not well-formed: it is `violated`. */
export function difference(
  before: Assembly | Program,
  after: Assembly | Program,
  options: ProveOptions = {},
): Difference {
  const [was, is] = [assemblyOf(before), assemblyOf(after)];
  const both = Object.keys(is.components).filter((name) => Object.hasOwn(was.components, name));
  return {
    instances: changed(Object.keys(was.components), Object.keys(is.components)),
    connections: changed(connectionsOf(was), connectionsOf(is)),
    moved: both.flatMap((instance) => {
      const [from = "", to = ""] = [was.on[instance], is.on[instance]];
      return from === to ? [] : [{ instance, from, to }];
    }),
    types: typeChanges(was, is, both),
    instructions: changed(instructionsOf(before), instructionsOf(after)),
    before: summary(before, options),
    after: summary(after, options),
  };
}

const connectionsOf = (assembly: Assembly): readonly string[] =>
  deployment(assembly).flatMap((one) =>
    one.op === "connect" ? [`${portText(one.use)}=${portText(one.provide)}`] : [],
  );

const instructionsOf = (declared: Assembly | Program): readonly string[] =>
  isAssembly(declared) ? [] : declared.instructions.map(instructionText);

/** Each as often as it stands more often in one of them. */
function changed(before: readonly string[], after: readonly string[]): Changed {
  const rest = (list: readonly string[], other: readonly string[]): readonly string[] => {
    const counts = new Map<string, number>();
    for (const one of other) counts.set(one, (counts.get(one) ?? 0) + 1);
    return list.filter((one) => {
      const left = counts.get(one) ?? 0;
      counts.set(one, left - 1);
      return left <= 0;
    });
  };
  return { added: rest(after, before), removed: rest(before, after) };
}

function summary(declared: Assembly | Program, options: ProveOptions): ProofSummary {
  const { verdict, expectation } = prove(declared, options);
  if (expectation === undefined) return { verdict };
  const { bounds, parallelism, criticalPath } = expectation;
  return {
    verdict,
    bounds,
    parallelism: parallelism.atLeast,
    criticalPath: criticalPath.map(({ instance, transition }) => `${instance}.${transition}`),
  };
}
