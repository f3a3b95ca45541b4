/**
 * The lease on a state: at most one process writes to it at any time.
 *
 * It stands in the state file and is taken in a transaction, so of two that try at once one wins. Every later transaction looks at it
 * first: one from whom the lease was taken cannot write again, and so cannot begin an action.
 */
import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { dirname } from "node:path";
import { MadeusError, isMadeusError } from "../model/code.ts";
import { type ProcessIdentity, isAlive, thisProcess } from "./lease-process.ts";
import type { StateFile } from "./sqlite-file.ts";

export interface Lease {
  readonly holder: LeaseHolder;
  /** Gives the lease back, if it is still held. */
  release(): void;
}
export interface LeaseHolder extends ProcessIdentity {
  readonly id: string;
  readonly user: string;
  readonly host: string;
  readonly command: string;
  /** Milliseconds since the epoch. */
  readonly sinceMs: number;
  readonly heartbeatMs: number;
}
export interface LeaseClock {
  nowMs(): number;
  after(delayMs: number, wake: () => void): () => void;
}

/** A process whose life cannot be told from here has died when it has been silent for so long. */
export const silenceMsMax = 30_000;
const heartbeatEveryMs = 10_000;

/**
 * Takes the lease for this process, also from a holder that has died.
 *
 * @param claim.command  what this process does, for the one who finds the state locked
 * @param claim.lost  told once, if another takes the lease over
 * @throws MadeusError  `MADEUS_STATE_LOCKED`, naming the holder
 */
export function takeLease(file: StateFile, clock: LeaseClock, claim: LeaseClaim): Lease {
  return take(file, clock, claim, (holder) => {
    if (holder !== undefined && !isStale(holder, clock.nowMs())) throw locked(file, holder);
  });
}
export interface LeaseClaim {
  readonly command: string;
  readonly lost?: (error: MadeusError) => void;
}

/** Takes the lease for this process even from a holder that lives; that one can then write no more. */
export function takeOverLease(file: StateFile, clock: LeaseClock, claim: LeaseClaim): Lease {
  return take(file, clock, claim, () => undefined);
}

/** Who holds the lease, dead or alive. */
export function leaseHolder(file: StateFile): LeaseHolder | undefined {
  const row = file.attempt(() =>
    file.database.prepare("SELECT holder, heartbeat_ms FROM lease").get(),
  );
  if (row === undefined) return undefined;
  return {
    ...(JSON.parse(String(row["holder"])) as LeaseHolder),
    heartbeatMs: Number(row["heartbeat_ms"]),
  };
}

/** Has the holder died? On this machine that is known at once, of another it is inferred from its silence. */
export function isStale(holder: LeaseHolder, nowMs: number): boolean {
  const alive = isAlive(holder);
  return alive === undefined ? nowMs - holder.heartbeatMs > silenceMsMax : !alive;
}

function take(
  file: StateFile,
  clock: LeaseClock,
  claim: LeaseClaim,
  admit: (holder: LeaseHolder | undefined) => void,
): Lease {
  const holder = claimant(claim.command, clock.nowMs());
  file.transaction(() => {
    admit(leaseHolder(file));
    file.database
      .prepare("INSERT OR REPLACE INTO lease (only_one, holder, heartbeat_ms) VALUES (1, ?, ?)")
      .run(JSON.stringify(holder), holder.heartbeatMs);
  });
  return hold(file, clock, holder, claim.lost);
}

/** Keeps the lease alive, and keeps this process from writing once it has lost it. */
function hold(
  file: StateFile,
  clock: LeaseClock,
  holder: LeaseHolder,
  lost: LeaseClaim["lost"],
): Lease {
  const version = file.database.prepare("PRAGMA data_version");
  const beat = file.database.prepare("UPDATE lease SET heartbeat_ms = ?");
  let seen: unknown;
  let loss: MadeusError | undefined;
  file.fence = () => {
    // Only when another process has written is there something to look at.
    const found = version.get()?.["data_version"];
    if (found === seen) return;
    const present = leaseHolder(file);
    if (present?.id !== holder.id) throw (loss = takenOver(file, present));
    seen = found;
  };
  const pulse = (): void => {
    // A disk without room may have some by the next beat; until then it is the commits of the run that tell.
    attempt(() => file.transaction(() => beat.run(clock.nowMs())));
    if (loss === undefined) cancel = clock.after(heartbeatEveryMs, pulse);
    else lost?.(loss);
  };
  let cancel = clock.after(heartbeatEveryMs, pulse);
  return {
    holder,
    release() {
      cancel();
      // A lease that could not be given back ends with this process.
      attempt(() => file.transaction(() => file.database.exec("DELETE FROM lease")));
      file.fence = () => undefined;
    },
  };
}

function attempt(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!isMadeusError(error)) throw error;
  }
}

function claimant(command: string, nowMs: number): LeaseHolder {
  return {
    ...thisProcess(),
    id: randomUUID(),
    user: userName(),
    host: hostname(),
    command,
    sinceMs: nowMs,
    heartbeatMs: nowMs,
  };
}

/** A user without an entry in the system's list, as in some containers, is known by number. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "?"}`;
  }
}

/** The state is in use. */
export function locked(file: StateFile, holder: LeaseHolder): MadeusError {
  const directory = dirname(file.path);
  return new MadeusError(
    "MADEUS_STATE_LOCKED",
    `The state in ${directory} is in use by ${formatHolder(holder)}.`,
    {
      hint: `Wait for it to end. If it hangs or cannot be reached: madeus unlock --state ${directory}`,
    },
  );
}

function takenOver(file: StateFile, present: LeaseHolder | undefined): MadeusError {
  const by = present === undefined ? "another process" : formatHolder(present);
  return new MadeusError(
    "MADEUS_STATE_LOCKED",
    `The state in ${dirname(file.path)} was taken over by ${by}.`,
    {
      hint: "This process can no longer write to it. See what the other one does with: madeus status",
    },
  );
}

/** `ann on build1 (pid 4711, madeus deploy, since 2026-05-01T10:00:00.000Z)` */
export const formatHolder = ({
  user,
  host,
  pid,
  command,
  sinceMs,
}: Omit<LeaseHolder, "heartbeatMs">): string =>
  `${user} on ${host} (pid ${pid}, ${command}, since ${new Date(sinceMs).toISOString()})`;
