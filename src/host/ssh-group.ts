/**
 * Process groups of a host far away: what is run there to know whether one is alive, and to end it for certain.
 *
 * As on this machine a number alone is never trusted: the leader must have started when it was registered, after the same boot.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { ProcessGroup } from "../engine/host.ts";
import { isMadeusError } from "../model/code.ts";

/** Script and arguments of `sh -c`: ends with 0 if any process of the group is alive. */
export const aliveScript = ({ pid, started }: ProcessGroup): readonly string[] => [
  `${aliveFunction}\nalive`,
  "madeus",
  String(pid),
  started,
];

/** Ends with 0 when no process of the group is alive; with 1 where that cannot be brought about. */
export const endScript = (
  { pid, started }: ProcessGroup,
  graceMs: number,
  killMs: number,
): readonly string[] => [
  `${aliveFunction}\n${endFunction}`,
  "madeus",
  String(pid),
  started,
  String(Math.ceil(graceMs / roundMs)),
  String(Math.ceil(killMs / roundMs)),
];

/** How often is looked: a program of the host sleeps in between. */
const roundMs = 20;

/** The fields of a `stat` behind the name: state, parent, group, session; the 18th is the threads, the 20th the start. */
const aliveFunction = `
pid=$1 started=$2 rounds=$3 killing=$4 boot=
read -r boot </proc/sys/kernel/random/boot_id
alive() {
  [ "\${started%%/*}" = "$boot" ] || return 1
  s=
  { read -r s </proc/$pid/stat; } 2>/dev/null
  if [ "$s" ]; then
    set -- \${s##*)}
    [ "$boot/\${20}" = "$started" ] || return 1
    case $1\${18} in [ZX]0 | [ZX]1) ;; *) return 0 ;; esac
  fi
  for f in /proc/[0-9]*/stat; do
    s=
    { read -r s <$f; } 2>/dev/null
    set -- \${s##*)}
    [ "$3" = $pid ] && [ "$4" = $pid ] || continue
    case $1 in [ZX]) ;; *) return 0 ;; esac
  done
  return 1
}`;

/** A stopped process would not see the first signal. */
const endFunction = `
gone() {
  while alive; do
    [ $1 -gt 0 ] || return 1
    set -- $(($1 - 1))
    sleep 0.0${roundMs / 10}
  done
}
alive || exit 0
kill -TERM -$pid
kill -CONT -$pid
gone $rounds && exit
kill -KILL -$pid
gone $killing`;

/** Between two tries to reach a host. */
const pauseMs = 500;

/**
 * Tries again while the host cannot be reached, for `limitMs` in all.
 *
 * @throws what the last try threw
 */
export async function untilEnded(end: () => Promise<void>, limitMs: number): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    const began = performance.now();
    try {
      return await end();
    } catch (error) {
      waitedMs += performance.now() - began;
      const mayPass = isMadeusError(error) && error.code === "MADEUS_HOST_UNREACHABLE";
      if (!mayPass || waitedMs >= limitMs) throw error;
    }
    await sleep(pauseMs);
  }
}
