/**
 * Sessions of runs: what is to be done is found out first; then a lease is taken on what that touches, and on no more. Where somebody else has
 * begun or ended meanwhile, all is read again.
 */
import { realClock } from "../engine/clock-real.ts";
import { type State, partFor } from "../engine/fold.ts";
import type { Part } from "../engine/part.ts";
import { MadeusError } from "../model/code.ts";
import type { Instruction } from "../model/program.ts";
import { type Scope, meetingOf } from "../model/scope.ts";
import { footprintOf } from "../semantics/footprint.ts";
import { retriesMax } from "../store/branch.ts";
import type { Touched } from "../store/deployment-tree.ts";
import { mainBranch, recordedJournal } from "../store/historian.ts";
import { type Lease, editionOf, isSameEdition, locked, takeLease } from "../store/lease.ts";
import { summaryOf } from "../store/run.ts";
import { sqliteJournal } from "../store/sqlite.ts";
import { treeOfAll } from "./all-that-stands.ts";
import { holdersAtWork } from "./at-work.ts";
import { ensureCurrent, isLeftBehind } from "./current.ts";
import { unfinished } from "./deployable.ts";
import {
  type Opening,
  type PartInHand,
  type Session,
  historianOf,
  openSession,
} from "./session.ts";

/** What is to be done, and what that is about. */
export interface Claim<Due> {
  readonly due: Due;
  /** Instructions to be carried out (none: nothing is held), an open part that is to be gone on with, or whatever there is. */
  readonly touches: readonly Instruction[] | Part | "all";
}
export interface Claimed<Due> {
  /** Its state holds what that is about, and no more. */
  readonly session: Session;
  readonly due: Due;
}

/**
 * @param opening  without a command: nothing will be written, and no lease is taken
 * @param find  says what is to be done in what stands; it may be called again, for what was read anew
 * @throws MadeusError  `MADEUS_STATE_LOCKED` where somebody at work is about the same, `MADEUS_RUN_UNFINISHED` where somebody was and did
 *   not come to the end; what `find` throws
 */
export function claimed<Due>(
  opening: Opening,
  find: (session: Session) => Claim<Due>,
): Claimed<Due> {
  for (let tries = 0; tries <= retriesMax; tries++) {
    const session = openSession({ ...opening, command: undefined });
    try {
      const found = claimIn(session, opening.command, find);
      if (found !== undefined) return found;
    } catch (error) {
      session.close();
      throw error;
    }
    session.close();
  }
  throw new MadeusError(
    "MADEUS_STATE_LOCKED",
    `Others began or ended runs each of the ${retriesMax + 1} times that the state in ${opening.directory} was read.`,
    { hint: "See what they do with madeus status, then run the same command again." },
  );
}

/** Undefined: what was read is not up to date any more. */
function claimIn<Due>(
  session: Session,
  command: string | undefined,
  find: (session: Session) => Claim<Due>,
): Claimed<Due> | undefined {
  const { file, edition } = session;
  const holder = holdersAtWork(file).find(({ scope }) => scope === undefined);
  if (holder !== undefined) throw locked(file, holder);
  if (command !== undefined) ensureCurrent(session);
  let claim: Claim<Due>;
  try {
    claim = find(session);
  } catch (error) {
    if (!isSameEdition(edition, editionOf(file, realClock.nowMs()))) return undefined;
    throw error;
  }
  const held = hold(session, command, claim.touches);
  return held && { session: held, due: claim.due };
}

function hold(
  session: Session,
  command: string | undefined,
  touches: Claim<unknown>["touches"],
): Session | undefined {
  if (isList(touches) && touches.length === 0) return session;
  const open = typeof touches === "object" && !isList(touches) ? touches : undefined;
  const scope = open?.scope ?? (isList(touches) ? scopeOf(session.state, touches) : undefined);
  if (command === undefined) {
    ensureNobodyIn(session, scope);
    ensureFree(session, scope, open);
    return open === undefined ? session : { ...session, ...partIn(session, open.scope, open) };
  }
  const { file, edition, store } = session;
  const head = store.branches.find(mainBranch);
  const loss = new AbortController();
  const lost = (error: MadeusError): void => loss.abort(error);
  const lease = takeLease(file, realClock, { command, scope, edition, lost });
  if (lease === undefined) return undefined;
  // From now on nobody else moves it; by then somebody may have.
  if (isLeftBehind(session)) {
    lease.release();
    return undefined;
  }
  try {
    ensureFree(session, scope, open);
    const own = scope === undefined ? {} : partIn(session, scope, open);
    return written({ ...session, ...own, holder: lease.holder, lost: loss.signal }, lease, head);
  } catch (error) {
    lease.release();
    throw error;
  }
}

const isList = (touches: Claim<unknown>["touches"]): touches is readonly Instruction[] =>
  Array.isArray(touches);

const scopeOf = ({ configuration, on }: State, instructions: readonly Instruction[]) =>
  footprintOf(configuration, on, instructions);

/** @throws MadeusError  `MADEUS_STATE_LOCKED` where somebody at work is about the same */
function ensureNobodyIn({ file }: Session, scope: Scope | undefined): void {
  const holder = holdersAtWork(file).find((one) => meet(one.scope, scope));
  if (holder !== undefined) throw locked(file, holder, scope);
}

/** @throws MadeusError  `MADEUS_RUN_UNFINISHED` where a part is open that is about the same, and is not the own one */
function ensureFree(session: Session, scope: Scope | undefined, own: Part | undefined): void {
  for (const part of session.open) {
    if (part === own || !meet(part.scope, scope)) continue;
    throw unfinished(session, part, scope && meetingOf(scope, part.scope)?.name);
  }
}

const meet = (one: Scope | undefined, other: Scope | undefined): boolean =>
  one === undefined || other === undefined || meetingOf(one, other) !== undefined;

function partIn(
  { state: whole, records, last }: Session,
  scope: Scope,
  open: Part | undefined,
): Pick<Session, "state" | "part" | "last"> {
  const part: PartInHand = { scope, run: open?.runs[0], whole };
  if (open === undefined) return { state: partFor(whole, scope), part, last };
  return { state: open.state, part, last: summaryOf(records, open.runs.at(-1) ?? open.runs[0]) };
}

/** The session of one who holds a lease: it writes where he may, and makes commits. */
function written(session: Session, lease: Lease, head: string | undefined): Session {
  const { file, records, state, part } = session;
  const inHand = part && {
    mayTouch: mayTouch(part, state),
    whole: () => treeOfAll(part.whole, records, { scope: part.scope, state }),
    head,
    isBeside: lease.isBeside,
  };
  const historian = historianOf(session, lease.holder, inHand);
  const journal = recordedJournal(sqliteJournal(file, realClock, lease), historian);
  const close = (): void => {
    lease.release();
    session.close();
  };
  return { ...session, journal, historian, close };
}

/** Its instances, and all use ports that they have or had. */
function mayTouch({ scope: { instances }, whole }: PartInHand, state: State): Touched {
  const ports = [whole, state].flatMap(({ configuration: c }) =>
    instances.flatMap((instance) => {
      const number = c.number(instance);
      const all = number === undefined ? [] : c.life(number).ports;
      return all.flatMap(({ side, name }) => (side === "use" ? [`${instance}.${name}`] : []));
    }),
  );
  return { instances, uses: new Set(ports) };
}
