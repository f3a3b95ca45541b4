/**
 * why (§4): what does not go on, followed to the failed, missing or still running cause.
 *
 * Everything is asked once what it lacks; a reason is what it answered, with the reasons of what it waits for behind it. Those may be
 * shared, so that the cost is what was touched, and may be very deep: follow them with `causes` and `tell`, not by recursion.
 */
import { type Next, circleThrough, stronglyConnected } from "./circle.ts";
import { type Configuration, nothing } from "./configuration.ts";
import { lacksOfIdle, lacksOfProvide, lacksOfUse, lacksOfUser } from "./lack-port.ts";
import { lacksOfProgram } from "./lack-program.ts";
import { lacksOfHarm, lacksOfInstance, lacksOfToken, lacksOfWithdrawal } from "./lack-token.ts";
import {
  type Cause,
  type Coming,
  type Lack,
  type Question,
  comingIn,
  nameOf,
  theProgram,
} from "./lack.ts";

export interface Reason {
  /** `waits` has reasons behind it, unless it waits for what can move; all others are causes. */
  readonly kind: Cause | "waits";
  /** The instance and its place, transition, station or port, where it is about one. */
  readonly instance: string | undefined;
  readonly element: string | undefined;
  readonly text: string;
  readonly because: readonly Reason[];
}

/** Why the instance does not move on; empty where it is idle or could move. */
export function why(c: Configuration, instance: number): readonly Reason[] {
  return follow(c, [{ about: "instance", instance, index: 0 }]);
}

/** Why what is asked about does not go on: a token, a port, whatever a question can be about. */
export const whyOf = (c: Configuration, question: Question): readonly Reason[] =>
  follow(c, [question]);

/** Why the program does not go on, or where it is at its end those who are busy; empty where it is done or could. */
export function whyProgram(c: Configuration): readonly Reason[] {
  if (c.position < c.program.length) return follow(c, [theProgram]);
  const busy = c.busy();
  return follow(
    c,
    busy.map((instance) => ({ about: "instance", instance, index: 0 })),
  );
}

/** The causes at the ends of some reasons, each once. */
export function causes(reasons: readonly Reason[]): readonly Reason[] {
  const found = new Map<string, Reason>();
  const seen = new Set([reasons]);
  for (const some of seen)
    for (const reason of some) {
      if (reason.kind !== "waits") found.set(reason.text, reason);
      seen.add(reason.because);
    }
  return [...found.values()];
}

/** The questions that are asked, numbered, with their answers. */
class Inquiry {
  readonly questions: Question[] = [];
  readonly lacks: (readonly Lack[])[] = [];
  readonly #c: Configuration;
  readonly #numbers = new Map<string, number>();
  #coming: Coming | undefined;

