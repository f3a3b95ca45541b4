/**
 * What a file touches of the world: modules that do more than compute, global names of the world, what goes on later.
 *
 * Types touch nothing, nor does a name that the file itself declares.
 */
import { type Branch, type Source, branches, importsOf, nameOf } from "./source.ts";

export interface Touch {
  /** A module, a package, a global name, `async` or `import()`. */
  readonly what: string;
  readonly at: Branch;
}

export function touches(source: Source): readonly Touch[] {
  return [...worldlyImports(source), ...worldlyNames(source), ...asynchronous(source)];
}

/** Modules of Node that compute and do nothing else; of `node:crypto` the hashes alone. */
const pureModules = new Set(["node:assert/strict", "node:path", "node:path/posix", "node:util"]);
const pureNames = new Set([
  "createHash",
  "createHmac",
  "fileURLToPath",
  "hash",
  "pathToFileURL",
  "timingSafeEqual",
]);

function worldlyImports(source: Source): readonly Touch[] {
  return importsOf(source)
    .filter(({ specifier, typeOnly, names }) => {
      if (typeOnly || specifier.startsWith(".") || pureModules.has(specifier)) return false;
      const hashesOrUrls = specifier === "node:crypto" || specifier === "node:url";
      return !(hashesOrUrls && names.every((name) => pureNames.has(name)));
    })
    .map(({ specifier, at }) => ({ what: specifier, at }));
}

const worldly = new Set(
  `clearImmediate clearInterval clearTimeout console crypto document fetch globalThis localStorage location navigator onmessage
   performance postMessage process queueMicrotask requestAnimationFrame ResizeObserver sessionStorage setImmediate setInterval
   setTimeout WebSocket window Worker`.split(/\s+/),
);

/** Global names of the world, wherever they stand for a value. */
function worldlyNames(source: Source): readonly Touch[] {
  const nodes = [...branches(source.tree, true)];
  const declared = new Set(nodes.flatMap(({ at }) => declaredBy(at)));
  return nodes.flatMap(({ at, parent }) => {
    const name = nameOf(at);
    if (name === undefined || declared.has(name) || isKey(at, parent)) return [];
    const what = worldly.has(name) ? name : impureUse(name, parent);
    return what === undefined ? [] : [{ what, at }];
  });
}

/** `Date`, `Math` and `Error` compute, but for the clock, chance and the stack. */
function impureUse(name: string, parent: Branch | undefined): string | undefined {
  const member = nameOf(parent?.["property"]) ?? "";
  if (name === "Math") return member === "random" ? "Math.random" : undefined;
  if (name === "Error") {
    return ["captureStackTrace", "stackTraceLimit"].includes(member) ? "Error" : undefined;
  }
  if (name !== "Date") return undefined;
  const converts =
    ["UTC", "parse"].includes(member) ||
    (parent?.type === "NewExpression" && (parent["arguments"] as readonly unknown[]).length > 0);
  return converts ? undefined : "Date";
}

/** Functions that go on later, and code that is loaded later. */
function asynchronous(source: Source): readonly Touch[] {
  return [...branches(source.tree, true)]
    .filter(
      ({ at }) =>
        at.type === "AwaitExpression" ||
        at.type === "ImportExpression" ||
        at["async"] === true ||
        at["await"] === true ||
        (at.type === "NewExpression" && nameOf(at["callee"]) === "Promise"),
    )
    .map(({ at }) => ({ what: at.type === "ImportExpression" ? "import()" : "async", at }));
}

/** A name after a dot, before a colon or in an import is not a reference to anything global. */
function isKey(at: Branch, parent: Branch | undefined): boolean {
  if (parent === undefined || parent["computed"] === true) return false;
  if (parent.type === "ImportSpecifier") return true;
  return parent["property"] === at || parent["key"] === at;
}

/** The names that a node brings into the file. */
function declaredBy(at: Branch): readonly string[] {
  const declares = /^(VariableDeclarator|Function|Class)/.test(at.type);
  const patterns = [
    declares ? at["id"] : undefined,
    at.type.startsWith("Import") ? at["local"] : undefined,
    ...((at["params"] as readonly unknown[] | undefined) ?? []),
  ];
  return patterns.flatMap(bound);
}

/** The names that a pattern binds; a default value in it binds nothing. */
function bound(pattern: unknown): readonly string[] {
  if (pattern === null || pattern === undefined) return [];
  const at = pattern as Branch;
  const name = nameOf(at);
  if (name !== undefined) return [name];
  const inner = [at["left"], at["argument"], at["elements"], at["properties"], at["value"]];
  return inner.flat().flatMap(bound);
}
