/**
 * Why a configuration in which nothing moves is not at its end: for each cause the shortest way from one who waits to it, and of which
 * kind it is. What was there once and was taken away is told from the run that led there.
 */
import type { Detail, Hindrance } from "../../model/code.ts";
import type { Position } from "../../model/position.ts";
import { type Configuration, nothing } from "../../semantics/configuration.ts";
import { instructionText } from "../../semantics/lack-program.ts";
import { type Lifecycle, portKey } from "../../semantics/lifecycle.ts";
import { isActive } from "../../semantics/marking.ts";
import { type Reason, whyProgram } from "../../semantics/why.ts";
import { replay } from "./replay.ts";
import { stepText } from "./step-text.ts";
import type { Translation } from "../translate/translate.ts";

/** One cause, and who waits for it. */
export interface Stuck {
  readonly kind: Hindrance;
  /** The cause in one sentence. */
  readonly cause: string;
  /** From one who waits to the cause, indented. */
  readonly because: readonly Detail[];
  /** What the story is about: instances with their places, transitions, stations or ports. */
  readonly involved: readonly Involved[];
}
export interface Involved {
  readonly instance: string;
  readonly element: string | undefined;
}

/**
 * What keeps the end of a run from being the goal; empty where it does not say.
 *
 * @param isWritten  did the user write the instructions? Those that deploy an assembly are not told.
 */
export function stuckAfter(
  translation: Translation,
  trace: Uint32Array,
  isWritten: boolean,
): readonly Stuck[] {
  const c = replay(translation, trace);
  const reasons = whyProgram(c);
  const asked = isWritten ? reasons : reasons.flatMap(beyondProgram);
  return waysToCauses(asked).map((way) => {
    const last = way.at(-1);
    const { kind, cause } = judged(translation, trace, c, way);
    const told = way.map((one) => (one === last ? { ...one, text: cause } : one));
    const because = shortened(told.map((one, k) => detail(c, one, k)));
    return { kind, cause, because, involved: way.flatMap(involvedIn) };
  });
}

const involvedIn = ({ instance, element }: Reason): readonly Involved[] =>
  instance === undefined ? [] : [{ instance, element }];

const detail = (c: Configuration, { text, instance }: Reason, depth: number): Detail => ({
  text: `${"  ".repeat(Math.min(depth, depthMax))}${text}`,
  at: positionOf(c, instance),
});
const depthMax = 8;

/** A long way is told by its ends. */
function shortened(details: readonly Detail[]): readonly Detail[] {
  if (details.length <= detailsMax) return details;
  const [head, tail] = [details.slice(0, detailsMax - 5), details.slice(-4)];
  const more = details.length - head.length - tail.length;
  return [...head, { text: `${"  ".repeat(depthMax)}… and ${more} more` }, ...tail];
}
const detailsMax = 16;

/** The program waits for everybody: what they wait for is told instead. */
const beyondProgram = (reason: Reason): readonly Reason[] =>
  reason.instance === undefined && reason.because.length > 0 ? reason.because : [reason];

/** The shortest way to each cause. */
function waysToCauses(asked: readonly Reason[]): readonly (readonly Reason[])[] {
  const before = new Map<Reason, Reason | undefined>(asked.map((reason) => [reason, undefined]));
  const ways = new Map<string, readonly Reason[]>();
  for (const [reason] of before) {
    for (const next of reason.because) if (!before.has(next)) before.set(next, reason);
    if (reason.kind === "waits" || ways.has(reason.text)) continue;
    const way = [reason];
    for (let at = before.get(reason); at !== undefined; at = before.get(at)) way.push(at);
    ways.set(reason.text, way.reverse());
  }
  return [...ways.values()].map((way) =>
    way.at(-1)?.kind === "circular" ? onceAround(way, before.keys()) : way,
  );
}

/** All of a circle, which is a chain from one of its instances on: the longest that there is. */
function onceAround(way: readonly Reason[], all: Iterable<Reason>): readonly Reason[] {
  const cause = way.at(-1);
  let longest = way;
  for (const reason of all) {
    if (reason.instance !== cause?.instance) continue;
    const chain = [reason];
    for (let next = reason.because[0]; next !== undefined; next = next.because[0]) chain.push(next);
    if (chain.at(-1) === cause && chain.length > longest.length) longest = chain;
  }
  return longest;
}

type Judgement = Pick<Stuck, "kind" | "cause">;

