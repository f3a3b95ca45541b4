/**
 * The way back: that an assembly can be taken down again, from wherever its deployment has come to.
 *
 * A deployment that always comes to its end can be taken down from anywhere if it can be taken down from its end. One in which actions
 * failed goes on with what does not depend on them; then everything that waits is withdrawn, and taken down from there.
 */
import type { Assembly } from "../../model/assembly.ts";
import type { Finding } from "../../model/code.ts";
import { advance } from "../../semantics/advance.ts";
import { type Configuration, nothing } from "../../semantics/configuration.ts";
import { disassembly } from "../../semantics/disassembly.ts";
import { type Lifecycle, lifecycle } from "../../semantics/lifecycle.ts";
import { type ProveOptions, type Verdict, caseOf, explored, worstOf } from "../proof/case.ts";
import { verdictOf } from "../explore/explore.ts";
import { opening } from "../proof/opening.ts";
import { TooManyOutcomes, outcomesOf } from "../translate/outcome.ts";
import { replay } from "../proof/replay.ts";

export interface WayBack {
  readonly verdict: Verdict;
  /** Why not, and where a failure would leave something behind. */
  readonly findings: readonly Finding[];
  /** From how many configurations it was shown: the ends of the deployment, with and without failures. */
  readonly begins: number;
}
export interface WayBackOptions extends ProveOptions {
  /** How many actions may fail on the way up, in all. */
  readonly failuresMax?: number;
}

/** @throws MadeusError  with all findings, where the declaration is not well-formed */
export function wayBack(assembly: Assembly, options: WayBackOptions = {}): WayBack {
  const { failuresMax = 0 } = options;
  const { translation, exploration } = caseOf(assembly, {
    terminalsMax: 10_000,
    ...options,
    hazards: { failuresMax },
  });
  const findings = Object.entries(assembly.components).flatMap(([name, component]) =>
    strandedPlaces(lifecycle(component)).map((place) =>
      stranded(name, lifecycle(component), place),
    ),
  );
  const { terminals, terminalCount, lasso, stop } = exploration;
  const isWhole = stop === undefined && lasso === undefined && terminals.length === terminalCount;
  const downs = terminals.map(({ trace }) =>
    takenDown(assembly, replay(translation, trace), options),
  );
  const told = new Map(downs.flatMap((one) => one.findings).map((one) => [one.text, one]));
  return {
    verdict: worstOf([isWhole ? "proved" : "unknown", ...downs.map(({ verdict }) => verdict)]),
    findings: [...told.values(), ...findings],
    begins: terminals.length,
  };
}

/** Withdraws all that waits and forgets what is still to come, as `down` does; then takes apart what can be. */
function takenDown(
  assembly: Assembly,
  c: Configuration,
  options: ProveOptions,
): Pick<WayBack, "verdict" | "findings"> {
  advance(c, { type: "stop" });
  advance(c, { type: "abandon" });
  for (const instance of c.all())
    if (c.behavior(instance) !== nothing) advance(c, { type: "withdraw", instance });
  advance(c, { type: "go" });
  if (c.withdrawals.size > 0) {
    const names = [...c.withdrawals.keys()].map((instance) => c.names[instance] ?? "");
    const findings = names.map((name) => staying(assembly, name, "it cannot be withdrawn"));
    return { verdict: "violated", findings };
  }
  const { program, left } = disassembly(c);
  const findings = [...left].map(([name, reason]) => staying(assembly, name, reason));
  const down = explored(opening(program, c), options);
  const verdict = down === undefined ? "unknown" : verdictOf(down.exploration);
  return { verdict: left.size > 0 ? "violated" : verdict, findings };
}

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
