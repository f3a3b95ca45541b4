/**
 * An assembly or a program as a Petri net (after the seed's section on Petri nets; semantics §3 and §5 rule by rule).
 *
 * One transition of the net for each step of the semantics and each case of its guard. The markings are the configurations: `encode`
 * is total, and equal only for what no guard can tell apart (values that were given and cannot be read yet are left out, and the
 * identities of pushes). A step is enabled in a configuration iff one of its transitions is in the marking.
 */
import type { Configuration } from "../../semantics/configuration.ts";
import { type Course, courseOf } from "./course.ts";
import { Draft, type Sense } from "./draft.ts";
import { type Hazards, hazardPlaces, noHazards } from "./hazard.ts";
import { instructionSteps } from "./instruction-step.ts";
import { placeName, transitionName } from "./naming.ts";
import { type NetRule, netRuleOf } from "./net-rule.ts";
import type { Net } from "../net.ts";
import { TooManyOutcomes } from "./outcome.ts";
import { type Desk, linkPlaces, readyAt } from "./port-case.ts";
import { Seat } from "./seat.ts";
import { kinds } from "./sense.ts";
import { Shapes } from "./shape.ts";
import { Stencils } from "./stencil.ts";

export interface Translation {
  readonly net: Net;
  /** All these places are marked iff the program is at its end and all instances are idle. */
  readonly goal: readonly number[];
  readonly course: Course;
  readonly desk: Desk;
  /** program j: the place that is marked while instruction j, counted from the first still to come, is next. */
  readonly counter: readonly number[];
  /** What a transition of the net stands for. */
  readonly stepOf: (transition: number) => NetStep;
}
/** A step of the semantics; the instance by the number of its member in the course, -1 for an instruction. */
export interface NetStep {
  readonly rule: NetRule;
  readonly member: number;
  /** As in `Step`; of a refire the transition. */
  readonly element: number;
}

/**
 * The net of what `c` holds and of what is left of its program.
 *
 * Cost: the sizes of all instances and connections. Undefined where a lifecycle has too many outcomes, or a group too many tokens, to be
 * told apart one by one.
 */
export function translate(
  c: Configuration,
  hazards: Partial<Hazards> = {},
): Translation | undefined {
  try {
    return translated(c, { ...noHazards, ...hazards });
  } catch (error) {
    if (error instanceof TooManyOutcomes) return undefined;
    throw error;
  }
}

function translated(c: Configuration, hazards: Hazards): Translation {
  const draft = new Draft();
  const course = courseOf(c);
  const family = draft.family();
  const counter = Array.from({ length: course.length + 1 }, (_, index) =>
    draft.place(
      { kind: kinds.program, owner: 0, index },
      { family, phase: { from: index, to: index }, isMarked: index === 0 },
    ),
  );
  const shapes = new Shapes(c, hazards);
  const seats = course.members.map((member) => new Seat(draft, course, shapes.of(member), member));
  const desk: Desk = {
    draft,
    configuration: c,
    course,
    seats,
    hazards,
    hazardPlaces: hazardPlaces(draft, hazards),
    ...linkPlaces(draft, course, c),
  };
  preparePublications(desk);
  const stencils = new Stencils(desk);
  for (const seat of seats) stencils.add(seat);
  for (const [at, deed] of course.deeds.entries()) instructionSteps(desk, deed, at, counter);
  const stepOf = (transition: number): NetStep => {
    const { rule, owner, element } = draft.markOf(transition);
    return { rule: netRuleOf(rule), member: owner, element };
  };
  const net = draft.build(
    {
      name: "madeus",
      placeName: (place) => placeName(desk, place),
      transitionName: (transition) => transitionName(desk, transition),
    },
    areApart(desk),
  );
  const idle = seats.filter(({ gone }) => gone === undefined).map(({ lastTurn }) => lastTurn);
  return { net, goal: [...counter.slice(-1), ...idle], course, desk, counter, stepOf };
}

/** Values that somebody may read have places; those that make them readable must know. */
function preparePublications(desk: Desk): void {
  for (const link of desk.course.links)
    if (link.provider.life.ports[link.provide]?.kind === "data") readyAt(desk, link);
}

/** Slots of one member are apart where its lifecycle says so. */
const areApart =
  ({ seats }: Desk) =>
  (a: Sense, b: Sense): boolean =>
    a.kind === kinds.slot &&
    b.kind === kinds.slot &&
    a.owner === b.owner &&
    a.index !== b.index &&
    seats[a.owner]?.concurrency.between(a.index, b.index) === false;
