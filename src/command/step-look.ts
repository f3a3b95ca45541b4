/** What the steps of transitions are, and what they would change now: `plan`, `plan --look`, `deploy --expect-no-changes`. */
import type { StepFinding } from "../engine/action-findings.ts";
import type { Crew } from "../engine/crew.ts";
import { numbersOf } from "../engine/entry-event.ts";
import type { State } from "../engine/fold.ts";
import type { Scope } from "../model/component.ts";
import type { StepSource } from "../model/step.ts";
import { type Found, foreseen } from "./step-foreseen.ts";
import { declarationOf } from "../semantics/declared.ts";
import { type StandingPorts, standingBehind } from "./standing-value.ts";

export interface TransitionNames {
  readonly instance: string;
  readonly transition: string;
}
/** A step, and what was found of it where somebody has looked. */
export type StepLook = TransitionNames &
  Pick<StepFinding, "step" | "what"> &
  Partial<Pick<StepFinding, "found" | "waits">>;

/** The steps of transitions, as far as they are known before they begin. */
export const stepsIn = (
  state: State,
  transitions: Iterable<TransitionNames>,
): readonly StepLook[] =>
  distinct(transitions).flatMap((one) =>
    sourcesOf(state, one).map((source) => ({
      ...one,
      ...(typeof source === "function" ? {} : { step: source.name }),
    })),
  );

export interface Coming {
  /** They will be performed, in this order: what their steps do to each other is told as well. */
  readonly transitions: Iterable<TransitionNames>;
  /** Ports whose values may be others by then. */
  readonly standing: StandingPorts;
}

/** The same, looked at on their hosts, at most so many transitions at once. */
export async function lookAtSteps(
  state: State,
  crew: Crew,
  transitions: Iterable<TransitionNames>,
  { transitions: coming, standing }: Coming = { transitions: [], standing: new Set() },
): Promise<readonly StepLook[]> {
  const first = distinct(coming);
  const left = distinct([...first, ...transitions]).entries();
  const looks: (readonly Found[])[] = [];
  const work = async (): Promise<void> => {
    for (const [index, one] of left) looks[index] = await lookAt(state, crew, one);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const expected = foreseen(looks.slice(0, first.length).flat());
  return [...expected, ...looks.slice(first.length).flat()].map(
    ({ writes: _writes, follows: _follows, reads = [], ...told }) => {
      const ports = standingBehind(state.configuration, told.instance, reads, standing);
      return ports.length === 0 ? told : provided(told, ports.join(" and "));
    },
  );
}
const atOnce = 16;

/** What was found by values that may be others by then says so. */
function provided(look: StepLook, ports: string): StepLook {
  const { found, what } = look;
  if (found === "no change") return { ...look, what: `as long as ${ports} stays as it is` };
  return found === "change" ? { ...look, what: `${what}, with ${ports} as it is now` } : look;
}

const distinct = (transitions: Iterable<TransitionNames>): readonly TransitionNames[] => [
  ...new Map(
    [...transitions].map(({ instance, transition }) => [
      JSON.stringify([instance, transition]),
      { instance, transition },
    ]),
  ).values(),
];

type AnyScope = Scope<any, any, any>;

function sourcesOf(
  { configuration: c }: State,
  names: TransitionNames,
): readonly StepSource<AnyScope>[] {
  if (isGone(c, names)) return [];
  const { instance, transition } = numbersOf(c, names);
  return declarationOf(c.life(instance), transition).steps ?? [];
}

async function lookAt(state: State, crew: Crew, names: TransitionNames): Promise<readonly Found[]> {
  if (isGone(state.configuration, names)) return [];
  const { instance, transition } = numbersOf(state.configuration, names);
  return (await crew.look(instance, transition)).map((one) => ({ ...names, ...one }));
}

/** It has been taken away, or is of another type by now. */
const isGone = (c: State["configuration"], names: TransitionNames): boolean =>
  c.number(names.instance) === undefined || numbersOf(c, names).transition < 0;
