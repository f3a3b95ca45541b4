/**
 * Leases on a state: who may write to it. Several may at one time whose scopes do not meet; one without a scope keeps all others out.
 *
 * They stand in the state file and are taken in a transaction, so of two that try at once for the same one wins. Every later transaction looks
 * at its own lease first: one from whom that was taken cannot write again, and so cannot begin an action.
 */
import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import { MadeusError, isMadeusError } from "../model/code.ts";
import { quote, quoteAll } from "../model/name.ts";
import { type Meeting, type Scope, meetingOf } from "../model/scope.ts";
import { type ProcessIdentity, isAlive, thisOperator, thisProcess } from "./lease-process.ts";
import { blockAfter } from "./journal-block.ts";
import { type JournalPlace, endOf, lastRunIn } from "./sqlite.ts";
import type { StateFile } from "./sqlite-file.ts";

export interface Lease extends JournalPlace {
  readonly holder: LeaseHolder;
  /** Did others hold leases when it was taken? */
  readonly isBeside: boolean;
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
  /** What it may write about; missing: all. */
  readonly scope?: Scope;
  /** The run that it began last. */
  readonly run?: number;
}
export interface LeaseClock {
  nowMs(): number;
  after(delayMs: number, wake: () => void): () => void;
}

/** A process whose life cannot be told from here has died when it has been silent for so long. */
export const silenceMsMax = 30_000;
const heartbeatEveryMs = 10_000;

/**
 * Takes a lease for this process, also from holders that have died.
 *
 * @returns undefined where what was read is not up to date any more: read again
 * @throws MadeusError  `MADEUS_STATE_LOCKED`, naming the holder, and what both are about
 */
export function takeLease(file: StateFile, clock: LeaseClock, claim: ReadClaim): Lease | undefined;
export function takeLease(file: StateFile, clock: LeaseClock, claim: LeaseClaim): Lease;
export function takeLease(
  file: StateFile,
  clock: LeaseClock,
  claim: LeaseClaim & Partial<ReadClaim>,
): Lease | undefined {
  return take(file, clock, claim, (others) => {
    const nowMs = clock.nowMs();
    const meeting = others.filter(({ scope }) => leasesMeet(scope, claim.scope));
    const living = meeting.find((holder) => !isStale(holder, nowMs));
    if (living !== undefined) throw locked(file, living, claim.scope);
    const { edition } = claim;
    const isUpToDate = edition === undefined || isSameEdition(edition, editionOf(file, nowMs));
    return isUpToDate ? meeting : undefined;
  });
}
export interface LeaseClaim {
  /** What this process does, for the one who finds the state locked. */
  readonly command: string;
  /** Told once, if another takes the lease over. */
  readonly lost?: (error: MadeusError) => void;
  /** What is to be written about; missing: all. */
  readonly scope?: Scope | undefined;
}
/** Of one who has read what he is to go on from before he takes the lease. */
export interface ReadClaim extends LeaseClaim {
  /** What `editionOf` gave before. */
  readonly edition: Edition;
}

/**
 * Takes a lease for this process even from those that live; they can then write no more.
 *
 * @param from  the one that it is taken from; by default all
 */
export function takeOverLease(
  file: StateFile,
  clock: LeaseClock,
  claim: LeaseClaim,
  from?: LeaseHolder,
): Lease {
  const isMeant = ({ id }: LeaseHolder): boolean => from === undefined || id === from.id;
  const lease = take(file, clock, { ...claim, scope: from?.scope }, (others) =>
    others.filter(isMeant),
  );
  if (lease === undefined) throw new RangeError("nothing was read that could be out of date");
  return lease;
}

/** Who holds leases, dead or alive; the first one first. */
export function leaseHolders(file: StateFile): readonly LeaseHolder[] {
  const rows = file.attempt(() =>
    file.database
      .prepare("SELECT holder, heartbeat_ms, scope, run FROM lease ORDER BY first")
      .all(),
  );
  return rows.map((row) => {
    const { scope, run } = row;
    return {
      ...(JSON.parse(String(row["holder"])) as LeaseHolder),
      heartbeatMs: Number(row["heartbeat_ms"]),
      ...(typeof scope === "string" && { scope: JSON.parse(scope) as Scope }),
      ...(typeof run === "number" && { run }),
    };
  });
}

/** Has the holder died? On this machine that is known at once, of another it is inferred from its silence. */
export function isStale(holder: LeaseHolder, nowMs: number): boolean {
  const alive = isAlive(holder);
  return alive === undefined ? nowMs - holder.heartbeatMs > silenceMsMax : !alive;
}

/** How far a state is: as long as it is the same, what was read of it is up to date, but for what those write that are at work. */
export interface Edition {
  /** Another text whenever somebody has begun or ended since. */
  readonly turnover: string;
  /** The number of the last record, where nobody is at work. */
  readonly last: number | undefined;
}

export function editionOf(file: StateFile, nowMs: number): Edition {
  const holders = leaseHolders(file);
  const isAnyAtWork = holders.some((holder) => !isStale(holder, nowMs));
  const turnover = JSON.stringify([lastRunIn(file), ...holders.map(({ id }) => id)]);
  return { turnover, last: isAnyAtWork ? undefined : endOf(file).last };
}

