/**
 * What GitHub Actions understands of what a step of a workflow prints: groups that can be folded, and errors beside the line of a file.
 *
 * The lines of everybody else are kept from being understood in the same way: an action may print what it likes.
 */
import { isAbsolute, relative } from "node:path";
import type { Position } from "../model/position.ts";

export interface Workflow {
  /** What follows can be folded, until `endGroup`. */
  group(title: string): void;
  endGroup(): void;
  annotate(one: Annotation): void;
}
export interface Annotation {
  readonly severity: "error" | "warning";
  readonly title: string;
  readonly message: string;
  /** What it is beside; missing: nothing. */
  readonly at?: Position | undefined;
}
type Environment = Readonly<Record<string, string | undefined>>;

/** Undefined where the process is no step of a workflow. */
export function workflowIn(env: Environment, print: (line: string) => void): Workflow | undefined {
  const { GITHUB_ACTIONS, GITHUB_WORKSPACE } = env;
  if (GITHUB_ACTIONS !== "true") return undefined;
  return {
    group: (title) => print(`::group::${escaped(title)}`),
    endGroup: () => print("::endgroup::"),
    annotate: (one) => print(annotationText(one, GITHUB_WORKSPACE)),
  };
}

/** The same text, of which no line is a command to a workflow. */
export const uncommanded = (text: string): string =>
  text.replaceAll(/^(\s*:):/gm, "$1\u200b:").replaceAll("##[", "#\u200b#[");

function annotationText(
  { severity, title, message, at }: Annotation,
  root: string | undefined,
): string {
  const where =
    at === undefined
      ? []
      : [`file=${property(fileIn(root, at.file))}`, `line=${at.line}`, `col=${at.column}`];
  return `::${severity} ${[...where, `title=${property(title)}`].join(",")}::${escaped(message)}`;
}

/** Files are named as in the repository. */
function fileIn(root: string | undefined, file: string): string {
  const near = root === undefined ? file : relative(root, file);
  return near.startsWith("..") || isAbsolute(near) ? file : near;
}

const escaped = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string =>
  escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
