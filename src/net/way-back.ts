/**
 * The way back: that an assembly can be taken down again, from wherever its deployment has come to.
 *
 * A deployment that always comes to its end can be taken down from anywhere if it can be taken down from its end. One in which an action
 * failed is withdrawn first: to a component's place that its deployment leaves; so `uninstall` must lead back from each of those.
 */
import type { Assembly } from "../model/assembly.ts";
import type { Finding } from "../model/code.ts";
import { type Lifecycle, lifecycle } from "../semantics/lifecycle.ts";
import { disassembly } from "../semantics/disassembly.ts";
import { verdictOf } from "./explore.ts";
import { opening } from "./opening.ts";
import { TooManyOutcomes, outcomesOf } from "./outcome.ts";
import { type ProveOptions, type Verdict, caseOf, explored, finalsOf } from "./case.ts";

export interface WayBack {
  readonly verdict: Verdict;
  /** Why not, and where a failure would leave something behind. */
  readonly findings: readonly Finding[];
}

/** @throws MadeusError  with all findings, where the declaration is not well-formed */
export function wayBack(assembly: Assembly, options: ProveOptions = {}): WayBack {
  const deployed = caseOf(assembly, options);
  const findings = Object.entries(assembly.components).flatMap(([name, component]) =>
    strandedPlaces(lifecycle(component)).map((place) =>
      stranded(name, lifecycle(component), place),
    ),
  );
  const up = verdictOf(deployed.exploration);
  if (up !== "proved") return { verdict: up, findings };
  const downs = finalsOf(deployed).map((c) => {
    const { program, left } = disassembly(c);
    const stayed = [...left].map(([name, reason]) => staying(assembly, name, reason));
    const down = explored(opening(program, c), options);
    const verdict = down === undefined ? "unknown" : verdictOf(down.exploration);
    return { verdict: left.size > 0 ? ("violated" as const) : verdict, findings: stayed };
  });
  return {
    verdict: worst(downs.map(({ verdict }) => verdict)),
    findings: [...downs.flatMap((one) => one.findings), ...findings],
  };
}

export const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.find((one) => one === "violated") ??
  verdicts.find((one) => one === "unknown") ??
  "proved";

/** The component's places that the deployment leaves, or ends at, and from which `uninstall` does not lead back to the initial one. */
export function strandedPlaces(life: Lifecycle): readonly string[] {
  const deploy = life.behaviors.indexOf("deploy");
  const uninstall = life.behaviors.indexOf("uninstall");
  if (deploy < 0 || uninstall < 0) return [];
  return life.places.filter((_, place) => {
    const leaves = (life.leaving[deploy]?.[place] ?? []).length > 0;
    return leaves && place !== life.initial && !leadsBack(life, uninstall, place);
  });
}

function leadsBack(life: Lifecycle, uninstall: number, place: number): boolean {
  try {
    const ends = outcomesOf(life, uninstall, [place]);
    return ends.length > 0 && ends.every((end) => end.join() === `${life.initial}`);
  } catch (error) {
    if (error instanceof TooManyOutcomes) return false;
    throw error;
  }
}

const stranded = (name: string, { component }: Lifecycle, place: string): Finding => ({
  code: "MADEUS_NO_WAY_BACK",
  severity: "warning",
  at: component.at,
  text: `${name} is withdrawn to ${place} where an action after it fails, and uninstall does not lead back from there`,
  hint: `give uninstall a transition from ${place}`,
});

const staying = (assembly: Assembly, name: string, reason: string): Finding => ({
  code: "MADEUS_NO_WAY_BACK",
  severity: "warning",
  at: assembly.components[name]?.at ?? assembly.at,
  text: `${name} cannot be taken down: ${reason}`,
  hint: "declare a behavior uninstall that leads back to the initial place",
});
