/**
 * A document of the repository as a page of the site. What it says stays as it is; its links lead to pages, and a picture that has a
 * dark form is both, of which the style shows one: readers choose between light and dark here, not by their system alone.
 */
import { linkTo, targetOf } from "./address.ts";

export interface Document {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** The Markdown of the page. */
export function pageOf({ path, text }: Document): string {
  return mapProse(text, (prose) =>
    withLinks(prose.replaceAll(pictured, bothPictures), (link) => linkOnSite(path, link)),
  );
}

/** The files of the repository that the page leads to. */
export function filesLinkedFrom({ path, text }: Document): readonly string[] {
  const found: string[] = [];
  mapProse(text, (prose) =>
    withLinks(prose, (link) => {
      const target = targetOf(path, link);
      if (target !== undefined) found.push(target.file);
      return link;
    }),
  );
  return found;
}

function linkOnSite(path: string, link: string): string {
  const target = targetOf(path, link);
  if (target === undefined || link.startsWith("#")) return link;
  // The README is what the first page is on GitHub; its headings are not there.
  return target.file === "README.md"
    ? linkTo(path, target.file)
    : `${linkTo(path, target.file)}${target.anchor}`;
}

/** Changes the targets of links, of pictures, and of what is written in HTML. */
const withLinks = (prose: string, change: (link: string) => string): string =>
  prose
    .replaceAll(/(\]\()([^)\s]+)/g, (_, before: string, link: string) => `${before}${change(link)}`)
    .replaceAll(
      /(\b(?:href|src|srcset)=")([^"]+)/g,
      (_, before: string, link: string) => `${before}${change(link)}`,
    );

const pictured =
  /<picture>\s*<source media="\(prefers-color-scheme: dark\)" srcset="([^"]+)">\s*<img src="([^"]+)" alt="([^"]*)">\s*<\/picture>/g;

const bothPictures = (_: string, dark: string, light: string, alt: string): string =>
  `<img class="in-light" src="${light}" alt="${alt}">\n<img class="in-dark" src="${dark}" alt="${alt}">`;

/** Code is left alone: blocks and what stands between backticks. */
function mapProse(text: string, change: (prose: string) => string): string {
  return text
    .split(/(^```[^]*?^```[ \t]*$)/m)
    .map((part, index) => (index % 2 === 1 ? part : change(part)))
    .join("");
}
