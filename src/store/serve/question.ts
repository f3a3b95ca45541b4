/** What a request asks, read from what somebody sent: of the form that it must have, or refused with what is wrong. */
import { MadeusError } from "../../model/code.ts";
import { quote } from "../../model/name.ts";
import type { Person } from "../commit.ts";
import { type Json, leafProblem } from "../leaf.ts";
import { type ObjectId, isObjectId } from "../object-id.ts";
import type { Path } from "../tree.ts";

/** A change of one leaf: without a value it is removed. */
export interface LeafChange {
  readonly path: Path;
  readonly value?: Json;
}
export interface CommitQuestion {
  readonly branch: string;
  /** Where the branch must stand; null: it must not be there. */
  readonly from: ObjectId | null;
  readonly changes: readonly LeafChange[];
  readonly message: string;
  readonly by: Person;
}
export interface MergeQuestion {
  readonly into: string;
  /** A branch, or a commit. */
  readonly from: string;
  readonly message?: string | undefined;
  readonly by: Person;
}
export interface ObjectsQuestion {
  readonly want: readonly ObjectId[];
  /** Commits that are there already, with all that led to them; but before one of `ends` nothing is there. */
  readonly have: readonly ObjectId[];
  readonly ends: readonly ObjectId[];
  readonly depth?: number | undefined;
}

/** What a body holds. @throws MadeusError  `MADEUS_BAD_REQUEST`, as all that follow */
export function bodyOf(bytes: Uint8Array): Fields {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (isFields(value)) return value;
  } catch {
    // Told below.
  }
  throw badRequest("its body is no JSON object");
}

export const commitQuestion = (body: Fields): CommitQuestion => ({
  branch: text(body, "branch"),
  from: body["from"] === null ? null : idIn(body["from"], "from"),
  changes: list(body, "changes", changesMax).map(changeIn),
  message: text(body, "message"),
  by: personIn(body),
});

export const mergeQuestion = (body: Fields): MergeQuestion => ({
  into: text(body, "into"),
  from: text(body, "from"),
  message: body["message"] === undefined ? undefined : text(body, "message"),
  by: personIn(body),
});

export const objectsQuestion = (body: Fields): ObjectsQuestion => ({
  want: list(body, "want", idsMax).map((id) => idIn(id, "want")),
  have: list(body, "have", idsMax).map((id) => idIn(id, "have")),
  ends: list(body, "ends", idsMax).map((id) => idIn(id, "ends")),
  depth: body["depth"] === undefined ? undefined : natural(body["depth"], "depth", 1),
});

/** A number of a query; undefined where there is none. */
export function numberIn(query: URLSearchParams, name: string): number | undefined {
  const given = query.get(name);
  return given === null ? undefined : natural(given === "" ? undefined : Number(given), name, 0);
}

/** `66,1000000031`; none where nothing is said. */
export const numbersIn = (query: URLSearchParams, name: string): readonly number[] =>
  (query.get(name) ?? "")
    .split(",")
    .filter((text) => text !== "")
    .map((text) => natural(Number(text), name, 0));

/** What a query must say. */
export function textIn(query: URLSearchParams, name: string): string {
  const given = query.get(name);
  if (given === null || given === "") throw badRequest(`it does not say ${name}`);
  return given;
}

/** `a/b/c`; nothing is the root. */
export const pathIn = (query: URLSearchParams): Path =>
  (query.get("path") ?? "").split("/").filter((name) => name !== "");

export const badRequest = (why: string): MadeusError =>
  new MadeusError("MADEUS_BAD_REQUEST", `The request cannot be understood: ${why}.`, {
    hint: "docs/sync.md says what may be asked, and how.",
  });

export type Fields = Readonly<Record<string, unknown>>;

const changesMax = 100_000;
export const idsMax = 1000;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === "string" && value !== "" && value.isWellFormed()) return value;
  throw badRequest(`${name} is no text`);
}

function list(fields: Fields, name: string, lengthMax: number): readonly unknown[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value)) throw badRequest(`${name} is no list`);
  if (value.length > lengthMax) throw badRequest(`${name} holds more than ${lengthMax}`);
  return value;
}

function idIn(value: unknown, name: string): ObjectId {
  if (typeof value === "string" && isObjectId(value)) return value;
  throw badRequest(`${name} holds what is no id: ${quote(String(value))}`);
}

function natural(value: unknown, name: string, min: number): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= min) return value;
  throw badRequest(`${name} is no whole number from ${min} up`);
}

function changeIn(value: unknown): LeafChange {
  const path = isFields(value) ? value["path"] : undefined;
  const isPath = Array.isArray(path) && path.every((name) => typeof name === "string");
  if (!isFields(value) || !isPath) throw badRequest("a change has no path, a list of names");
  if (!("value" in value)) return { path };
  // What came as JSON is JSON.
  const leaf = value["value"] as Json;
  const problem = leafProblem(leaf);
  if (problem !== undefined) throw badRequest(`a value cannot be kept, for ${problem}`);
  return { path, value: leaf };
}

function personIn(body: Fields): Person {
  const by = body["by"];
  if (!isFields(by)) throw badRequest("it does not say by whom: a name and an email");
  return { name: text(by, "name"), email: text(by, "email") };
}
