/** A host as its description says: this machine, or one that is reached by SSH. Nothing is connected before it is needed. */
import { fetchSecret } from "../engine/action-secret.ts";
import type { Host } from "../engine/host.ts";
import { MadeusError } from "../model/code.ts";
import { type HostDescription, type SshHost, local } from "../model/host.ts";
import type { SecretReference } from "../model/secret.ts";
import { localHost } from "./local.ts";
import { hasOpenssh, openssh } from "./openssh.ts";
import type { SshConnect } from "./ssh-channel.ts";
import { sshHost } from "./ssh.ts";
import { ssh2 } from "./ssh2.ts";
import type { Credentials } from "./ssh2-login.ts";

export interface HostOptions {
  /** Below the home directory, on a host far away: where instances have their directories. */
  readonly folder: string;
  /** From SIGTERM to SIGKILL where a command is aborted; default 5000. */
  readonly graceMs?: number;
}

export const openHost = (description: HostDescription, options: HostOptions): Host =>
  description.kind === "local" ? localHost(description, options) : remote(description, options);

function remote(description: SshHost, options: HostOptions): Host {
  const { become, password } = description;
  return sshHost(description, {
    ...options,
    connect: connectBy(description, password === undefined ? {} : { password: once(password) }),
    ...(become?.password === undefined ? {} : { sudoPassword: once(become.password) }),
  });
}

/** The program `ssh`, if there is one; a password it would ask for is for the package. */
function connectBy(description: SshHost, credentials: Credentials): SshConnect {
  const { via, host, password, jump } = description;
  if (via === "openssh" && password !== undefined)
    throw new MadeusError(
      "MADEUS_HOST_LOGIN",
      `the program ssh takes no password for ${host} from us`,
      { hint: 'log in by a key, or install the package ssh2 and take `via: "ssh2"`' },
    );
  const isOpenssh = via === "openssh" || (via === "auto" && password === undefined && hasOpenssh());
  if (!isOpenssh && jump !== undefined)
    throw new MadeusError(
      "MADEUS_SSH_MISSING",
      `${host} is reached over ${jump}, which only the program ssh can`,
      { hint: 'install OpenSSH, log in by a key, and leave out `via: "ssh2"`' },
    );
  return isOpenssh ? openssh(description) : ssh2(description, credentials);
}

const once = (reference: SecretReference): (() => Promise<string>) => {
  let value: Promise<string> | undefined;
  return () => (value ??= valueOf(reference));
};

/** Secrets are kept on this machine. */
const valueOf = ({ secret }: SecretReference): Promise<string> =>
  fetchSecret(secret, ({ command }) =>
    localHost(local()).run(command, {
      signal: new AbortController().signal,
      registered() {},
      line() {},
    }),
  );
