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

/** @throws MadeusError  `MADEUS_OBJECT_DAMAGED` where it is not JSON; how it is spaced does not matter */
export function readLeaf(bytes: Uint8Array): Json {
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
