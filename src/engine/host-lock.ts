/**
 * Locks on hosts: of two deployments with different states one at a time changes a host.
 *
 * The lock is a symbolic link that leads nowhere: its target says who holds it. Such a link is made in one step, with all that it says
 * or not at all, also where a disk is full; who holds it is seen by `ls -l`. It lies where every user may make one, whoever that is.
 */
import { MadeusError } from "../model/code.ts";
import { quote, shown } from "../model/name.ts";
import { isAlive } from "../store/lease-process.ts";
import { type LeaseHolder, formatHolder } from "../store/lease.ts";
import type { Exit, Host } from "./host.ts";
import { runScript } from "./host-script.ts";

/** Who holds a lock: a process, and the state that it works for. */
export interface LockHolder extends Omit<LeaseHolder, "heartbeatMs" | "scope" | "run"> {
  readonly state: string;
}

/** The first of them that is there; one that outlives a restart is better. */
const directories = ["/var/tmp", "/tmp"];
/** A target may have 4095 bytes. */
const commandLengthMax = 200;
/** From the end of a run to that of its patience with hosts that do not answer. */
const releaseMs = 3_000;

export class HostLocks {
  readonly #holder: LockHolder;
  readonly #text: string;
  readonly #directories: readonly string[];
  /** Which locks are replaced without asking whose they are: the pattern of the own ones, or of none. */
  readonly #pattern: string;
  readonly #isAtWork: (id: string) => boolean;
  readonly #taken = new Map<Host, Promise<void>>();

  /**
   * @param where  the directories on hosts of which the first that is there holds the lock
   * @param isAtWork  does one of that id hold a lease on the same state, and live? Asked only of one who may not be alone on it.
   */
  constructor(
    state: string,
    { heartbeatMs: _heartbeatMs, scope, run: _run, ...holder }: LeaseHolder,
    where: readonly string[] = directories,
    isAtWork: (id: string) => boolean = () => false,
  ) {
    this.#pattern = scope === undefined ? `${beginning(state)}*` : "";
    this.#isAtWork = isAtWork;
    this.#holder = { state, ...holder };
    this.#text = lockText(this.#holder);
    this.#directories = where;
  }

