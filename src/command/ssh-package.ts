/** The package ssh2 has an addon that some versions of Node do not bear: is it in use, and are we one of them? */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { hasOpenssh } from "../host/openssh.ts";
import type { Finding } from "../model/code.ts";
import { warning } from "../model/finding.ts";
import type { HostDescription, SshHost } from "../model/host.ts";

/** Where the addon is, if it was built; and which Node it is. */
interface Surroundings {
  readonly addon?: string | undefined;
  readonly node?: string;
}

/** Undefined where nothing is to be feared. */
export function sshPackageWarning(
  hosts: readonly HostDescription[],
  { addon = addonPath(), node = process.versions.node }: Surroundings = {},
): Finding | undefined {
  const isUsed = hosts.some((host) => host.kind === "ssh" && takesPackage(host));
  const [major = 0, minor = 0] = node.split(".").map(Number);
  if (!isUsed || addon === undefined || major < 24 || (major === 24 && minor < 19))
    return undefined;
  const text = `the addon of the package ssh2 is built, which is known to end Node ${node} now and then`;
  const hint = `ssh2 does without it: remove ${addon}`;
  return { ...warning("MADEUS_HOST_CONDITION", text, hint), at: undefined };
}

/** As `host/open-host` decides it. */
const takesPackage = ({ via, password }: SshHost): boolean =>
  via === "ssh2" || (via === "auto" && (password !== undefined || !hasOpenssh()));

/** Where the addon is, if it was built. */
function addonPath(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve("ssh2/package.json");
    const addon = join(dirname(manifest), "lib/protocol/crypto/build/Release/sshcrypto.node");
    return existsSync(addon) ? addon : undefined;
  } catch {
    return undefined;
  }
}
