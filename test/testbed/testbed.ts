/**
 * Disposable hosts on this machine, reached by real SSH: `testbed.sh`, typed. Each test bed has names and a network of its own, so
 * that files of tests run side by side; `await using` removes it.
 */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type SshHost, type SshOptions, ssh } from "../../src/model/host.ts";

export interface Testbed extends AsyncDisposable {
  /** Where its files are: `key`, `known_hosts`, `ssh_config`. */
  readonly directory: string;
  /** The description of one of its hosts, by name; its user is root. */
  host(name: string, options?: Partial<SshOptions>): SshHost;
  address(name: string): string;
  /** Runs a program in a host without SSH; gives its standard output. */
  inside(name: string, file: string, ...args: readonly string[]): Promise<string>;
  /** Pulls the network cable: packets get lost, nobody is told. */
  cut(name: string): Promise<void>;
  /** Plugs it in again. */
  heal(name: string): Promise<void>;
  /** Power loss. */
  kill(name: string): Promise<void>;
  /** Boots a host that was killed: its disk is as it was, nothing but sshd runs. */
  start(name: string): Promise<void>;
  /** A host as new. */
  wipe(name: string): Promise<void>;
  /** It stays when this process is gone, until `testbed.sh down`. */
  keep(): void;
}

const script = fileURLToPath(new URL("testbed.sh", import.meta.url));
const slotsMax = 200;
/** The process that is there for as long as the machine runs. */
const initPid = 1;

/**
 * Makes hosts with these names: 0.2 s each.
 *
 * @param settings  further variables of `testbed.sh`, e.g. `{ TB_DEBS: directory }`
 */
export async function testbed(
  names: readonly [string, ...string[]],
  settings: Readonly<Record<string, string>> = {},
): Promise<Testbed> {
  const { slot, lock } = await freeSlot();
  const directory = join(lock, "bed");
  const env = {
    ...process.env,
    TB_STATE: directory,
    TB_ID: `t${slot.toString(36)}`,
    TB_NET: `10.213.${slot}`,
    ...settings,
  };
  const call = async (...args: readonly string[]): Promise<string> =>
    (await promisify(execFile)("bash", [script, ...args], { env, maxBuffer: 64 << 20 })).stdout;
  const remove = async (): Promise<void> => {
    await call("down");
    rmSync(lock, { recursive: true });
  };
  try {
    await call("up", ...names);
  } catch (error) {
    await remove();
    throw error;
  }
  const address = (name: string): string =>
    readFileSync(join(directory, "hosts", name, "addr"), "utf8").trim();
  const act = (verb: string) => async (name: string) => void (await call(verb, name));
  return {
    directory,
    host: (name, options = {}) =>
      ssh({
        host: address(name),
        user: "root",
        configFile: "/dev/null",
        identityFile: join(directory, "key"),
        knownHostsFile: join(directory, "known_hosts"),
        ...options,
      }),
    address,
    inside: (name, ...command) => call("exec", name, ...command),
    cut: act("cut"),
    heal: act("heal"),
    kill: act("kill"),
    start: act("start"),
    wipe: act("wipe"),
    keep: () => writeFileSync(join(lock, "owner"), String(initPid)),
    [Symbol.asyncDispose]: remove,
  };
}

/** A number that no other process of this machine uses; what a process that was killed left behind is removed. */
async function freeSlot(): Promise<{ readonly slot: number; readonly lock: string }> {
  for (let slot = 0; slot < slotsMax; slot++) {
    const lock = join(tmpdir(), `madeus-testbed-${slot}`);
    try {
      mkdirSync(lock);
    } catch {
      await removeStale(lock);
      continue;
    }
    writeFileSync(join(lock, "owner"), String(process.pid));
    return { slot, lock };
  }
  throw new Error(`there are ${slotsMax} test beds already`);
}

/** Who finds it first removes it; until that is done nobody takes its number. */
async function removeStale(lock: string): Promise<void> {
  try {
    process.kill(Number(readFileSync(join(lock, "owner"), "utf8")), 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH" || !isFirst(join(lock, "removal")))
      return;
    const env = { ...process.env, TB_STATE: join(lock, "bed") };
    await promisify(execFile)("bash", [script, "down"], { env });
    rmSync(lock, { recursive: true });
  }
}

function isFirst(mark: string): boolean {
  try {
    mkdirSync(mark);
    return true;
  } catch {
    return false;
  }
}
