/** What a host tells of itself: asked by one script, in one round trip, of tools that every host has. The reading is pure. */
import { type LockHolder, lockPath, readHolder } from "../engine/host-lock.ts";

export interface HostFacts {
  /** As whom commands run. */
  readonly user: string;
  /** By its own clock, seconds since the epoch. */
  readonly epochS: number;
  /** By where it is mounted: those of the root, of packages, of what is passing, and of the user's home. */
  readonly freeBytes: Readonly<Record<string, number>>;
  /** Who holds a lock of the packages; undefined where there is no dpkg. */
  readonly apt: readonly PackageUser[] | undefined;
  /** Who has locked it for a deployment. */
  readonly lock: LockHolder | "unknown" | undefined;
}
export interface PackageUser {
  readonly pid: number;
  readonly command: string;
}

/**
 * Locks of packages are told by the system's list of locks, and where the user may see them by the files that processes have open.
 * A number of nanoseconds is not given by every `date`.
 */
export const factsScript: string = `echo "user $(id -un)"
echo "epoch $(date +%s.%N)"
df -Pk / /var /tmp "$HOME" 2>/dev/null | while read -r line; do echo "df $line"; done
${lockPath}
echo "lock $(readlink "$lock")"
[ -d /var/lib/dpkg ] || exit 0
echo "apt"
tell() { echo "apt $1 $(tr '\\0' ' ' 2>/dev/null </proc/"$1"/cmdline)"; }
files="/var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock"
for file in $files; do
  inode=$(ls -i "$file" 2>/dev/null) && while read -r _ _ _ _ pid where _; do
    case "$where" in *:"\${inode%% *}") tell "$pid" ;; esac
  done </proc/locks
done
ls -l /proc/[0-9]*/fd 2>/dev/null | while read -r line; do
  case "$line" in
    /proc/*/fd:) pid=\${line#/proc/}; pid=\${pid%/fd:} ;;
    *"-> /var/lib/dpkg/lock"* | *"-> /var/lib/apt/lists/lock" | *"-> /var/cache/apt/archives/lock") tell "$pid" ;;
  esac
done`;

/** @param said  what the script has printed */
export function factsIn(said: string): HostFacts {
  const lines = said.split("\n");
  const told = (word: string): readonly string[] =>
    lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
  const [lock = ""] = told("lock");
  return {
    user: told("user")[0] ?? "",
    epochS: Number(/^\d+(\.\d+)?/.exec(told("epoch")[0] ?? "")?.[0] ?? Number.NaN),
    freeBytes: Object.fromEntries(told("df").flatMap(mounted)),
    apt: lines.includes("apt") ? packageUsers(told("apt")) : undefined,
    lock: lock === "" ? undefined : (readHolder(lock) ?? "unknown"),
  };
}

/** A line of `df -Pk`; the name of a device may hold spaces. */
function mounted(line: string): readonly (readonly [string, number])[] {
  const [, available, path = ""] = /\s\d+\s+\d+\s+(-?\d+)\s+\S+%\s+(\/.*)$/.exec(line) ?? [];
  return available === undefined ? [] : [[path, Number(available) * 1024]];
}

/** Each process once, also where it holds several locks; those that go while they are looked at have no command. */
function packageUsers(lines: readonly string[]): readonly PackageUser[] {
  const users = new Map<number, PackageUser>();
  for (const line of lines) {
    const [, pid = "", command = ""] = /^(\d+) ?(.*)$/.exec(line) ?? [];
    if (command.trim() !== "")
      users.set(Number(pid), { pid: Number(pid), command: command.trim() });
  }
  return [...users.values()];
}
