/** Rules for values of other types as rules for the leaves of a tree, which are JSON. */
import { type Json, leafText } from "../leaf.ts";
import { counter } from "./counter.ts";
import { type Log, log } from "./log.ts";
import { type Merge, mapped } from "./merge.ts";
import { jsonTelling, oneSide } from "./one-side.ts";
import { option } from "./option.ts";
import { type Written, register } from "./register.ts";
import { set } from "./set.ts";

/** How values of a type stand in JSON. */
export interface Form<T> {
  /** Undefined where the JSON is not of this form. */
  readonly read: (json: Json) => T | undefined;
  readonly write: (value: T) => Json;
}

/** The rule where all that is there is of the form; where something is not, as of any leaf. Missing leaves as of an option. */
export function leafRule<T>(form: Form<T>, rule: Merge<T>): Merge<Json | undefined> {
  const anyValue = oneSide(jsonTelling);
  return option<Json>((old, x, y) => {
    const [inX, inY] = [form.read(x), form.read(y)];
    const inOld = old === undefined ? undefined : form.read(old);
    const isOfForm =
      inX !== undefined && inY !== undefined && (old === undefined) === (inOld === undefined);
    return isOfForm ? mapped(rule(inOld, inX, inY), form.write) : anyValue(old, x, y);
  }, jsonTelling);
}

/** A number that is counted. */
export const counterLeaf: Merge<Json | undefined> = leafRule(
  { read: (json) => (typeof json === "number" ? json : undefined), write: (count) => count },
  counter,
);

/** A list of different values in any order; a merged one is sorted. */
export const setLeaf: Merge<Json | undefined> = leafRule<ReadonlySet<string>>(
  {
    read: (json) => (isList(json) ? new Set(json.map(leafText)) : undefined),
    write: (found) => [...found].toSorted().map((text) => JSON.parse(text) as Json),
  },
  set<string>(),
);

/** A value and when it was written: `{"atMs": 3, "value": …}`. */
export const registerLeaf: Merge<Json | undefined> = leafRule<Written<Json>>(
  {
    read(json) {
      const { atMs, value } = fieldsOf(json);
      return typeof atMs === "number" && value !== undefined ? { atMs, value } : undefined;
    },
    write: ({ atMs, value }) => ({ atMs, value }),
  },
  register(),
);

/** A list of entries `{"atMs": 3, "text": "…"}`, the newest first. */
export const logLeaf: Merge<Json | undefined> = leafRule<Log>(
  {
    read(json) {
      const entries = isList(json) ? json.map(fieldsOf) : undefined;
      const found = entries?.flatMap(({ atMs, text }) =>
        typeof atMs === "number" && typeof text === "string" ? [{ atMs, text }] : [],
      );
      return found?.length === entries?.length ? found : undefined;
    },
    write: (entries) => entries,
  },
  log,
);

type Fields = { readonly [key: string]: Json | undefined };
const fieldsOf = (json: Json): Fields => {
  if (typeof json !== "object" || json === null || isList(json)) return {};
  return json;
};

/** `Array.isArray` does not tell read-only lists from objects. */
const isList = (json: Json): json is readonly Json[] => Array.isArray(json);
