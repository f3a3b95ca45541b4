/**
 * Where a mirror is: a path or an address as git takes it. What git would take for something else is refused before git sees it.
 */
import { isAbsolute, resolve } from "node:path/posix";
import { MadeusError } from "../../model/code.ts";
import { quote } from "../../model/name.ts";

/** Under which another store is known where it has no other name. */
export const remoteDefault = "origin";

/** Protocols that run nothing of the address as a program. */
export const protocols: readonly string[] = ["file", "git", "http", "https", "ssh"];

/** Is it an address, or a path that cannot be taken for a name? */
export const isAddress = (text: string): boolean => /[/:\\]/.test(text) || /^\.+$/.test(text);

/**
 * The address as git is to see it: an absolute path, or what was given.
 *
 * @throws MadeusError  `MADEUS_BAD_REMOTE`
 */
export function addressOf(text: string, directory: string): string {
  const problem = addressProblem(text);
  if (problem !== undefined) throw badRemote(text, problem.why, problem.hint);
  return isPath(text) ? resolve(directory, text) : text;
}

/** Is it a directory of this machine? */
export const isPath = (address: string): boolean =>
  isAbsolute(address) || !/^(?:[a-z][a-z0-9+.-]*:\/\/|[^/:]+:)/i.test(address);

export const badRemote = (text: string, why: string, hint: string): MadeusError =>
  new MadeusError("MADEUS_BAD_REMOTE", `${quote(text)} ${why}.`, { hint });

interface Problem {
  readonly why: string;
  readonly hint: string;
}

function addressProblem(text: string): Problem | undefined {
  if (text === "") return { why: "names no place", hint: forms };
  if (text.startsWith("-")) return { why: 'begins with "-", as a flag does', hint: forms };
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return { why: "holds a control character", hint: forms };
  if (/^[a-z0-9+.-]+::/i.test(text))
    return { why: "would have git run a program of its own to get there", hint: forms };
  const [, protocol] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? [];
  if (protocol !== undefined && !protocols.includes(protocol))
    return {
      why: `has the protocol ${quote(protocol)}`,
      hint: `Use one of: ${protocols.join(", ")}.`,
    };
  const [, person = "", host = ""] = /^(?:[a-z+.-]+:\/\/)?(?:([^@/]*)@)?([^/:]*)/i.exec(text) ?? [];
  if (protocol !== undefined && person.includes(":"))
    return {
      why: "holds a password, which would be written down",
      hint: "Leave it out, and let git ask a credential helper.",
    };
  if (/^https?$/i.test(protocol ?? "") && person.length >= tokenLengthMin)
    return {
      why: "holds a user name as long as a token, which would be written down",
      hint: "Leave it out, and let git ask a credential helper.",
    };
  if (!isPath(text) && (host.startsWith("-") || person.startsWith("-")))
    return { why: 'names a host or a user that begins with "-"', hint: forms };
  return undefined;
}

/** Hosts of git take a token for a user name; theirs have 20 characters and more. */
const tokenLengthMin = 20;

const forms =
  "Write a path such as ../site.git, or an address such as ssh://git@example.org/site.git.";
