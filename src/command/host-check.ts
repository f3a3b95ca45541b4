/** One host, tried: is it reached, let in, able to work, and in a condition to be worked on? */
import { realClock } from "../engine/clock-real.ts";
import { runScript } from "../engine/host-script.ts";
import type { Host } from "../engine/host.ts";
import { openHost } from "../host/open-host.ts";
import { type Finding, isMadeusError } from "../model/code.ts";
import type { HostDescription } from "../model/host.ts";
import { type Remark, error, warning } from "../model/finding.ts";
import { shown } from "../model/name.ts";
import { type HostFacts, factsIn, factsScript } from "./host-facts.ts";
import { whoHolds } from "./unlock-host.ts";

/** How a host does. */
export interface HostCheck {
  readonly host: string;
  readonly description: HostDescription;
  /** Until it had answered for the first time: connection, login and all. */
  readonly reachedS: number;
  /** Missing where it did not answer. */
  readonly facts?: HostFacts;
  /** How far its clock is ahead of ours. */
  readonly aheadS?: number;
  readonly findings: readonly Finding[];
}

/** No host is waited for longer than this. */
const patienceMs = 40_000;

/** @param state  which state's lock is our own */
export async function checkHost(
  host: string,
  description: HostDescription,
  state: string | undefined,
): Promise<HostCheck> {
  let opened: Host | undefined;
  const beganMs = realClock.nowMs();
  const tookS = (): number => (realClock.nowMs() - beganMs) / 1000;
  try {
    opened = openHost(unhesitating(description), { folder: ".madeus" });
    const signal = AbortSignal.timeout(patienceMs);
    await runScript(opened, ":", [], signal);
    const reachedS = tookS();
    const askedMs = realClock.nowMs();
    const facts = factsIn((await runScript(opened, factsScript, [], signal)).stdout);
    const aheadS = Math.round(facts.epochS * 1000 - (askedMs + realClock.nowMs()) / 2) / 1000;
    const remarks = [...remarksOn(host, facts, aheadS, state)];
    const findings = remarks.map((remark) => of(host, remark));
    return { host, description, reachedS, facts, aheadS, findings };
  } catch (thrown) {
    return { host, description, reachedS: tookS(), findings: [of(host, failure(thrown))] };
  } finally {
    opened?.close();
  }
}

/** Whoever is asked how a host does wants to know it now. */
const unhesitating = (description: HostDescription): HostDescription =>
  description.kind === "local" ? description : { ...description, reconnectS: 0 };

const of = (host: string, { text, ...remark }: Remark): Finding => ({
  ...remark,
  at: undefined,
  text: text.startsWith(`${host} `) ? text : `${shown(host)}: ${text}`,
});

function failure(thrown: unknown): Remark {
  if (isMadeusError(thrown)) return error(thrown.code, thrown.message, thrown.hint);
  if (thrown instanceof Error && thrown.name === "TimeoutError")
    return error("MADEUS_HOST_UNREACHABLE", `it has not answered for ${patienceMs / 1000} s`);
  throw thrown;
}

/** Certificates and tokens are refused by clocks that are this far apart. */
const aheadMaxS = 5;
const freeBytesMin = 64 * 2 ** 20;
const freeBytesSmall = 2 ** 30;

/** What is wrong with a host that has answered. */
export function* remarksOn(
  host: string,
  facts: HostFacts,
  aheadS: number,
  state: string | undefined,
): Generator<Remark> {
  const { apt = [], freeBytes, lock } = facts;
  if (!(Math.abs(aheadS) <= aheadMaxS))
    yield warning(
      "MADEUS_HOST_CONDITION",
      `its clock is ${Math.abs(Math.round(aheadS))} s ${aheadS < 0 ? "behind" : "ahead"}`,
      "let it follow a time server: certificates and tokens are refused otherwise",
    );
  for (const [path, free] of Object.entries(freeBytes)) {
    const text = `${path} has ${bytesText(free)} free`;
    if (free < freeBytesMin) yield error("MADEUS_HOST_CONDITION", text, "make room there");
    else if (free < freeBytesSmall) yield warning("MADEUS_HOST_CONDITION", text, "make room there");
  }
  for (const { pid, command } of apt)
    yield warning(
      "MADEUS_HOST_CONDITION",
      `packages are locked by process ${pid}, ${shown(command)}`,
      "wait for it to end; where it hangs, look at it there before you end it",
    );
  if (lock !== undefined && (lock === "unknown" || lock.state !== state))
    yield error(
      "MADEUS_HOST_LOCKED",
      `it is in use by ${whoHolds(lock)}`,
      `wait for it to end; if it hangs or has gone: madeus unlock --host ${host}`,
    );
}

/** `12.3 GB` */
export function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const unit = Math.min(
    units.length - 1,
    Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)),
  );
  return `${(bytes / 1000 ** unit).toFixed(unit < 3 ? 0 : 1)} ${units[unit]}`;
}
