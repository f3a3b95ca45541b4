/** What a deployment or a program will take, where one run stands for all: bounds of its makespan, how much runs at once, the longest way. */
import type { Edge } from "../../semantics/lifecycle.ts";
import type { Member } from "../translate/course.ts";
import type { Exploration } from "../explore/explore.ts";
import type { RangeOf } from "./extent.ts";
import { type Occurrence, occurrenceOf } from "../time/occurrence.ts";
import { type Parallelism, parallelismOf, spansOf } from "../time/parallelism.ts";
import {
  type Range,
  type Ranges,
  boundariesOf,
  criticalPath,
  rangesOf,
  scheduleOf,
} from "../time/time.ts";
import type { Translation } from "../translate/translate.ts";

export interface Expectation {
  /** The makespan if everything is as short as it can be, and as long. */
  readonly bounds: Range;
  /** The most actions at once, whatever they take. */
  readonly parallelism: Pick<Parallelism, "atLeast" | "atMost">;
  /** The longest way where everything is as long as it can be, in order. */
  readonly criticalPath: readonly Critical[];
}
export interface Critical {
  readonly instance: string;
  readonly transition: string;
  readonly startS: number;
  readonly endS: number;
}

/** Undefined where there is no one run that stands for all. */
export function expectation(
  { translation, exploration }: { translation: Translation; exploration: Exploration },
  rangeOf: RangeOf,
): Expectation | undefined {
  const { run } = exploration;
  if (run === undefined) return undefined;
  const occurrence = occurrenceOf(translation.net, run);
  const ranges = rangesOf(translation.net, occurrence, (t) => actionRange(translation, rangeOf, t));
  const { atLeast, atMost } = parallelismOf(
    occurrence,
    spansOf(occurrence, (t) => actionOf(translation, t) !== undefined),
  );
  return {
    bounds: boundariesOf(occurrence, ranges),
    parallelism: { atLeast, atMost },
    criticalPath: longestWay(translation, occurrence, ranges),
  };
}

/** The actions on the longest way where everything is as long as it can be, in order. */
export function longestWay(
  translation: Translation,
  occurrence: Occurrence,
  { maxUs }: Ranges,
): readonly Critical[] {
  return criticalPath(occurrence, scheduleOf(occurrence, maxUs)).flatMap(
    ({ transition, startS, endS }) => {
      const action = actionOf(translation, transition);
      if (action === undefined) return [];
      const { member, edge } = action;
      return [{ instance: member.name, transition: edge.name, startS, endS }];
    },
  );
}

/** A component's transition, by its member and its number. */
export interface MemberAction {
  readonly member: Member;
  readonly number: number;
  readonly edge: Edge;
}

/** The component's transition that a transition of the net ends, if it does. */
export function actionOf(
  { desk, stepOf }: Translation,
  transition: number,
): MemberAction | undefined {
  const { rule, member: index, element } = stepOf(transition);
  const member = desk.course.members[index];
  if (rule !== "end" || member === undefined) return undefined;
  const number = member.life.docks[element]?.transition ?? -1;
  const edge = member.life.transitions[number];
  return edge && { member, number, edge };
}

export function actionRange(
  translation: Translation,
  rangeOf: RangeOf,
  transition: number,
): Range | undefined {
  const action = actionOf(translation, transition);
  return action && rangeOf(action.member.name, action.member.life, action.number);
}
