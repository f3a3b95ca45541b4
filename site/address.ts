/**
 * Where a file of the repository stands on the site. Documents are pages; what they link to besides is shown as it is, below `source/`,
 * so that the site needs no other.
 */
import { posix } from "node:path";

const roots: Readonly<Record<string, string>> = {
  "README.md": "index.md",
  "ARCHITECTURE.md": "architecture.md",
  "CONTRIBUTING.md": "contributing.md",
  "CHANGELOG.md": "changelog.md",
};

/** The path on the site of the file or folder at `path`, both without a slash before them. */
export function addressOf(path: string): string {
  const page = roots[path] ?? /^docs\/(.+)$/.exec(path)?.[1];
  return page ?? `source/${path.replace(/\/$/, "")}.html`;
}

/** Is the file shown as a source? */
export const isSource = (path: string): boolean => addressOf(path).startsWith("source/");

/** The file that `link` leads to from the document at `path`, and the heading in it; undefined for links to other sites. */
export function targetOf(
  path: string,
  link: string,
): { readonly file: string; readonly anchor: string } | undefined {
  if (/^([a-z]+:|\/\/)/i.test(link)) return undefined;
  const [file = "", anchor] = link.split("#");
  return {
    file: file === "" ? path : posix.join(posix.dirname(path), file),
    anchor: anchor === undefined ? "" : `#${anchor}`,
  };
}

/** What to write on the page of `path` to lead to `file`. */
export function linkTo(path: string, file: string): string {
  const relative = posix.relative(posix.dirname(addressOf(path)), addressOf(file));
  return relative.startsWith(".") ? relative : `./${relative}`;
}
