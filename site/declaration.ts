/**
 * What a compiled module declares for others: each export with its comment and the text of its declaration, as the compiler wrote it
 * into the `.d.ts`, which holds types and comments, and nothing of how it is done.
 */
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { parseSync } from "vite";

export interface Declaration {
  readonly name: string;
  readonly kind: "function" | "class" | "value" | "type";
  /** Markdown; empty where there is none. */
  readonly comment: string;
  readonly code: string;
  /** The `.d.ts` that it stands in, from the root of the repository. */
  readonly path: string;
}

interface Branch {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** All that an entry of the package exports, in the order in which it does. @throws Error  where something has no declaration */
export function declarationsOf(entry: string): readonly Declaration[] {
  const text = readFileSync(entry, "utf8");
  return (bodyOf(entry, text) as readonly Branch[]).flatMap((statement) => {
    if (statement.type !== "ExportNamedDeclaration") return [];
    const from = statement["source"] as Branch | null;
    if (from === null) return declaredBy(statement, entry, text);
    const path = posix.join(posix.dirname(entry), String(from["value"])).replace(/\.ts$/, ".d.ts");
    const there = declarationsOf(path);
    return (statement["specifiers"] as readonly Branch[]).map((specifier) => {
      const [local, exported] = [wordOf(specifier["local"]), wordOf(specifier["exported"])];
      const found = there.find(({ name }) => name === local);
      if (found === undefined) throw new Error(`${path} does not declare ${local}`);
      return { ...found, name: exported };
    });
  });
}

/** What the module says of itself. */
export const introductionOf = (entry: string): string =>
  lastComment(/^\s*\/\*\*[^]*?\*\//.exec(readFileSync(entry, "utf8"))?.[0] ?? "");

function declaredBy(statement: Branch, path: string, text: string): readonly Declaration[] {
  const declared = statement["declaration"] as Branch | null;
  if (declared === null) return [];
  const code = text
    .slice(statement.start, statement.end)
    .replace(/^export (declare )?/, "")
    .replaceAll(/^( {4})+/gm, (indent) => indent.slice(indent.length / 2));
  const comment = lastComment(text.slice(0, statement.start));
  return namesIn(declared).map((name) => ({ name, kind: kindOf(declared), comment, code, path }));
}

function namesIn(declared: Branch): readonly string[] {
  const variables = declared["declarations"] as readonly Branch[] | undefined;
  return (variables ?? [declared]).map(({ id }) => wordOf(id));
}

function kindOf({ type }: Branch): Declaration["kind"] {
  if (type === "ClassDeclaration") return "class";
  if (type === "VariableDeclaration") return "value";
  return type.startsWith("TS") && type !== "TSDeclareFunction" ? "type" : "function";
}

/** The comment that ends where the text ends; its tags become sentences. */
function lastComment(before: string): string {
  const comment = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*$/.exec(before)?.[1] ?? "";
  return comment
    .replaceAll(/^\s*\*( |$)/gm, "")
    .trim()
    .replaceAll(/\s*@param (\S+) +/g, "\n- `$1`: ")
    .replaceAll(/\s*@(?:returns) +/g, "\n\nGives ")
    .replaceAll(/\s*@throws (\S+) +/g, "\n\nThrows `$1`: ");
}

const bodyOf = (path: string, text: string): unknown => parseSync(path, text).program.body;

const wordOf = (value: unknown): string => String((value as Branch)["name"]);
