/** The form of a plan in a file: what it holds, and what is wrong with one that somebody else has written or changed. Pure. */
import { quote } from "../model/name.ts";
import type { Settings } from "../model/setting.ts";
import type { ForecastEnding } from "./ending.ts";
import type { Bounds } from "./beginning.ts";
import type { PlaceNews } from "./place-check.ts";

export interface Plan {
  readonly madeusPlan: 1;
  /** Absolute. */
  readonly file: string;
  readonly export: string;
  readonly assembly: string;
  readonly settings: Settings;
  /** Those that were named; what they need is found again. */
  readonly instances: readonly string[];
  readonly declaration: string;
  readonly state: {
    /** Absolute. */
    readonly directory: string;
    /** Of the state and its last record; missing where there was none. */
    readonly id?: string;
    readonly seq?: number;
  };
  readonly bounds: Bounds;
  /** Replicas are changed together. */
  readonly atOnce?: boolean;
  /** What the places said that were asked for it, and that the state does not know. */
  readonly news?: readonly PlaceNews[];
  /** Instance → what its steps would change. */
  readonly differing?: Readonly<Record<string, string>>;
  /** For those who read it; it is not carried out. */
  readonly expected: ForecastEnding;
}

/** What keeps a value from being a plan: `"state.seq" is missing or wrong`; undefined where it is one. */
export function flawOf(value: unknown): string | undefined {
  if (!isRecord(value)) return "it holds no object";
  for (const [path, test] of Object.entries(fields)) {
    const own = path
      .split(".")
      .reduce<unknown>((at, name) => (isRecord(at) ? at[name] : at), value);
    if (!test(own)) return `${quote(path)} is missing or wrong`;
  }
  return undefined;
}

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === "string" && value !== "";
const isCount: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 1;
const isNamedLimit: Test = (value) =>
  isCount(value) || (isRecord(value) && isCount(value["perHost"]));
const isPolicy: Test = (value) => ["stop", "drain", "rollback"].includes(value as string);
const isSetting: Test = (value) => ["string", "number", "boolean"].includes(typeof value);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isNews: Test = (value) =>
  isRecord(value) &&
  (value["type"] === "lost" || value["type"] === "found") &&
  isText(value["instance"]) &&
  isText(value["place"]);
const recordOf =
  (test: Test): Test =>
  (value) =>
    isRecord(value) && Object.values(value).every(test);
const maybe =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);

/** By path; what holds others comes before them. */
const fields: Readonly<Record<string, Test>> = {
  madeusPlan: (value) => value === 1,
  file: isText,
  export: isText,
  assembly: isText,
  settings: recordOf(isSetting),
  instances: (value) => Array.isArray(value) && value.length > 0 && value.every(isText),
  declaration: isText,
  state: isRecord,
  "state.directory": isText,
  "state.id": maybe(isText),
  "state.seq": maybe(isCount),
  atOnce: (value) => value === undefined || typeof value === "boolean",
  news: (value) => value === undefined || (Array.isArray(value) && value.every(isNews)),
  differing: maybe(recordOf(isText)),
  bounds: isRecord,
  "bounds.limits": isRecord,
  "bounds.limits.total": maybe(isCount),
  "bounds.limits.perHost": maybe(isCount),
  "bounds.limits.named": maybe(recordOf(isNamedLimit)),
  "bounds.onError": maybe(isPolicy),
  "bounds.onErrorOf": maybe(recordOf(isPolicy)),
};
