/** Files of this machine that are on a host, of any size. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { Step } from "../model/step.ts";
import { fileChange, fileQuestion } from "./file.ts";
import { ensurePath } from "./name.ts";
import { type Possession, cleanPossession } from "./possession.ts";
import { run, script, step, stepFailed } from "./step.ts";

export interface UploadedOptions extends Possession {
  /** On this machine. */
  readonly from: string;
  /** On the host: absolute. */
  readonly path: string;
}

/** A copy of a file of this machine, compared by its hash. One that is new has mode 0644; its directory must be there. */
export function uploaded({ from, path, ...possession }: UploadedOptions): Step {
  const at = ensurePath(path);
  const wanted = cleanPossession(possession);
  const { mode, owner, group } = wanted;
  return step(`file ${at}`, {
    async look(scope) {
      const stdin = fileQuestion(at);
      const [hash, answer] = await Promise.all([
        hashOf(from),
        scope.exec("sh", ["-es"], { stdin, quiet: true }),
      ]);
      return fileChange(answer, hash, wanted);
    },
    async act(scope) {
      // A link to such a file would be left.
      await run(scope, script`[ ! -L ${at} ] || rm -f -- ${at}`);
      await scope.upload(from, at, {
        ...(mode === "" ? {} : { mode }),
        ...(owner + group === "" ? {} : { owner: group === "" ? owner : `${owner}:${group}` }),
      });
    },
    writes: [at],
  });
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw stepFailed(`${path} of this machine cannot be read: ${code}`, undefined, cause);
  }
  return hash.digest("hex");
}