function judged(
  translation: Translation,
  trace: Uint32Array,
  c: Configuration,
  way: readonly Reason[],
): Judgement {
  const last = way.at(-1);
  if (last === undefined) return { kind: "never provided", cause: "nothing can move" };
  const { kind, text, instance = "", element = "" } = last;
  switch (kind) {
    case "circular":
      return { kind: "cycle", cause: text };
    case "refusing":
      return { kind: "withdrawn", cause: text };
    case "in-use":
      return { kind: "in use", cause: text };
    case "chosen-otherwise":
      return { kind: "chosen otherwise", cause: text };
    case "failed":
      return { kind: "second token", cause: text };
    case "unconnected":
      return unconnected(translation, trace, text, `${instance}.${element}`);
    case "not-asked":
      return notAsked(translation, trace, c, way.at(-2), last);
    default:
      return { kind: "never applied", cause: text };
  }
}

/** A use without a connection; it may have had one. */
function unconnected(
  { desk, stepOf }: Translation,
  trace: Uint32Array,
  text: string,
  use: string,
): Judgement {
  for (const transition of trace) {
    const { rule, element } = stepOf(transition);
    const one = rule === "instruct" ? desk.configuration.program[element] : undefined;
    if (one?.op !== "disconnect" || `${one.use.instance}.${one.use.port}` !== use) continue;
    const cause = `${text}: instruction ${element + 1}, ${instructionText(one)}, took it away`;
    return { kind: "withdrawn", cause };
  }
  return { kind: "never provided", cause: text };
}

/** A provider that stands still where it does not provide. */
function notAsked(
  translation: Translation,
  trace: Uint32Array,
  c: Configuration,
  { element: port = "" }: Partial<Reason> = {},
  { text, instance: name = "" }: Reason,
): Judgement {
  const instance = c.number(name) ?? nothing;
  const life = instance === nothing ? undefined : c.life(instance);
  const provide = life?.portNamed.get(portKey("provide", port));
  if (life === undefined || provide === undefined) return { kind: "never provided", cause: text };
  const withdrawal = lastWithdrawal(translation, trace, name, provide);
  if (withdrawal !== undefined)
    return {
      kind: "withdrawn",
      cause: `${name}.${port} was taken away when ${withdrawal}, and nothing asks ${name} to come back`,
    };
  const marked = c.placesOf(instance);
  const stays = `${name} stays in ${marked.map((p) => life.places[p]).join(", ")}`;
  const way = behaviorTo(life, marked, provide);
  if (way === undefined)
    return {
      kind: "never provided",
      cause: `${stays}: no behavior of it leads from there to where ${name}.${port} is provided`,
    };
  const asks = `${way.behavior} would bring it to ${way.place}, but ${text}`;
  return { kind: "wrong behavior", cause: `${stays}: ${asks}` };
}

/** The step with which the port was provided no more for the last time; undefined: it never was, or is. */
function lastWithdrawal(
  translation: Translation,
  trace: Uint32Array,
  name: string,
  provide: number,
): string | undefined {
  let was = false;
  let before: string | undefined;
  let withdrawal: string | undefined;
  const look = (c: Configuration): void => {
    const instance = c.number(name);
    const is = instance !== undefined && isActive(c, c.port(instance, provide));
    if (was && !is) withdrawal = before;
    was = is;
  };
  const c = replay(translation, trace, (step, _, now) => {
    look(now);
    if (was) before = stepText(translation, step).replace(" leaves ", " left ");
  });
  look(c);
  return withdrawal;
}

/** A behavior that leads from the marked places to one where the port is provided. */
function behaviorTo(
  life: Lifecycle,
  marked: readonly number[],
  provide: number,
): { readonly behavior: string; readonly place: string } | undefined {
  const wanted = new Set(life.ports[provide]?.places);
  for (const [b, behavior] of life.behaviors.entries()) {
    const reached = new Set(marked);
    for (const place of reached)
      for (const { source, behavior: own, docks } of life.transitions)
        if (own === b && source === place)
          for (const d of docks)
            reached.add(life.stations[life.docks[d]?.station ?? -1]?.place ?? place);
    for (const place of reached)
      if (wanted.has(place)) return { behavior, place: life.places[place] ?? "" };
  }
  return undefined;
}

/** Where the component of an instance is declared; of the program the instruction reached. */
function positionOf(c: Configuration, name: string | undefined): Position | undefined {
  if (name === undefined) return c.program[c.position]?.at;
  const instance = c.number(name);
  return instance === undefined ? undefined : c.life(instance).component.at;
}