  constructor(c: Configuration) {
    this.#c = c;
  }
  number(question: Question): number {
    const key = `${question.about} ${question.instance} ${question.index}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.questions.push(question) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
  /** What an answer asks next. The first call asks the question. */
  readonly next: Next = (number) => {
    const question = this.questions[number];
    if (question === undefined) return [];
    const lacks = (this.lacks[number] ??= this.#answer(question));
    return lacks.flatMap(({ ask }) => ask.map((one) => this.number(one)));
  };

  #answer({ about, instance, index }: Question): readonly Lack[] {
    const c = this.#c;
    switch (about) {
      case "instance":
        return lacksOfInstance(c, instance);
      case "token":
        return lacksOfToken(c, instance, index);
      case "withdrawal":
        return lacksOfWithdrawal(c, instance);
      case "use":
        return lacksOfUse(c, instance, index, this.#comes());
      case "provide":
        return lacksOfProvide(c, instance, index);
      case "harm":
        return lacksOfHarm(c, instance, index);
      case "user":
        return lacksOfUser(c, instance, index, this.#comes());
      case "idle":
        return lacksOfIdle(c, instance, this.#comes());
      case "program":
        return lacksOfProgram(c);
    }
  }
  #comes(): Coming {
    return (this.#coming ??= comingIn(this.#c));
  }
}

/** Asks, follows the answers, and builds the reasons from the ends backwards. */
function follow(c: Configuration, asked: readonly Question[]): readonly Reason[] {
  const inquiry = new Inquiry(c);
  const reasons: (readonly Reason[])[] = [];
  const starts = asked.map((question) => inquiry.number(question));
  for (const set of stronglyConnected(starts, inquiry.next)) explain(c, inquiry, set, reasons);
  return starts.flatMap((number) => reasons[number] ?? []);
}

/**
 * The reasons of questions that lead to each other (mostly there is only one): what leads out of them is behind all of them. Where
 * nothing does, they wait for each other.
 */
function explain(
  c: Configuration,
  inquiry: Inquiry,
  set: readonly number[],
  reasons: (readonly Reason[])[],
): void {
  const within = new Set(set);
  const exits = new Map<Lack, Reason>();
  for (const number of set)
    for (const lack of inquiry.lacks[number] ?? []) {
      const outside = lack.ask.map((one) => inquiry.number(one)).filter((one) => !within.has(one));
      if (lack.ask.length > 0 && outside.length === 0) continue;
      const shared = outside.length === 1 ? reasons[outside[0] ?? 0] : undefined;
      exits.set(lack, reasonOf(lack, shared ?? outside.flatMap((one) => reasons[one] ?? [])));
    }
  const known = exits.size > 0 ? exits : circle(c, inquiry, within);
  const behind = exits.size > 0 ? [...exits.values()] : [...known.values()].slice(0, 1);
  for (const number of set)
    reasons[number] = (inquiry.lacks[number] ?? []).map(
      (lack) => known.get(lack) ?? reasonOf(lack, behind),
    );
}

const reasonOf = ({ kind, instance, element, text }: Lack, because: readonly Reason[]): Reason => ({
  kind,
  instance,
  element,
  text,
  because,
});

/** What lacks what around a circle, once around; at its end stands `a waits for b waits for a`. */
function circle(
  c: Configuration,
  inquiry: Inquiry,
  within: ReadonlySet<number>,
): Map<Lack, Reason> {
  const start = [...within].reduce((first, one) => Math.min(first, one));
  const way = circleThrough(start, within, inquiry.next);
  const links = new Map<Lack, Reason>();
  let behind = circular(
    c,
    way.map((number) => inquiry.questions[number]?.instance ?? nothing),
  );
  for (let k = way.length - 1; k >= 0; k--) {
    const to = way[(k + 1) % way.length];
    const lack = inquiry.lacks[way[k] ?? -1]?.find(({ ask }) =>
      ask.some((one) => inquiry.number(one) === to),
    );
    if (lack !== undefined) links.set(lack, (behind = reasonOf(lack, [behind])));
  }
  return new Map([...links].reverse());
}

function circular(c: Configuration, instances: readonly number[]): Reason {
  const names = instances
    .map((instance) => (instance === nothing ? "the program" : nameOf(c, instance)))
    .filter((name, k, all) => k === 0 || name !== all[k - 1]);
  if (names.length > 1 && names.at(-1) === names[0]) names.pop();
  const told = [...names.slice(0, namesMax), ...names.slice(0, 1)];
  if (names.length > namesMax) told.splice(-1, 0, `… (${names.length - namesMax} more)`);
  const text = told.join(" waits for ");
  return { kind: "circular", instance: names[0], element: undefined, text, because: [] };
}
/** A circle of more names than this is told in part. */
const namesMax = 12;

/**
 * Reasons as lines for people, each indented under what it explains and told once.
 *
 * At most `linesMax` lines; where more would follow, their number and up to three of the causes among them come last.
 */
export function tell(reasons: readonly Reason[], linesMax: number = 40): readonly string[] {
  const told = new Map<string, { readonly reason: Reason; readonly depth: number }>();
  const seen = new Set<readonly Reason[]>();
  const open = reasons.map((reason) => ({ reason, depth: 0 })).reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { reason, depth } = next;
    if (!told.has(reason.text)) told.set(reason.text, next);
    if (seen.has(reason.because)) continue;
    seen.add(reason.because);
    for (const one of reason.because.toReversed()) open.push({ reason: one, depth: depth + 1 });
  }
  const all = [...told.values()];
  const line = ({ reason, depth }: (typeof all)[number]): string =>
    `${"  ".repeat(depth)}${reason.text}`;
  if (all.length <= linesMax) return all.map(line);
  const head = all.slice(0, Math.max(1, linesMax - 4));
  const rest = all.slice(head.length);
  const ends = rest.filter(({ reason }) => reason.kind !== "waits").slice(0, 3);
  const more = `… and ${rest.length - ends.length} more`;
  return [...head.map(line), more, ...ends.map(({ reason }) => reason.text)];
}
