/** The form of the code: how long, how named, how exported. One function a rule, each gives all the breaches of a file. */
import {
  type Branch,
  type Breach,
  type Source,
  branches,
  breach,
  importsOf,
  nameOf,
} from "./source.ts";

const linesMax = 300;
const functionLinesMax = 50;

export function lengthBreaches(source: Source): readonly Breach[] {
  const lines = source.text.trimEnd().split("\n").length;
  return lines > linesMax
    ? [breach(source, undefined, `has ${lines} lines; at most ${linesMax} are allowed`)]
    : [];
}

export function functionBreaches(source: Source): readonly Breach[] {
  return [...branches(source.tree)].flatMap(({ at }) => {
    const isFunction = /^(Function|ArrowFunction)/.test(at.type) && at["body"] !== null;
    const lines = source.text.slice(at.start, at.end).split("\n").length;
    return isFunction && lines > functionLinesMax && !holdsTests(at)
      ? [
          breach(
            source,
            at,
            `has a function of ${lines} lines; at most ${functionLinesMax} are allowed`,
          ),
        ]
      : [];
  });
}

/** Names that say nothing of the domain. */
const emptyWords = new Set(
  "base common handler helper helpers impl manager misc shared stuff util utils".split(" "),
);

export function nameBreaches(source: Source): readonly Breach[] {
  const [file = "", ...folders] = source.path.split("/").toReversed();
  const stem = file.replace(/\.tsx?$/, "").replace(/\.(bench|config|test)$/, "");
  const words = [stem, ...folders].flatMap((name) => name.split("-"));
  return [
    ...words
      .filter((word) => emptyWords.has(word))
      .map((word) => breach(source, undefined, `has the word ${word} in its name`)),
    ...(stem === "types"
      ? [breach(source, undefined, "is named types; name it after its noun")]
      : []),
    ...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem)
      ? []
      : [breach(source, undefined, "is not named in lower case with dashes")]),
  ];
}

/** What is exported is exported by name, from the file that declares it; only the files directly in `src/` re-export. */
export function exportBreaches(source: Source): readonly Breach[] {
  const isEntry = /^src\/[^/]+$/.test(source.path);
  return [...branches(source.tree)].flatMap(({ at }) => {
    if (at.type === "ExportDefaultDeclaration") return [breach(source, at, "has a default export")];
    if (at.type === "ExportAllDeclaration") return [breach(source, at, "exports all of a module")];
    const again = at.type === "ExportNamedDeclaration" && isPresent(at["source"]);
    return again && !isEntry ? [breach(source, at, "exports what another file declares")] : [];
  });
}

const named = /\.tsx?$/;
/** Node runs the sources, so that an import names the file as it is. */
export function specifierBreaches(source: Source): readonly Breach[] {
  return importsOf(source)
    .filter(({ specifier }) => specifier.startsWith(".") && !named.test(specifier))
    .map(({ specifier, at }) =>
      breach(source, at, `imports ${specifier}, which does not end in .ts`),
    );
}

/** What is unfinished is in an issue, not in the code; and no file knows the machine it was written on. */
export function wordBreaches(source: Source): readonly Breach[] {
  return source.text.split("\n").flatMap((line, index) => {
    const found = /\b(TO[D]O|FIX[M]E|XX[X])\b|["'`]\/(work|root|home)\//.exec(line);
    return found === null ? [] : [`${source.path}:${index + 1} says ${found[0]}`];
  });
}

/** A module begins with a comment that says what it is. */
export const commentBreaches = (source: Source): readonly Breach[] =>
  /^(#!.*\n)?\/\*\*/.test(source.text)
    ? []
    : [breach(source, undefined, "does not begin with a comment that says what it is")];

/** `index.ts` is the list of what users import: named re-exports, nothing else. */
export function entryBreaches(source: Source): readonly Breach[] {
  if (source.path !== "src/index.ts") return [];
  return (source.tree["body"] as readonly Branch[])
    .filter((at) => at.type !== "ExportNamedDeclaration" || !isPresent(at["source"]))
    .map((at) => breach(source, at, "holds something else than named re-exports"));
}

/** Users copy assemblies, so that these import what users can import. */
export function assemblyBreaches(source: Source): readonly Breach[] {
  return importsOf(source)
    .filter(({ specifier }) => /^\.\.?\/.*\b(src|test|dist)\//.test(specifier))
    .map(({ specifier, at }) => breach(source, at, `imports ${specifier}; users import "madeus"`));
}

const isPresent = (value: unknown): boolean => value !== null && value !== undefined;

/** A function that holds tests is a list of them; its length is not that of a function. */
const holdsTests = (at: Branch): boolean =>
  [...branches(at)].some(({ at }) => nameOf(at) === "test" || nameOf(at) === "describe");
