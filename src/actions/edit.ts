/** Changes within a file that somebody else has written: by a function from its text to its text, which standard steps stand on. */
import { quote } from "../model/name.ts";
import type { Question, Step } from "../model/step.ts";
import { writeContent } from "./content.ts";
import { ensurePath } from "./name.ts";
import { badStep, script, step, stepFailed } from "./step.ts";

export interface EditOptions {
  /** Absolute. */
  readonly path: string;
  /** The text as it should be; given that, it changes nothing more. */
  readonly edit: (text: string) => string;
  /** Takes a file that is not there as an empty one, and makes it with mode 0644; else that is a failure. */
  readonly create?: boolean;
  /** What stands for the edit where it is told. */
  readonly what?: string;
}

/** A file with its text as `edit` makes it. Mode and owner stay. The file must be UTF-8, and is read as a whole. */
export function edited({ path, edit, create = false, what = "text" }: EditOptions): Step {
  const at = ensurePath(path);
  const current = textIn(at, create);
  return step(`${what} of ${at}`, {
    look: {
      text: current.text,
      judge(answer) {
        const before = current.read(answer);
        const after = edit(before ?? "");
        if (edit(after) !== after)
          throw badStep(`the edit of ${at} changes its own result: it would never come to an end`);
        if (before === undefined) return "create";
        return after === before ? undefined : "edit";
      },
    },
    async act(scope) {
      const answer = await scope.exec("sh", ["-es"], { stdin: current.text, quiet: true });
      await writeContent(scope, at, edit(current.read(answer) ?? ""), untouched);
    },
    writes: [at],
  });
}
const untouched = { mode: "", owner: "", group: "" };

interface Reading extends Pick<Question, "text"> {
  /** Undefined where there is no file. */
  read(answer: string): string | undefined;
}

function textIn(path: string, mayLack: boolean): Reading {
  return {
    text: script`if [ -f ${path} ]; then echo file; base64 < ${path}; elif [ -e ${path} ]; then echo other; else echo none; fi`,
    read(answer) {
      const [kind = "", ...lines] = answer.split("\n");
      if (kind === "none" && mayLack) return undefined;
      if (kind === "none") throw stepFailed("there is no such file");
      if (kind !== "file") throw stepFailed("it is no file");
      try {
        const bytes = Buffer.from(lines.join(""), "base64");
        return new TextDecoder("utf8", { fatal: true, ignoreBOM: true }).decode(bytes);
      } catch (cause) {
        throw stepFailed("the file is not written in UTF-8", undefined, cause);
      }
    },
  };
}

export interface LineOptions extends Pick<EditOptions, "path" | "create"> {
  readonly line: string;
  /** Lines that match become this line; several become one. Without such a line it is put at the end. */
  readonly match?: RegExp;
}

/** A file that holds a line once. */
export function line({ path, line: wanted, match, create = false }: LineOptions): Step {
  if (/[\r\n]/.test(wanted)) throw badStep(`the line for ${path} has several lines`);
  const isIt = (one: string): boolean =>
    one === wanted || (match !== undefined && found(match, one));
  const edit = (text: string): string => {
    const lines = linesOf(text);
    const at = lines.findIndex(isIt);
    if (at < 0) return joined([...lines, wanted]);
    return joined(lines.flatMap((one, k) => (k === at ? [wanted] : isIt(one) ? [] : [one])));
  };
  return edited({ path, edit, create, what: `line ${quote(shortened(wanted))}` });
}

/** A file without the lines that match. */
export function noLine({
  path,
  match,
}: Pick<LineOptions, "path"> & Required<Pick<LineOptions, "match">>): Step {
  const edit = (text: string): string => joined(linesOf(text).filter((one) => !found(match, one)));
  return edited({ path, edit, what: `no line ${match}` });
}

export interface BlockOptions extends Pick<EditOptions, "path" | "create"> {
  /** Tells this block from others in the file. */
  readonly name: string;
  readonly text: string;
  /** Begins a comment in this file. Default: #. */
  readonly comment?: string;
}

/** A file that holds a text between two comments of our own, by which it is found again; put at the end. */
export function block({ path, name, text, comment = "#", create = false }: BlockOptions): Step {
  if (/[\r\n]/.test(name + comment))
    throw badStep(`the name of the block for ${path} has several lines`);
  const [begin, end] = [`${comment} BEGIN ${name}`, `${comment} END ${name}`];
  const body = [begin, ...linesOf(text), end];
  const edit = (before: string): string => {
    const lines = linesOf(before);
    const [from, to] = [lines.indexOf(begin), lines.indexOf(end)];
    if (from >= 0 && to > from) return joined(lines.toSpliced(from, to - from + 1, ...body));
    if (from >= 0 || to >= 0) throw stepFailed("it lacks its begin or its end");
    return joined([...lines, ...body]);
  };
  return edited({ path, edit, create, what: `block ${quote(name)}` });
}

const found = (match: RegExp, text: string): boolean => {
  match.lastIndex = 0;
  return match.test(text);
};

const linesOf = (text: string): readonly string[] =>
  text === "" ? [] : text.replace(/\n$/, "").split("\n");
const joined = (lines: readonly string[]): string => lines.map((one) => `${one}\n`).join("");

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
