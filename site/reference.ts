/** The reference of what users import: a page for each entry of the package, made of its declarations. */
import { readFileSync } from "node:fs";
import { type Declaration, declarationsOf, introductionOf } from "./declaration.ts";
import type { Document } from "./page.ts";

/** `api/madeus.md`, `api/actions.md`, … with links as a document in `docs/api/` would have them. */
export function references(): readonly Document[] {
  return entries().map(({ specifier, types }) => ({
    path: `docs/api/${specifier.split("/").at(-1)}.md`,
    text: referenceOf(specifier, introductionOf(types), declarationsOf(types)),
  }));
}

/** What can be imported, and the declarations that say what it is. */
export function entries(): readonly { readonly specifier: string; readonly types: string }[] {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
    readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
  };
  return Object.entries(manifest.exports).flatMap(([name, target]) =>
    typeof target === "string"
      ? []
      : [{ specifier: name.replace(".", "madeus"), types: target.types.replace("./", "") }],
  );
}

const chapters: readonly (readonly [title: string, kinds: readonly Declaration["kind"][]])[] = [
  ["Functions and values", ["function", "class", "value"]],
  ["Types", ["type"]],
];

function referenceOf(
  specifier: string,
  introduction: string,
  declarations: readonly Declaration[],
): string {
  const parts = chapters.map(([title, kinds]) => ({
    title,
    entries: entriesOf(declarations.filter(({ kind }) => kinds.includes(kind))),
  }));
  const anchors = anchorsOf(parts.flatMap(({ entries }) => entries.map(({ name }) => name)));
  return [
    `# \`${specifier}\``,
    plain(introduction),
    ...parts
      .filter(({ entries }) => entries.length > 0)
      .flatMap(({ title, entries }) => [
        `## ${title}`,
        ...entries.map((entry) => textOf(entry, anchors)),
      ]),
    "",
  ].join("\n\n");
}

/** What has one name, e.g. the forms of a function; sorted by it. */
interface Entry {
  readonly name: string;
  readonly forms: readonly Declaration[];
}

const entriesOf = (declarations: readonly Declaration[]): readonly Entry[] =>
  [...Map.groupBy(declarations, ({ name }) => name)]
    .map(([name, forms]) => ({ name, forms }))
    .toSorted((a, b) => a.name.localeCompare(b.name, "en"));

/** Name → the anchor of its heading, where `assembly` and `Assembly` are two. */
function anchorsOf(names: readonly string[]): ReadonlyMap<string, string> {
  const seen = new Map<string, number>();
  return new Map(
    names.map((name) => {
      const slug = name.toLowerCase();
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return [name, before === 0 ? slug : `${slug}-${before}`];
    }),
  );
}

function textOf({ name, forms }: Entry, anchors: ReadonlyMap<string, string>): string {
  const code = forms.map((form) => form.code.replaceAll(/\/\*\*[^]*?\*\//g, "")).join("\n");
  const mentioned = [...anchors].filter(
    ([other]) => other !== name && new RegExp(`\\b${other}\\b`).test(code),
  );
  const sources = new Set(
    forms.map(({ path }) => path.replace(/^dist\/(.*)\.d\.ts$/, "src/$1.ts")),
  );
  const links = [
    ...[...sources].map((source) => `[${source}](../../${source})`),
    ...mentioned.map(([other, anchor]) => `[\`${other}\`](#${anchor})`),
  ];
  return [
    `### ${name}`,
    ...forms.flatMap(({ comment, code }) => [plain(comment), `\`\`\`ts\n${code}\n\`\`\``]),
    links.join(" · "),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** What would be HTML in a comment is text, but for what stands between backticks. */
const plain = (comment: string): string =>
  comment
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll("<", "&lt;")))
    .join("");
