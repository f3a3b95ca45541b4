/**
 * Where notices go, as `--notify` says it: a webhook, a command, or the name of an environment variable that holds either.
 *
 * An address may be a secret as a whole. So it is never printed or recorded, not even where it is wrong: of an address its origin is told,
 * of a command its program, and of a variable its name.
 */
import { constants, accessSync, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { wordsOf } from "../inventory/words.ts";
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { commandDelivery } from "./notice-command.ts";
import type { Notice } from "./notice.ts";
import { webhook } from "./webhook.ts";

export interface NoticeTarget {
  /** What it may be called in messages. */
  readonly name: string;
  /** Resolves when it has arrived; rejects with why it will not: a `DeliveryFault` holds no secret. */
  deliver(notice: Notice, signal: AbortSignal): Promise<void>;
}
type Environment = Readonly<Record<string, string | undefined>>;

/** @throws MadeusError  `MADEUS_USAGE`, `MADEUS_SECRET_MISSING`, `MADEUS_FILE_MISSING` */
export function noticeTarget(text: string, environment: Environment = process.env): NoticeTarget {
  const variable = /^env:(.*)$/s.exec(text)?.[1];
  if (variable === undefined) return targetOf(text, text, environment);
  const value = environment[variable] ?? "";
  if (value === "")
    throw new MadeusError(
      "MADEUS_SECRET_MISSING",
      `--notify ${text}: there is no environment variable ${quote(variable)}, or it is empty.`,
    );
  return { ...targetOf(value, text, environment), name: text };
}

/** @param shown  what may be said of it */
function targetOf(text: string, shown: string, environment: Environment): NoticeTarget {
  const scheme = /^([a-z][\w+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return commandTarget(text, shown, environment);
  if (scheme !== "https" && scheme !== "http")
    throw usage("--notify sends to https and http only.", 'For the rest: --notify "COMMAND"');
  if (!URL.canParse(text)) throw usage("--notify is given an address that cannot be read.");
  const url = new URL(text);
  return { name: url.origin, deliver: webhook(url) };
}

function commandTarget(text: string, shown: string, environment: Environment): NoticeTarget {
  const words = wordsOf(text, "");
  if (words === undefined) throw usage("--notify is given a command with an open quote.");
  const [program = "", ...args] = words;
  if (program === "") throw usage("--notify is given no command.");
  const file = found(program, environment["PATH"] ?? "");
  const said = shown === text ? quote(program) : shown;
  if (file === undefined)
    throw new MadeusError("MADEUS_FILE_MISSING", `--notify: there is no program ${said}.`, {
      hint: "It is run without a shell: the path of a program, or its name, and its arguments.",
    });
  return { name: program, deliver: commandDelivery(file, args) };
}

/** Absolute: where it is now, whatever the working directory becomes. */
function found(program: string, path: string): string | undefined {
  const candidates = program.includes("/")
    ? [resolve(program)]
    : path.split(delimiter).map((one) => join(one, program));
  return candidates.find((one) => {
    try {
      accessSync(one, constants.X_OK);
      return statSync(one).isFile();
    } catch {
      return false;
    }
  });
}

const usage = (message: string, hint?: string): MadeusError =>
  new MadeusError("MADEUS_USAGE", message, { hint });
