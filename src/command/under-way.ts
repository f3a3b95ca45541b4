/** What actions do that are at work: since when and where, and what they printed last; and how to end the run that has them in hand. */
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { hostname } from "node:os";
import { realClock } from "../engine/clock-real.ts";
import { transitionName } from "../model/name.ts";
import { type Reason, causes } from "../semantics/why.ts";
import { withoutCodes } from "../show/live/code.ts";
import { shortTime } from "../show/live/sign.ts";
import type { LeaseHolder } from "../store/lease.ts";
import { holdersAtWork } from "./at-work.ts";
import { knownLogs } from "./log-place.ts";
import type { Session } from "./session.ts";

/**
 * Of those for which something waits: the first few.
 *
 * @param file  as it was named on the command line, if it was
 */
export function underWayLines(
  session: Session,
  reasons: readonly Reason[],
  file: string | undefined,
): readonly string[] {
  const running = causes(reasons).filter(({ kind }) => kind === "running");
  if (running.length === 0) return [];
  const logs = knownLogs(session.directory).files;
  const lines = running.slice(0, toldMax).map(({ instance = "", element = "" }) => {
    const name = transitionName({ instance, transition: element });
    const printed = lastLine(logs.get(name)?.at(-1));
    const said = printed === undefined ? "it has printed nothing" : `it printed last: ${printed}`;
    const command = ["madeus logs", ...(file === undefined ? [] : [file]), name].join(" ");
    return `${name} runs ${sinceText(session, instance, element)}; ${said} (${command})`;
  });
  return [...lines, ...holdersAtWork(session.file).map(endText)];
}
const toldMax = 5;

function sinceText({ records }: Session, instance: string, transition: string): string {
  const begun = records.findLast(
    (one) => one.type === "started" && one.instance === instance && one.transition === transition,
  );
  if (begun?.type !== "started") return "";
  const { host, attempt, atMs } = begun;
  const tried = attempt > 1 ? ` (try ${attempt})` : "";
  return `on ${host} for ${shortTime(realClock.nowMs() - atMs)}${tried}`;
}

function endText({ command, pid, host }: LeaseHolder): string {
  const where = host === hostname() ? "" : ` on ${host}`;
  return `${command} is at work${where}: kill ${pid} lets its actions come to their ends and starts no more; a second kill ends them, also daemons that they have begun. Then madeus resume goes on`;
}

/** Of a file that grows: the last line that is not blank, without codes of terminals. */
function lastLine(path: string | undefined): string | undefined {
  if (path === undefined || !existsSync(path)) return undefined;
  const file = openSync(path, "r");
  try {
    const tail = Buffer.alloc(tailBytes);
    const from = Math.max(0, fstatSync(file).size - tailBytes);
    const text = tail.toString("utf8", 0, readSync(file, tail, 0, tailBytes, from));
    const line = text.split("\n").findLast((one) => one.trim() !== "");
    return line === undefined ? undefined : withoutCodes(line).trim();
  } finally {
    closeSync(file);
  }
}
const tailBytes = 4096;
