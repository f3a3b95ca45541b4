/** Who we are to a host when we log in by the package `ssh2`: user, keys, agent and password; and which keys of the host we know. */
import { readFile } from "node:fs/promises";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import type { ConnectConfig, ServerHostKeyAlgorithm } from "ssh2";
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import type { SshHost } from "../model/host.ts";
import {
  type Judgement,
  type KnownHosts,
  judgeKey,
  knownTypes,
  parseKnownHosts,
} from "./known-hosts.ts";

export interface Credentials {
  /** The password of the login, if there is one. */
  readonly password?: () => Promise<string>;
}

export type Login = Pick<
  ConnectConfig,
  "host" | "port" | "username" | "privateKey" | "agent" | "password" | "tryKeyboard" | "algorithms"
> & {
  /** What is answered to a host that asks instead of taking a password. */
  readonly answers: string;
  judge(key: Buffer): Judgement;
};

/** @throws MADEUS_HOST_LOGIN where a key that is named cannot be read */
export async function loginOf(host: SshHost, { password }: Credentials): Promise<Login> {
  const { port = 22, user = userInfo().username, identityFile } = host;
  const [known, privateKey, word] = await Promise.all([
    knownHosts(host.knownHostsFile),
    identityFile === undefined ? firstKey() : namedKey(host, identityFile),
    password?.(),
  ]);
  const agent = identityFile === undefined ? process.env["SSH_AUTH_SOCK"] : undefined;
  return {
    host: host.host,
    port,
    username: user,
    ...(privateKey === undefined ? {} : { privateKey }),
    ...(agent === undefined ? {} : { agent }),
    ...(word === undefined ? {} : { password: word, tryKeyboard: true }),
    algorithms: { serverHostKey: preferred(knownTypes(known, host.host, port)) },
    answers: word ?? "",
    judge: (key) => judgeKey(known, host.host, port, key),
  };
}

async function knownHosts(given: string | undefined): Promise<KnownHosts> {
  const own = given ?? join(homedir(), ".ssh", "known_hosts");
  const texts = await Promise.all([own, "/etc/ssh/ssh_known_hosts"].map(textIfThere));
  return parseKnownHosts(texts.join("\n"));
}

const textIfThere = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");

/** The first that is there and is not locked by a password: an agent holds those. */
async function firstKey(): Promise<Buffer | undefined> {
  for (const name of ["id_ed25519", "id_ecdsa", "id_rsa"]) {
    const key = await readFile(join(homedir(), ".ssh", name)).catch(() => undefined);
    if (key !== undefined && !isLocked(key)) return key;
  }
  return undefined;
}

async function namedKey(host: SshHost, path: string): Promise<Buffer> {
  const refused = (why: string, hint: string): MadeusError =>
    new MadeusError("MADEUS_HOST_LOGIN", `the key ${quote(path)} for ${host.host} ${why}`, {
      hint,
    });
  const key = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw refused(`cannot be read: ${error.code}`, "look at identityFile");
  });
  if (isLocked(key)) throw refused("is locked by a password", "give it to ssh-agent");
  return key;
}

/** Is a password needed to use it? In OpenSSH's format the name of the cipher stands at its beginning. */
function isLocked(key: Buffer): boolean {
  const text = key.toString("latin1");
  if (/ENCRYPTED/.test(text)) return true;
  const [, body = ""] = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]*)/.exec(text) ?? [];
  const bytes = Buffer.from(body, "base64").toString("latin1", 0, 32);
  return body !== "" && bytes.slice(15, 23) !== "\0\0\0\x04none";
}

const algorithms: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  "ssh-ed25519": ["ssh-ed25519"],
  "ecdsa-sha2-nistp256": ["ecdsa-sha2-nistp256"],
  "ecdsa-sha2-nistp384": ["ecdsa-sha2-nistp384"],
  "ecdsa-sha2-nistp521": ["ecdsa-sha2-nistp521"],
  "ssh-rsa": ["rsa-sha2-512", "rsa-sha2-256"],
};

/** A host that has several keys shows one that is known. */
function preferred(types: readonly string[]): ServerHostKeyAlgorithm[] {
  const first = types.flatMap((type) => algorithms[type] ?? []);
  return [...new Set([...first, ...Object.values(algorithms).flat()])];
}
