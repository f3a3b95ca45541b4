/** `madeus unlock --host`: takes the lock on a host from a deployment that lives but will not come back to it. */
import { type LockHolder, breakLock, lockHolder } from "../engine/host-lock.ts";
import { openHost } from "../host/open-host.ts";
import { confirmed } from "./confirm.ts";
import type { UnlockEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import type { ChangeFlags, FileFlags } from "./flags.ts";
import { loadLocated } from "./locate.ts";
import type { Output } from "./output.ts";
import { unknown } from "./slip.ts";
import { formatHolder } from "../store/lease.ts";

/** @throws MadeusError  `MADEUS_UNKNOWN_HOST`, or where the host cannot be reached */
export async function unlockHost(
  name: string,
  file: string | undefined,
  flags: FileFlags & ChangeFlags,
  to: Output,
): Promise<UnlockEnding> {
  const { hosts } = (await loadLocated({ file }, flags)).assembly;
  const description = Object.hasOwn(hosts, name) ? hosts[name] : undefined;
  if (description === undefined)
    throw unknown("MADEUS_UNKNOWN_HOST", "--host", name, Object.keys(hosts));
  const host = openHost(description, { folder: ".madeus" });
  try {
    const found = await lockHolder(host);
    if (found === undefined) {
      to.result(`${name} is not locked`);
      return { outcome: "done", exitCode: exit.done, host: name };
    }
    const who = whoHolds(found);
    const known = found === "unknown" ? { host: name } : { host: name, holder: found };
    if (flags.dryRun === true) {
      to.result(`${name} is held by ${who}`);
      return { outcome: "done", exitCode: exit.done, ...known, dryRun: true };
    }
    if (!(await confirmed(`${name} is held by ${who}. Unlock it?`, flags)))
      return { outcome: "cancelled", exitCode: exit.cancelled, ...known };
    await breakLock(host);
    to.result(`${name} was unlocked; it was held by ${who}`);
    return { outcome: "done", exitCode: exit.done, ...known };
  } finally {
    host.close();
  }
}

/** Who holds the lock on a host, in words. */
export const whoHolds = (holder: LockHolder | "unknown"): string =>
  holder === "unknown" ? "nobody that is known" : formatHolder(holder);
