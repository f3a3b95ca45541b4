/**
 * Running as another user by sudo: its command, and the answer to its question.
 *
 * The password goes to standard input, only after sudo has asked for it, and once: what sudo does not read would be read by the
 * launcher. It asks in words of ours, so that the question is known in every language.
 */
import { MadeusError } from "../model/code.ts";
import type { Become } from "../model/host.ts";

export interface Sudo {
  /** What stands before `/bin/sh`; `nonce` is what it asks with. */
  command(nonce: string): string;
  /** The line that answers its question. */
  readonly password?: () => Promise<string>;
}

export function sudo(
  { user }: Pick<Become, "user">,
  password: (() => Promise<string>) | undefined,
): Sudo {
  if (!/^#?[\w.@+-]+\$?$/.test(user))
    throw new MadeusError("MADEUS_BAD_NAME", `${JSON.stringify(user)} is not the name of a user`);
  return {
    command: (nonce) => `sudo -S -p ${questionOf(nonce)} -u ${user} -- `,
    ...(password === undefined ? {} : { password }),
  };
}

/** The nonce is a mark of the launcher's: this neither holds it nor ends as if it were to begin. */
export const questionOf = (nonce: string): string => `madeus-asks-${nonce.slice(-8)}:`;

/** Why sudo let nothing run, by what was said on standard error. Undefined: it was not sudo. */
export function sudoFault(
  host: string,
  { user, password }: Become,
  said: string,
  nonce: string,
): MadeusError | undefined {
  const refused = (text: string, hint: string): MadeusError =>
    new MadeusError("MADEUS_HOST_SUDO", `sudo on ${host} ${text}`, { hint });
  const asked = said.split(questionOf(nonce)).length - 1;
  if (asked > 0 && password === undefined)
    return refused(
      `asks for a password to become ${user}, and none is given`,
      "give it: become: { password: secret({ env: … }) }, or allow it without one (NOPASSWD)",
    );
  if (asked > 1) return refused("does not take the password that is given", "is it the right one?");
  const line = said
    .replaceAll(questionOf(nonce), "")
    .split("\n")
    .find((one) => /sudo: (?!unable to resolve)|not in the sudoers|is not allowed to/.test(one));
  return line === undefined
    ? undefined
    : refused(`refuses: ${line.replace(/^.*sudo: /, "").trim()}`, "look at its sudoers file");
}
