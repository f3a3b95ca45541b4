/**
 * A leaf of a tree: a value as JSON, always written in the same way.
 *
 * Keys are sorted, there are no spaces, and a newline ends it: equal values are one object, and git shows a change as a line.
 */
import { damagedObject } from "./object-fault.ts";

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** @throws RangeError  where a number in it is not finite: JSON cannot hold it */
export function leafText(value: Json): string {
  return `${canonical(value)}\n`;
}

export const leafBytes = (value: Json): Uint8Array => utf8.encode(leafText(value));

/**
 * How it is spaced does not matter.
 *
 * @throws MadeusError  `MADEUS_OBJECT_DAMAGED` where it is not JSON, or where `leafProblem` finds fault with it
 */
export function readLeaf(bytes: Uint8Array): Json {
  const value = parsed(bytes);
  const problem = leafProblem(value);
  if (problem !== undefined) throw damagedObject("leaf", problem);
  return value;
}

/** Why what JSON gave can be no leaf: it could not be written again. Undefined where it can. Cost: linear. */
export function leafProblem(value: Json): string | undefined {
  let level: readonly Json[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > depthMax) return `it is nested deeper than ${depthMax}`;
    if (level.some((part) => typeof part === "number" && !Number.isFinite(part)))
      return "it holds a number that is too great";
    level = level.flatMap((part) =>
      typeof part === "object" && part !== null ? Object.values(part) : [],
    );
  }
  return undefined;
}
/** So that no walk of it comes to the end of the stack. */
const depthMax = 500;

function parsed(bytes: Uint8Array): Json {
  try {
    return JSON.parse(strictUtf8.decode(bytes)) as Json;
  } catch (error) {
    throw damagedObject("leaf", "it is not JSON", error);
  }
}

function canonical(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new RangeError(`a leaf cannot hold ${value}`);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  const fields = Object.keys(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`);
  return `{${fields.join(",")}}`;
}

/** `Array.isArray` does not tell read-only lists from objects. */
const isList = (value: object): value is readonly Json[] => Array.isArray(value);

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
