/** YAML as Ansible reads it (1.1), with the line of every key. The package computes and does nothing else. */
import {
  type Document,
  LineCounter,
  type Node,
  type Pair,
  isAlias,
  isMap,
  isScalar,
  parseDocument,
} from "yaml";
import { quote } from "../model/name.ts";
import type { Position } from "../model/position.ts";
import type { Draft, Said } from "./draft.ts";

/** A value of a file, and what is under it. */
export interface Branch {
  readonly at: Position;
  /** Under each key; undefined where it is no mapping. */
  readonly entries: readonly (readonly [key: string, under: Branch])[] | undefined;
  /** What it is as plain data. */
  said(): Said;
}

/**
 * Reads one document. What is no YAML is told as findings of the draft, each with its line.
 *
 * @returns undefined where there is nothing to go on with
 */
export function readTree(text: string, file: string, draft: Draft): Branch | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: "1.1",
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "error",
  });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  for (const { code, message, pos } of document.errors) {
    // It may be found before the blanks that stand before it.
    const where = at(pos[0] + blanksAt(text, pos[0]));
    if (code === "DUPLICATE_KEY")
      draft.wrong("MADEUS_DUPLICATE_NAME", "a name stands here twice", where, "leave one out");
    else draft.wrong("MADEUS_FILE_FORMAT", `this is no YAML: ${sentence(message)}`, where);
  }
  if (document.errors.length > 0) return undefined;
  return branch(document, document.contents, at, at(0));
}

const blanksAt = (text: string, offset: number): number =>
  /^\s*/.exec(text.slice(offset))?.[0].length ?? 0;

const sentence = (message: string): string => message.split("\n")[0] ?? "";

type At = (offset: number) => Position;

function branch(document: Document, node: unknown, place: At, at: Position): Branch {
  const target = isAlias(node) ? node.resolve(document) : node;
  const entries = isMap(target)
    ? target.items.flatMap((pair) => entriesOf(document, pair, place, at))
    : undefined;
  return {
    at,
    entries,
    said: () => {
      const value =
        target === null || target === undefined ? undefined : (target as Node).toJS(document);
      const isEncrypted = isScalar(target) && target.tag === "!vault";
      return isEncrypted ? { value: undefined, at, isEncrypted } : { value: value as unknown, at };
    },
  };
}

/** A key and what is under it; of `<<: *other` all that the other one has. */
function entriesOf(
  document: Document,
  { key, value }: Pair,
  place: At,
  above: Position,
): readonly (readonly [string, Branch])[] {
  const name = isScalar(key) ? key.value : undefined;
  const at = isScalar(key) ? place(key.range?.[0] ?? 0) : above;
  const under = branch(document, value, place, at);
  if (isMerge(name)) return under.entries ?? [];
  return [[String(name), under]];
}

const isMerge = (key: unknown): boolean =>
  key === "<<" || (typeof key === "symbol" && key.description === "<<");

/** What stands where a mapping should. */
export const kindIn = ({ said }: Branch): string => {
  const { value } = said();
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? quote(value) : `a ${typeof value}`;
};
