/** What the package `ssh2` says when it cannot connect, in our words: what is wrong, and what to do about it. Pure. */
import { type Code, MadeusError } from "../model/code.ts";
import type { SshHost } from "../model/host.ts";
import type { Judgement } from "./known-hosts.ts";

/** @param error  with a `level` of ssh2's, or a code of the system's */
export function ssh2Fault(
  { host, user, port = 22 }: SshHost,
  error: Error | undefined,
): MadeusError {
  const { code, level } = (error ?? {}) as { code?: unknown; level?: unknown };
  const said = error?.message ?? "the connection was closed";
  const fault = (kind: Code, text: string, hint: string): MadeusError =>
    new MadeusError(kind, `${host} ${text}`, { hint, cause: error });
  if (code === "ENOTFOUND" || code === "EAI_AGAIN" || level === "client-dns")
    return fault(
      "MADEUS_HOST_UNREACHABLE",
      "is not a name that can be resolved",
      "look at its spelling and at the name server",
    );
  if (level === "client-authentication" || level === "agent")
    return fault(
      "MADEUS_HOST_LOGIN",
      `refuses the login${user === undefined ? "" : ` of ${user}`}: ${said}`,
      "look at the user and the key",
    );
  if (level === "client-timeout" && said.includes("handshake"))
    return fault(
      "MADEUS_HOST_UNREACHABLE",
      "takes connections but does not speak SSH",
      `is it the right port (${port})?`,
    );
  if (level === "client-timeout")
    return fault(
      "MADEUS_HOST_UNREACHABLE",
      "has not answered for a while",
      "it may be down or cut off",
    );
  const why = reasons[String(code)] ?? said;
  return fault(
    "MADEUS_HOST_UNREACHABLE",
    `cannot be reached: ${why}`,
    "is it up, and does sshd listen there?",
  );
}

/** Why a key of the host was refused. */
export const keyFault = ({ host, port = 22 }: SshHost, judgement: Judgement): MadeusError =>
  new MadeusError("MADEUS_HOST_KEY", `${host} ${judgements[judgement].text}`, {
    hint: judgements[judgement].hint(port === 22 ? host : `-p ${port} ${host}`),
  });

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Connection refused",
  ECONNRESET: "Connection reset by peer",
  EHOSTUNREACH: "No route to host",
  ENETUNREACH: "Network is unreachable",
  ETIMEDOUT: "Connection timed out",
};

const judgements: Readonly<Record<Judgement, { text: string; hint: (where: string) => string }>> = {
  known: { text: "has a key that is known", hint: () => "" },
  unknown: {
    text: "has a key that is not known",
    hint: (where) => `compare the key and add it: ssh-keyscan ${where} >> ~/.ssh/known_hosts`,
  },
  changed: {
    text: "has another key than the one that is known",
    hint: () =>
      "if it was made anew, remove the old one from known_hosts; else somebody may be in the way",
  },
  revoked: {
    text: "has a key that is marked as revoked",
    hint: () => "somebody may be in the way: do not connect before you know why",
  },
  authority: {
    text: "is known by a certificate authority, which is checked only by OpenSSH",
    hint: () => 'install OpenSSH and take `via: "openssh"`, or add the key itself',
  },
};
