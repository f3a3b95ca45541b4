/** What `ssh` says when it cannot connect, in our words: what is wrong, and what to do about it. Pure. */
import { type Code, MadeusError } from "../model/code.ts";
import type { SshHost } from "../model/host.ts";

/** What we say for it where it does not end. */
export const silent = "Connection timed out during banner exchange";

interface Ending {
  readonly code: number | null;
  readonly error: Error | undefined;
}

/** @param said  what it printed, the last of it */
export function opensshFault(host: SshHost, said: string, { code, error }: Ending): MadeusError {
  if (error !== undefined)
    return new MadeusError(
      "MADEUS_SSH_MISSING",
      `the program ssh cannot be started: ${error.message}`,
      { cause: error, hint: "install OpenSSH, or the package ssh2" },
    );
  const lines = said
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const last = lines.at(-1) ?? "it said nothing";
  const fault = faults.find(({ sign }) => sign.test(said));
  if (fault !== undefined)
    return new MadeusError(fault.code, `${host.host} ${fault.text(host, said)}`, {
      hint: fault.hint(host),
    });
  if (code !== 255 && code !== null)
    return new MadeusError("MADEUS_HOST_UNFIT", `${host.host} runs no commands for us: ${last}`, {
      hint: "look at the login shell of the user",
    });
  return new MadeusError("MADEUS_HOST_UNREACHABLE", `${host.host} cannot be reached: ${last}`, {
    hint: `try it by hand: ssh ${host.host}`,
  });
}

interface Fault {
  readonly sign: RegExp;
  readonly code: Code;
  readonly text: (host: SshHost, said: string) => string;
  readonly hint: (host: SshHost) => string;
}

const faults: readonly Fault[] = [
  {
    sign: /REVOKED HOST KEY/,
    code: "MADEUS_HOST_KEY",
    text: () => "has a key that is marked as revoked",
    hint: () => "somebody may be in the way: do not connect before you know why",
  },
  {
    sign: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    code: "MADEUS_HOST_KEY",
    text: () => "has another key than the one that is known",
    hint: ({ host }) =>
      `if it was made anew, remove the old one by \`ssh-keygen -R ${host}\`; else somebody may be in the way`,
  },
  {
    sign: /host key is known for .* strict checking|Host key verification failed/,
    code: "MADEUS_HOST_KEY",
    text: () => "has a key that is not known",
    hint: ({ host }) => `connect once by hand and compare the key: ssh ${host}`,
  },
  {
    sign: /Permission denied \(|Too many authentication failures|No supported authentication/,
    code: "MADEUS_HOST_LOGIN",
    text: ({ user }, said) =>
      `refuses the login${user === undefined ? "" : ` of ${user}`}: ${lineOf(said, /Permission denied|Too many|No supported/)}`,
    hint: ({ host }) => `look at the user and the key: ssh -v ${host}`,
  },
  {
    sign: /Could not resolve hostname/,
    code: "MADEUS_HOST_UNREACHABLE",
    text: () => "is not a name that can be resolved",
    hint: () => "look at its spelling and at the name server",
  },
  {
    sign: /during banner exchange/,
    code: "MADEUS_HOST_UNREACHABLE",
    text: () => "takes connections but does not speak SSH",
    hint: ({ port = 22 }) => `is it the right port (${port})?`,
  },
  {
    sign: /^Timeout, server .* not responding/m,
    code: "MADEUS_HOST_UNREACHABLE",
    text: () => "has not answered for a while",
    hint: () => "it may be down or cut off",
  },
  {
    sign: /connect to (host|address) .* port \d+: /,
    code: "MADEUS_HOST_UNREACHABLE",
    text: (_, said) => `cannot be reached: ${lineOf(said, /: [^:]*$/).replace(/^.*: /, "")}`,
    hint: () => "is it up, and does sshd listen there?",
  },
];

const lineOf = (said: string, sign: RegExp): string =>
  said
    .split(/\r?\n/)
    .findLast((line) => sign.test(line))
    ?.trim() ?? "";
