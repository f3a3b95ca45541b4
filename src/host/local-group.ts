/**
 * Process groups of this machine: alive or not, and ended for certain.
 *
 * A number alone is never trusted: the group's leader must have started when it was registered. While a group has a member the
 * system gives its number to no new process, so a leader that started at another time means that the group is gone.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { ProcessGroup } from "../engine/host.ts";
import { MadeusError } from "../model/code.ts";
import { bootOf, processes } from "./local-processes.ts";

/** The group of the process `pid`, its leader, which must be waiting at its gate. */
export async function groupOf(pid: number): Promise<ProcessGroup> {
  const leader = await processes.entry(pid);
  if (leader === undefined)
    throw new MadeusError("MADEUS_COMMAND_REFUSED", `process ${pid} ended before it began`);
  return { pid, started: leader.started };
}

/** Is any process of the group alive? A zombie is not. */
export async function groupAlive(group: ProcessGroup): Promise<boolean> {
  if (!signalGroup(group.pid, 0)) return false;
  const leader = await processes.entry(group.pid);
  if (leader !== undefined && leader.started !== group.started) return false;
  if (leader !== undefined && !leader.zombie) return true;
  // The leader has ended; the others are in the session that it opened.
  return (await processes.all()).some(
    ({ group: pgid, session = pgid, started, zombie }) =>
      pgid === group.pid &&
      session === pgid &&
      bootOf(started) === bootOf(group.started) &&
      !zombie,
  );
}

/**
 * Ends all processes of the group: SIGTERM, after `graceMs` SIGKILL; resolves when none is left.
 *
 * @throws MADEUS_PROCESS_LEFT if `killMs` later one is: it is stuck in the kernel, or not ours to end
 */
export async function endGroup(
  group: ProcessGroup,
  graceMs: number,
  killMs: number,
): Promise<void> {
  if (!(await groupAlive(group))) return;
  signalGroup(group.pid, "SIGTERM");
  // A stopped process would not see the first signal.
  signalGroup(group.pid, "SIGCONT");
  if (await goneWithin(group, graceMs)) return;
  signalGroup(group.pid, "SIGKILL");
  if (await goneWithin(group, killMs)) return;
  throw new MadeusError("MADEUS_PROCESS_LEFT", `process group ${group.pid} does not end`, {
    hint: `look at it with \`ps -o pid,user,stat,args -g ${group.pid}\`: it may belong to another user`,
  });
}

/** The members are not our children, so nothing tells us of their end: it is looked for, ever more seldom. */
async function goneWithin(group: ProcessGroup, limitMs: number): Promise<boolean> {
  let waitedMs = 0;
  for (let delayMs = 1; await groupAlive(group); delayMs = Math.min(2 * delayMs, 100)) {
    if (waitedMs >= limitMs) return false;
    await sleep(Math.min(delayMs, limitMs - waitedMs));
    waitedMs += delayMs;
  }
  return true;
}

/** False if the group has no process at all. A process of another user's counts, though no signal reaches it. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
