/** What an operator decides about actions that failed or were cut off, before a run goes on. */
import { objection } from "../engine/decision.ts";
import type { State } from "../engine/fold.ts";
import type { Task } from "../engine/task.ts";
import { MadeusError } from "../model/code.ts";
import type { ProvideDeclaration } from "../model/component.ts";
import { path, quote, shown, transitionName } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import { validate } from "../model/value.ts";
import type { Entry } from "../store/journal.ts";

/** As written on the command line. */
export interface Decisions {
  readonly refire: readonly string[];
  readonly skip: readonly string[];
  readonly give: readonly string[];
  readonly withdraw: readonly string[];
}
export type Decision = Entry & { readonly type: "refire" | "ended" | "withdraw" };

/**
 * The decisions as entries of the journal. What failed and was not decided on is run again.
 *
 * @throws MadeusError  `MADEUS_OBJECTION` where one does not fit: then none is taken
 */
export function decide(state: State, said: Decisions): readonly Decision[] {
  const skipped = said.skip.map((text) => transitionNamed(state, text));
  const values = valuesBySkipped(state, skipped, said.give);
  const taken: readonly Decision[] = [
    ...said.refire.map((text): Decision => ({ type: "refire", ...transitionNamed(state, text) })),
    ...skipped.map(
      (one, k): Decision => ({ type: "ended", ...one, skipped: true, values: values[k] ?? {} }),
    ),
    ...said.withdraw.map((text) => withdrawal(state, text)),
  ];
  const named = new Set<string>();
  for (const decision of taken) {
    const wrong = objection(state, decision);
    if (wrong !== undefined)
      throw new MadeusError("MADEUS_OBJECTION", wrong, {
        hint: "`madeus status` shows what failed.",
      });
    if (named.has(nameOf(decision)))
      throw new MadeusError(
        "MADEUS_OBJECTION",
        `Two things are decided about ${nameOf(decision)}.`,
      );
    named.add(nameOf(decision));
  }
  return [...taken, ...undecided(state, named)];
}

const nameOf = (one: Decision): string =>
  one.type === "withdraw" ? one.instance : transitionName(one);

function undecided(state: State, named: ReadonlySet<string>): readonly Decision[] {
  return [...state.tasks.values()].flatMap((task): readonly Decision[] => {
    const one = namesOf(state, task);
    const decided = named.has(one.instance) || named.has(transitionName(one));
    return task.state !== "failed" || decided ? [] : [{ type: "refire", ...one }];
  });
}

/** By names: whose token it is, and on what. */
export function namesOf(
  { configuration: c }: State,
  task: Task,
): { instance: string; transition: string } {
  const transition = c.life(task.instance).transitions[task.transition]?.name ?? "";
  return { instance: c.names[task.instance] ?? "", transition };
}

function transitionNamed(
  state: State,
  text: string,
): { readonly instance: string; readonly transition: string } {
  const dot = text.lastIndexOf(".");
  if (dot > 0) return { instance: text.slice(0, dot), transition: text.slice(dot + 1) };
  const waiting = [...state.tasks.values()].map((task) =>
    Object.values(namesOf(state, task)).join("."),
  );
  throw new MadeusError("MADEUS_OBJECTION", `${quote(text)} is not written instance.transition.`, {
    hint: didYouMean(text, waiting),
  });
}

function withdrawal(state: State, text: string): Decision {
  const at = text.indexOf("=");
  if (at < 0) return { type: "withdraw", instance: text };
  const [instance, behavior] = [text.slice(0, at), text.slice(at + 1)];
  const c = state.configuration;
  const number = c.number(instance);
  const known = number === undefined ? [] : c.life(number).behaviors;
  if (number !== undefined && !known.includes(behavior))
    throw new MadeusError(
      "MADEUS_OBJECTION",
      `${quote(instance)} has no behavior ${quote(behavior)}.`,
      {
        hint: didYouMean(behavior, known),
      },
    );
  return { type: "withdraw", instance, behavior };
}

/** `port=json` belongs to the only action that is skipped; among several the instance is named: `instance.port=json`. */
function valuesBySkipped(
  state: State,
  skipped: readonly { readonly instance: string }[],
  given: readonly string[],
): readonly Readonly<Record<string, unknown>>[] {
  const values = skipped.map((): Record<string, unknown> => ({}));
  for (const text of given) {
    const [, instance, port = "", json = ""] = /^(?:([^=.]+)\.)?([^=.]+)=(.*)$/s.exec(text) ?? [];
    const mine = skipped.findIndex((one) => instance === undefined || one.instance === instance);
    const skip = skipped[mine];
    if (skip === undefined || (instance === undefined && skipped.length > 1))
      throw new MadeusError(
        "MADEUS_OBJECTION",
        `--give ${quote(text)} does not say which skipped action it is for.`,
        { hint: "write --skip INSTANCE.TRANSITION --give INSTANCE.PORT=JSON" },
      );
    (values[mine] ?? {})[port] = valueFor(state, skip.instance, port, json);
  }
  return values;
}

/**
 * What is given for a data port in words, checked.
 *
 * @throws MadeusError  `MADEUS_OBJECTION`
 */
export function valueFor(state: State, instance: string, port: string, json: string): unknown {
  const c = state.configuration;
  const number = c.number(instance);
  const { provides } = number === undefined ? { provides: {} } : c.life(number).component;
  const declared = Object.hasOwn(provides, port)
    ? (provides as Readonly<Record<string, ProvideDeclaration>>)[port]
    : undefined;
  if (declared?.type.kind !== "data")
    throw new MadeusError(
      "MADEUS_OBJECTION",
      `${path(instance, port)} is no data port that is provided.`,
      {
        hint: didYouMean(port, Object.keys(provides)),
      },
    );
  const validated = validate(declared.type, parsed(port, json));
  if ("value" in validated) return validated.value;
  throw new MadeusError(
    "MADEUS_OBJECTION",
    `${path(instance, port)} cannot be given: ${validated.problem}`,
  );
}

function parsed(port: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new MadeusError(
      "MADEUS_OBJECTION",
      `The value that --give has for ${quote(port)} is not JSON.`,
      {
        hint: `a text is written in quotes: --give '${shown(port)}="text"'`,
        cause,
      },
    );
  }
}
