/**
 * Forms: what shape a declaration must have before anything else can be said of it.
 *
 * Declarations may come from JSON or from plain JavaScript, where no compiler looked at them. A value that has the form can be
 * used as its type without a further look; one that has not gets a finding for every part that is wrong.
 */
import { path, quote, shown } from "./name.ts";
import { kindOf } from "./value.ts";

/** What is wrong with a value, in sentences; `where` is the path to it. */
export type Form = (value: unknown, where: readonly string[]) => readonly string[];

/** A form that is told in one phrase, e.g. `a string`. */
export const is =
  (must: string, holds: (value: unknown) => boolean): Form =>
  (value, where) =>
    holds(value) ? [] : [problem(where, must, value)];

export const text: Form = is("a string", (value) => typeof value === "string");
export const number: Form = is("a number", (value) => typeof value === "number");
export const callable: Form = is("a function", (value) => typeof value === "function");

/** One of a few words. */
export const oneOf = (...words: readonly string[]): Form =>
  is(words.map(quote).join(" or "), (value) => words.includes(value as string));

export const listOf =
  (item: Form, must = "a list"): Form =>
  (value, where) =>
    Array.isArray(value)
      ? // A hole in a list is something that is missing.
        Array.from<unknown>(value).flatMap((one, index) => item(one, [...where, String(index)]))
      : [problem(where, must, value)];

/** An object whose keys are names. */
export const namesTo =
  (item: Form): Form =>
  (value, where) =>
    isObject(value)
      ? Object.entries(value).flatMap(([name, one]) => item(one, [...where, name]))
      : [problem(where, "an object of names", value)];

/** An object with known fields; others are left alone. */
export const fields =
  (forms: Readonly<Record<string, Form>>, must = "an object"): Form =>
  (value, where) =>
    isObject(value)
      ? Object.entries(forms).flatMap(([name, form]) => form(value[name], [...where, name]))
      : [problem(where, must, value)];

export const optional =
  (form: Form): Form =>
  (value, where) =>
    value === undefined ? [] : form(value, where);

/** The first form where `when` holds, else the second. */
export const either =
  (when: (value: unknown) => boolean, form: Form, otherwise: Form): Form =>
  (value, where) =>
    (when(value) ? form : otherwise)(value, where);

/** Several forms of one value; what the first finds is not said again by the others. */
export const both =
  (...forms: readonly Form[]): Form =>
  (value, where) => {
    for (const form of forms) {
      const problems = form(value, where);
      if (problems.length > 0) return problems;
    }
    return [];
  };

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function problem(where: readonly string[], must: string, value: unknown): string {
  const subject = where.length === 0 ? "it" : path(...where);
  const found = typeof value === "string" ? quote(value) : shown(kindOf(value));
  return `${subject} must be ${must}, but is ${found}`;
}
