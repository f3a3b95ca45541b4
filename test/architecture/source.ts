/**
 * A source file as the rules of the architecture see it: its path, its text, and its syntax tree.
 *
 * Rules look at syntax, never at text, so that a comment or a string can neither break a rule nor hide a breach.
 */
import { readFileSync, readdirSync } from "node:fs";
import { parseSync } from "vite";

export interface Source {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly tree: Branch;
}

/** A node of the syntax tree (ESTree's names); `start` and `end` are offsets into the text. */
export interface Branch {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** An import or a re-export of another module. */
export interface Import {
  readonly specifier: string;
  /** Nothing of it is left at run time. */
  readonly typeOnly: boolean;
  readonly names: readonly string[];
  readonly at: Branch;
}

/** Something that a rule does not allow, and where. */
export type Breach = string;

export const breach = (source: Source, at: Branch | undefined, sentence: string): Breach =>
  `${source.path}:${at === undefined ? 1 : lineOf(source, at.start)} ${sentence}`;

export function parse(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0]?.message}`);
  return { path, text, tree: program as unknown as Branch };
}

/** Every TypeScript file below `folder`, in order of its path. */
export function sourcesIn(folder: string): readonly Source[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith(".d.ts"),
    )
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .toSorted()
    .map((path) => parse(path, readFileSync(path, "utf8")));
}

/** Every import of the file, those in types and `import()` with a literal included. */
export function importsOf(source: Source): readonly Import[] {
  return [...branches(source.tree)].flatMap(({ at }) => {
    const from = at["source"] as Branch | null | undefined;
    if (typeof from?.["value"] !== "string") return [];
    const typeOnly =
      at["importKind"] === "type" || at["exportKind"] === "type" || at.type === "TSImportType";
    const names = ((at["specifiers"] ?? []) as readonly Branch[]).map(
      (one) => nameOf(one["imported"]) ?? "*",
    );
    return [{ specifier: from["value"], typeOnly, names, at }];
  });
}

/** The name of an identifier, undefined for anything else. */
export function nameOf(value: unknown): string | undefined {
  const at = value as Branch | null | undefined;
  return at?.type === "Identifier" ? (at["name"] as string) : undefined;
}

/** All of the tree, parents first. With `valuesOnly` what is left at run time: no types. */
export function* branches(
  tree: Branch,
  valuesOnly = false,
  parent: Branch | undefined = undefined,
): Generator<{ readonly at: Branch; readonly parent: Branch | undefined }> {
  yield { at: tree, parent };
  for (const child of childrenOf(tree)) {
    if (valuesOnly && child.type.startsWith("TS") && !wrapsValue.has(child.type)) continue;
    yield* branches(child, valuesOnly, tree);
  }
}

const lineOf = (source: Source, offset: number): number =>
  source.text.slice(0, offset).split("\n").length;

const wrapsValue = new Set([
  "TSAsExpression",
  "TSInstantiationExpression",
  "TSNonNullExpression",
  "TSSatisfiesExpression",
]);

const childrenOf = (tree: Branch): readonly Branch[] => Object.values(tree).flat().filter(isBranch);

const isBranch = (value: unknown): value is Branch =>
  typeof value === "object" && value !== null && "type" in value && "start" in value;
