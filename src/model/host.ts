/** Hosts: machines on which actions run. A description is plain data; `host/` knows how to reach it. */
import type { SecretReference } from "./secret.ts";

export type HostDescription = LocalHost | SshHost;

/** The machine that Madeus itself runs on. */
export interface LocalHost {
  readonly kind: "local";
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A machine that is reached by SSH. It needs a POSIX shell as `/bin/sh`, `setsid` and `/proc`, and no program of ours. */
export interface SshHost {
  readonly kind: "ssh";
  /** What is connected to: a name or an address, or an alias of `~/.ssh/config`. */
  readonly host: string;
  /** What others are told to reach it by. */
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly via: "auto" | "openssh" | "ssh2";
  readonly port?: number;
  readonly user?: string;
  readonly jump?: string;
  readonly identityFile?: string;
  readonly configFile?: string;
  readonly knownHostsFile?: string;
  readonly password?: SecretReference;
  readonly become?: Become;
  readonly connectS?: number;
  readonly keepAliveS?: number;
  readonly reconnectS?: number;
}

/** As whom commands run, by sudo. */
export interface Become {
  readonly user: string;
  /** What sudo asks for. */
  readonly password?: SecretReference;
}

export interface SshOptions {
  /** What is connected to: a name or an address, or an alias of `~/.ssh/config`. */
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  /** What other hosts are told to reach it by. Default: `host`. */
  readonly address?: string;
  /** Default `auto`: the program `ssh` if there is one, else the package `ssh2`. */
  readonly via?: "auto" | "openssh" | "ssh2";
  /** Over which hosts it is reached, `[user@]host[:port]` divided by commas. Only by the program `ssh`, as its `ProxyJump`. */
  readonly jump?: string;
  /** A private key. Default: what `ssh` would take. */
  readonly identityFile?: string;
  /** Instead of `~/.ssh/config`. */
  readonly configFile?: string;
  /** Instead of `~/.ssh/known_hosts`. The host's key must be in it. */
  readonly knownHostsFile?: string;
  /** To log in by; keys are better. Only by the package `ssh2`. */
  readonly password?: SecretReference;
  /** Run commands as another user by sudo; `true`: as root, without a password. */
  readonly become?: true | { readonly user?: string; readonly password?: SecretReference };
  /** How long it may take to be let in. Default 15. */
  readonly connectS?: number;
  /** After so long without a sign of life the connection is taken as lost. Default 15. */
  readonly keepAliveS?: number;
  /** How long a lost host is tried again before it is given up. Default 30. */
  readonly reconnectS?: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The machine that Madeus itself runs on. */
export const local = (
  options: { readonly labels?: Readonly<Record<string, string>> } = {},
): LocalHost => ({
  kind: "local",
  address: "127.0.0.1",
  labels: options.labels ?? {},
});

/** A machine that is reached by SSH, by its name, or with options. */
export function ssh(where: string | SshOptions): SshHost {
  const { host, address = host, labels = {}, via = "auto", become, ...rest } = optionsOf(where);
  return {
    kind: "ssh",
    host,
    address,
    labels,
    via,
    ...rest,
    ...(become === undefined ? {} : { become: becomeOf(become) }),
  };
}

const optionsOf = (where: string | SshOptions): SshOptions =>
  typeof where === "string" ? { host: where } : where;

function becomeOf(become: NonNullable<SshOptions["become"]>): Become {
  if (become === true) return { user: "root" };
  const { user = "root", password } = become;
  return { user, ...(password === undefined ? {} : { password }) };
}
