/** Files, directories and links, and that there is none. */
import { createHash } from "node:crypto";
import type { Step } from "../model/step.ts";
import { writeContent } from "./content.ts";
import { ensurePath, ensureRemovable } from "./name.ts";
import {
  type Clean,
  type Possession,
  cleanPossession,
  differences,
  statFormat,
} from "./possession.ts";
import { run, script, step, stepFailed } from "./step.ts";

export interface FileOptions extends Possession {
  /** Absolute. */
  readonly path: string;
  /** All of it. It stands in no argument and in no log, so that it may hold secrets. */
  readonly content: string;
}

/** A file with this content. One that is new has mode 0644; its directory must be there. A link is replaced by a file. */
export function file({ path, content, ...possession }: FileOptions): Step {
  const at = ensurePath(path);
  const wanted = cleanPossession(possession);
  const hash = createHash("sha256").update(content).digest("hex");
  return step(`file ${at}`, {
    look: {
      text: fileQuestion(at),
      judge: (answer) => fileChange(answer, hash, wanted),
    },
    act: (scope) => writeContent(scope, at, content, wanted),
    writes: [at],
  });
}

/** What is at a path; of a file its hash, mode and owner. */
export const fileQuestion = (path: string): string =>
  `${kindOf(path)}; ${script`[ "$kind" != file ] || { sha256sum < ${path}; stat -c ${statFormat} ${path}; }`}`;

/** By its answer: what is to be changed for a file of that hash. */
export function fileChange(answer: string, hash: string, wanted: Clean): string | undefined {
  const [kind = "", sum = "", stat = ""] = answer.split("\n");
  if (kind === "none") return "create";
  if (kind === "link") return "replace the link by a file";
  if (kind !== "file") throw stepFailed(`it is a ${kind} and no file`);
  return listed([...(sum.startsWith(hash) ? [] : ["content"]), ...differences(wanted, stat)]);
}

export interface DirectoryOptions extends Possession {
  /** Absolute. */
  readonly path: string;
}

/** A directory, with those above it. Those that are new have mode 0755. */
export function directory(options: string | DirectoryOptions): Step {
  const { path, ...possession } = typeof options === "string" ? { path: options } : options;
  const at = ensurePath(path);
  const wanted = cleanPossession(possession);
  const { mode, owner, group } = wanted;
  return step(`directory ${at}`, {
    look: {
      // A link to a directory is one.
      text: `if ${script`[ -d ${at} ]; then echo directory; stat -L -c ${statFormat} ${at}`}; else ${kindOf(at)}; fi`,
      judge(answer) {
        const [kind = "", stat = ""] = answer.split("\n");
        if (kind === "none") return "create";
        if (kind !== "directory") throw stepFailed(`it is a ${kind} and no directory`);
        return listed(differences(wanted, stat));
      },
    },
    act: (scope) =>
      run(
        scope,
        script`umask 022; mkdir -p ${at}
          [ -z ${owner} ] || chown ${owner} ${at}; [ -z ${group} ] || chgrp ${group} ${at}
          [ -z ${mode} ] || chmod ${mode} ${at}`,
      ),
  });
}

/** A symbolic link. One that leads elsewhere is replaced; a file or a directory is not. */
export function link({ path, target }: { readonly path: string; readonly target: string }): Step {
  const at = ensurePath(path);
  return step(`link ${at}`, {
    look: {
      text: `${kindOf(at)}; ${script`[ "$kind" != link ] || readlink ${at}`}`,
      judge(answer) {
        const [kind = "", leadsTo] = answer.split("\n");
        if (kind === "none") return `create, to ${target}`;
        if (kind !== "link") throw stepFailed(`it is a ${kind} and no link`);
        return leadsTo === target ? undefined : `${leadsTo} → ${target}`;
      },
    },
    act: (scope) => run(scope, script`ln -sfnT -- ${target} ${at}`),
    writes: [at],
  });
}

/** That there is nothing at a path; a directory goes with all that is in it. */
export function absent(path: string): Step {
  const at = ensureRemovable(path);
  return step(`no ${at}`, {
    look: {
      text: kindOf(at),
      judge: (kind) => (kind === "none" ? undefined : `remove the ${kind}`),
    },
    act: (scope) => run(scope, script`rm -rf --one-file-system -- ${at}`),
    writes: [at],
  });
}

/** Prints what is at a path, and keeps it in `$kind`. */
const kindOf = (path: string): string => script`
  if [ -L ${path} ]; then kind=link; elif [ -d ${path} ]; then kind=directory; elif [ -f ${path} ]; then kind=file
  elif [ -e ${path} ]; then kind=device; else kind=none; fi
  echo "$kind"`;

const listed = (changes: readonly string[]): string | undefined =>
  changes.length === 0 ? undefined : changes.join(", ");
