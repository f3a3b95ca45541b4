/** From a host's variables to the description by which it is reached. Pure. */
import { join } from "node:path";
import { type HostDescription, type SshOptions, local, ssh } from "../model/host.ts";
import { quote } from "../model/name.ts";
import { proxyJump } from "./ssh-argument.ts";
import { secretOf } from "./secret-value.ts";
import { type Known, portOf, said, textOf, truthOf, wrong } from "./value.ts";

export interface Circumstances {
  /** Of the inventory: what paths are relative to. */
  readonly directory: string;
  /** What holds where the inventory says nothing. */
  readonly defaults: Omit<SshOptions, "host" | "address" | "labels">;
  readonly groups: readonly string[];
}

/** Everything that is not about reaching the host is left alone. */
export function describedHost(
  known: Known,
  { directory, defaults, groups }: Circumstances,
): HostDescription | undefined {
  const labels = Object.fromEntries(groups.map((group) => [group, "true"]));
  const connection = textOf(known, "ansible_connection") ?? "ssh";
  if (connection === "local") return local({ labels });
  if (!/^(ansible\.builtin\.)?(ssh|smart|paramiko|paramiko_ssh)$/.test(connection)) {
    const found = said(known, "ansible_connection");
    if (found !== undefined)
      wrong(
        known,
        found,
        `is ${quote(connection)}`,
        "Madeus reaches hosts by ssh, and this machine as local",
      );
    return undefined;
  }
  refuseBlindTrust(known);
  const host = textOf(known, "ansible_host", "ansible_ssh_host") ?? known.host;
  const identity = textOf(known, "ansible_ssh_private_key_file", "ansible_private_key_file");
  const own = {
    port: portOf(known, "ansible_port", "ansible_ssh_port"),
    user: textOf(known, "ansible_user", "ansible_ssh_user"),
    identityFile: identity === undefined ? undefined : pathOf(directory, identity),
    jump: proxyJump(known),
    password: secretOf(
      known,
      directory,
      "ansible_password",
      "ansible_ssh_password",
      "ansible_ssh_pass",
    ),
    become: becomeOf(known, directory, defaults.become),
  };
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  const { become: _otherwise, ...others } = defaults;
  return ssh({ ...others, ...Object.fromEntries(given), host, labels });
}

/** One in the home directory is left for ssh to find: the inventory may be used by several people. */
const pathOf = (directory: string, file: string): string =>
  /^[/~]/.test(file) ? file : join(directory, file);

function becomeOf(
  known: Known,
  directory: string,
  otherwise: SshOptions["become"],
): SshOptions["become"] {
  const method = textOf(known, "ansible_become_method");
  const found = said(known, "ansible_become_method");
  const wanted = truthOf(known, "ansible_become");
  const user = textOf(known, "ansible_become_user");
  const password = secretOf(known, directory, "ansible_become_password", "ansible_become_pass");
  if (wanted === false) return undefined;
  const isAsked = wanted ?? otherwise !== undefined;
  if (!isAsked) return undefined;
  if (method !== undefined && method !== "sudo" && found !== undefined)
    wrong(known, found, `is ${quote(method)}`, "another user is become by sudo alone");
  const before = otherwise === true ? {} : otherwise;
  const become = {
    ...before,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
  };
  return Object.keys(become).length === 0 ? true : become;
}

/** Host keys are verified, always: whoever relies on the opposite must hear of it. */
function refuseBlindTrust(known: Known): void {
  for (const name of ["ansible_host_key_checking", "ansible_ssh_host_key_checking"]) {
    const found = said(known, name);
    if (found !== undefined && truthOf(known, name) === false)
      wrong(
        known,
        found,
        "is off, but host keys are always verified",
        "add the keys to known_hosts, e.g. by ssh-keyscan over a way that you trust",
      );
  }
}
