/** A host as its description says: this machine, or one that is reached by SSH. Nothing is connected before it is needed. */
import { type Order, ensureSuccess } from "../engine/action-commands.ts";
import { Secrets } from "../engine/action-secret.ts";
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
  /** Shared with whoever else fetches any in the run. */
  readonly secrets?: Secrets;
}

export const openHost = (description: HostDescription, options: HostOptions): Host =>
  description.kind === "local" ? localHost(description, options) : remote(description, options);

function remote(description: SshHost, options: HostOptions): Host {
  const { become, password } = description;
  const { secrets = new Secrets(), ...settings } = options;
  const once = onceFrom(secrets);
  return sshHost(description, {
    ...settings,
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

/** Who tries again may have mended where it is kept. */
const onceFrom =
  (secrets: Secrets) =>
  (reference: SecretReference): (() => Promise<string>) => {
    let value: Promise<string> | undefined;
    return () => {
      value ??= secrets.fetch(reference, runHere);
      value.catch(() => (value = undefined));
      return value;
    };
  };

/** Secrets are kept on this machine. */
function runHere({ command, label, data }: Order): Promise<void> {
  const signal = new AbortController().signal;
  const watch = { signal, registered() {}, line() {}, ...(data === undefined ? {} : { data }) };
  return localHost(local())
    .run(command, watch)
    .then((exit) => ensureSuccess(label, exit));
}