export const isSameEdition = (one: Edition, other: Edition): boolean =>
  one.turnover === other.turnover && one.last === other.last;

const leasesMeet = (one: Scope | undefined, other: Scope | undefined): boolean =>
  one === undefined || other === undefined || meetingOf(one, other) !== undefined;

/** @param admit  gives those whose leases end by it; or undefined, to take none */
function take(
  file: StateFile,
  clock: LeaseClock,
  { command, scope, lost }: LeaseClaim,
  admit: (others: readonly LeaseHolder[]) => readonly LeaseHolder[] | undefined,
): Lease | undefined {
  const holder = claimant(command, clock.nowMs());
  const place = file.transaction(() => {
    const others = leaseHolders(file);
    const ended = admit(others);
    if (ended === undefined) return undefined;
    const remove = file.database.prepare("DELETE FROM lease WHERE id = ?");
    for (const { id } of ended) remove.run(id);
    const first = firstNumber(file);
    const text = scope === undefined ? null : JSON.stringify(scope);
    file.database
      .prepare("INSERT INTO lease (id, holder, heartbeat_ms, scope, first) VALUES (?, ?, ?, ?, ?)")
      .run(holder.id, JSON.stringify(holder), holder.heartbeatMs, text, first);
    return { first, isBeside: ended.length < others.length };
  });
  if (place === undefined) return undefined;
  const own = scope === undefined ? holder : { ...holder, scope };
  return hold(file, clock, { holder: own, ...place }, lost);
}

/** Where nobody else may write, behind the last record; else far above all that anybody may write. */
function firstNumber(file: StateFile): number {
  const { last } = endOf(file);
  const row = file.database.prepare("SELECT max(first) AS first FROM lease").get();
  const others = row?.["first"];
  return typeof others === "number" ? blockAfter(Math.max(last, others)) : last + 1;
}

/** Keeps the lease alive, and keeps this process from writing once it has lost it. */
function hold(
  file: StateFile,
  clock: LeaseClock,
  held: Pick<Lease, "holder" | "first" | "isBeside">,
  lost: LeaseClaim["lost"],
): Lease {
  const { holder } = held;
  const { id } = holder;
  const version = file.database.prepare("PRAGMA data_version");
  const own = file.database.prepare("SELECT 1 FROM lease WHERE id = ?");
  const beat = file.database.prepare("UPDATE lease SET heartbeat_ms = ? WHERE id = ?");
  let seen: unknown;
  let loss: MadeusError | undefined;
  file.fence = () => {
    // Only when another process has written is there something to look at.
    const found = version.get()?.["data_version"];
    if (found === seen) return;
    if (own.get(id) === undefined) throw (loss = takenOver(file, holder));
    seen = found;
  };
  const pulse = (): void => {
    // A disk without room may have some by the next beat; until then it is the commits of the run that tell.
    attempt(() => file.transaction(() => beat.run(clock.nowMs(), id)));
    if (loss === undefined) cancel = clock.after(heartbeatEveryMs, pulse);
    else lost?.(loss);
  };
  let cancel = clock.after(heartbeatEveryMs, pulse);
  return {
    ...held,
    beginRun() {
      return file.transaction(() => {
        const run = Math.max(lastRunIn(file), ...leaseHolders(file).map((one) => one.run ?? 0)) + 1;
        file.database.prepare("UPDATE lease SET run = ? WHERE id = ?").run(run, id);
        return run;
      });
    },
    release() {
      cancel();
      // A lease that could not be given back ends with this process.
      attempt(() =>
        file.transaction(() => file.database.prepare("DELETE FROM lease WHERE id = ?").run(id)),
      );
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
    ...thisOperator(),
    command,
    sinceMs: nowMs,
    heartbeatMs: nowMs,
  };
}

/** The state is in use, or what is wanted of it. @param scope  what is wanted; missing: all */
export function locked(file: StateFile, holder: LeaseHolder, scope?: Scope): MadeusError {
  const directory = dirname(file.path);
  const which = holder.run === undefined ? "" : ` --run ${holder.run}`;
  const unlock = `madeus unlock --state ${directory}${holder.scope === undefined ? "" : which}`;
  const meeting = holder.scope && scope && meetingOf(scope, holder.scope);
  const what =
    meeting === undefined
      ? `The state in ${directory} is`
      : `${meetingText(meeting, directory)} is`;
  const part =
    holder.scope === undefined || meeting !== undefined
      ? ""
      : `, who has ${quoteAll(holder.scope.instances)} in hand`;
  const who = `${formatHolder(holder)}${part}`;
  return new MadeusError("MADEUS_STATE_LOCKED", `${what} in use by ${who}.`, {
    hint: `Wait for it to end. If an action hangs, madeus why says how to end it; if nobody can be reached there: ${unlock}`,
  });
}

/** `The instance "web" of the state in /srv/.madeus/site` */
const meetingText = ({ what, name }: Meeting, directory: string): string =>
  `The ${what} ${quote(name)} of the state in ${directory}`;

function takenOver(file: StateFile, { scope }: LeaseHolder): MadeusError {
  const present = leaseHolders(file).find((one) => leasesMeet(scope, one.scope));
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