  /**
   * Takes the lock when it is first asked for, in one round trip; afterwards it is held and costs nothing. What an earlier run of the
   * same state left behind is ours, unless it is still at work beside us; what a process of this machine held that has died is nobody's.
   *
   * @throws MadeusError  `MADEUS_HOST_LOCKED`, naming the holder; the next call tries again
   */
  take(name: string, host: Host): Promise<void> {
    const known = this.#taken.get(host);
    if (known !== undefined) return known;
    const taking = this.#take(name, host);
    this.#taken.set(host, taking);
    taking.catch(() => this.#taken.delete(host));
    return taking;
  }

  /** Gives all of them back. What cannot be given back is found by the next run of the state. */
  async release(): Promise<void> {
    const held = [...this.#taken.keys()];
    this.#taken.clear();
    const signal = AbortSignal.timeout(releaseMs);
    await Promise.allSettled(
      held.map((host) => runScript(host, releasing, [...this.#directories, this.#text], signal)),
    );
  }

  /** Is it there though nobody needs it any more? */
  #isLeft(lock: LockHolder): boolean {
    if (isAlive(lock) === false) return true;
    return lock.state === this.#holder.state && !this.#isAtWork(lock.id);
  }

  async #take(name: string, host: Host): Promise<void> {
    const ask = (replaceable: string): Promise<Exit> =>
      runScript(host, taking, [...this.#directories, this.#text, this.#pattern, replaceable]);
    let exit = await ask("");
    const before = readHolder(exit.stdout);
    if (exit.code === held && before !== undefined && this.#isLeft(before))
      exit = await ask(before.id);
    if (exit.code === 0) return;
    if (exit.code === held) throw locked(name, exit.stdout);
    throw new MadeusError(
      "MADEUS_HOST_UNFIT",
      `The lock on ${shown(name)} cannot be taken: ${lastLine(exit)}.`,
      { hint: `a link must be made in the first of ${directories.join(" and ")} that is there` },
    );
  }
}

/** Who holds the lock on a host; undefined where nobody does. */
export async function lockHolder(
  host: Host,
  where: readonly string[] = directories,
): Promise<LockHolder | "unknown" | undefined> {
  const { stdout } = await runScript(host, reading, where);
  return stdout === "" ? undefined : (readHolder(stdout) ?? "unknown");
}

/** Takes the lock on a host away from whoever holds it. */
export async function breakLock(host: Host, where: readonly string[] = directories): Promise<void> {
  const exit = await runScript(host, breaking, where);
  if (exit.code !== 0)
    throw new MadeusError("MADEUS_HOST_UNFIT", `The lock cannot be removed: ${lastLine(exit)}.`, {
      hint: "it may belong to another user of the host: remove it as root",
    });
}

/** The state comes first, and then what is different for every lock: a shell can tell both. */
const lockText = ({ state, id, command, ...rest }: LockHolder): string =>
  JSON.stringify({ state, id, command: command.slice(0, commandLengthMax), ...rest });
const beginning = (state: string): string => `{"state":"${state}"`;

/** What a lock says; undefined where it is none of ours. */
export function readHolder(text: string): LockHolder | undefined {
  try {
    const holder = JSON.parse(text) as LockHolder;
    return typeof holder.pid === "number" && typeof holder.sinceMs === "number"
      ? holder
      : undefined;
  } catch {
    return undefined;
  }
}

function locked(name: string, text: string): MadeusError {
  const holder = readHolder(text);
  const who = holder === undefined ? quote(text.trim()) : formatHolder(holder);
  return new MadeusError("MADEUS_HOST_LOCKED", `${quote(name)} is in use by ${who}`, {
    hint: `wait for it to end; if it hangs or has gone: madeus unlock --host ${name}`,
  });
}

const lastLine = ({ tail, code }: Exit): string => tail.trim().split("\n").at(-1) || `code ${code}`;

/** Exit code: somebody else holds it. Who, is printed. */
const held = 93;

/** A line of a script that puts the path of the lock into `lock`. */
export const lockPath: string = `for lock in ${directories.join(" ")}; do [ -d "$lock" ] && break; done; lock=$lock/madeus.lock`;
/** The same of the directories `$1` and `$2`; what follows them is `$1` afterwards. */
const finding = 'lock=$1; [ -d "$lock" ] || lock=$2; lock=$lock/madeus.lock; shift 2';
const reading = `${finding}; readlink "$lock" || :`;
const releasing = `${finding}; [ "$(readlink "$lock")" != "$1" ] || rm -f "$lock"`;
const breaking = `${finding}; rm -f "$lock" "$lock".*`;
/**
 * `$1` is the text, `$2` a pattern of those of our own, `$3` one more that may be replaced. To replace a lock one must first make a
 * link named after it, which only one can; then that becomes the lock.
 */
const taking = `${finding}
is() { [ "$(readlink "$lock")" = "$1" ]; }
refuse() { readlink "$lock"; exit ${held}; }
ln -sn "$1" "$lock" 2>/dev/null && is "$1" && exit
if ! old=$(readlink "$lock"); then ln -sn "$1" "$lock" && is "$1"; exit; fi
id=\${old#*'"id":"'}; id=\${id%%'"'*}
case $id in "" | *[!0-9a-f-]*) refuse ;; esac
case $old in $2) ;; *) [ "$id" = "$3" ] || refuse ;; esac
ln -sn "$1" "$lock.$id" 2>/dev/null || case $(readlink "$lock.$id") in $2) ;; *) refuse ;; esac
is "$old" && mv -f "$lock.$id" "$lock" && is "$1" && exit
rm -f "$lock.$id"; refuse`;
