/**
 * A machine that is reached by SSH, as a host. Every command has a process group of its own there, known before it begins.
 *
 * Where the connection is lost in the middle of a command, the host is tried again for a while: what was begun there is ended for
 * certain, or the error says that it may be alive.
 */
import {
  type Command,
  type Exit,
  type Host,
  type ProcessGroup,
  type Watch,
  plainCommand,
} from "../engine/host.ts";
import { MadeusError } from "../model/code.ts";
import type { SshHost } from "../model/host.ts";
import { Ender } from "./ender.ts";
import { gateLine } from "./launcher.ts";
import type { Trailer } from "./launcher-voice.ts";
import { Output } from "./output.ts";
import { aliveScript, endScript, untilEnded } from "./ssh-group.ts";
import type { SshConnect } from "./ssh-channel.ts";
import type { SshLane } from "./ssh-lane.ts";
import { SshLanes } from "./ssh-lanes.ts";
import { sudo } from "./ssh-sudo.ts";

export interface SshSettings {
  readonly connect: SshConnect;
  /** Fetches the password of sudo. */
  readonly sudoPassword?: () => Promise<string>;
  /** Below the home directory of who runs the commands: where instances have their directories. */
  readonly folder: string;
  /** From SIGTERM to SIGKILL where a command is aborted; default 5000. */
  readonly graceMs?: number;
  /** From SIGKILL to the error that a process does not end; default 10 000. */
  readonly killMs?: number;
}

export function sshHost(description: SshHost, settings: SshSettings): Host {
  return new Remote(description, settings);
}

class Remote implements Host {
  readonly description: SshHost;
  readonly #settings: SshSettings;
  readonly #lanes: SshLanes;
  readonly #graceMs: number;
  /** Groups of which nothing was left when their leader ended. */
  readonly #gone = new WeakSet<ProcessGroup>();
  readonly #made = new Set<string>();
  #instances: Promise<string> | undefined;

  constructor(description: SshHost, settings: SshSettings) {
    this.description = description;
    this.#settings = settings;
    this.#graceMs = settings.graceMs ?? 5_000;
    const { connect, sudoPassword } = settings;
    const { become } = description;
    const asUser = become && sudo(become, sudoPassword);
    this.#lanes = new SshLanes({ connect, host: description, sudo: asUser });
  }

  async run(command: Command, watch: Watch): Promise<Exit> {
    watch.signal.throwIfAborted();
    const line = gateLine(command);
    const lane = await this.#take(command, watch.signal);
    const group = await lane.group;
    if (group === undefined) throw this.#unreachable(undefined);
    const ending = new Ender(() => this.end(group, this.#graceMs));
    const abort = (): void => ending.end(watch.signal.reason);
    watch.signal.addEventListener("abort", abort);
    if (watch.signal.aborted) abort();
    try {
      await this.#registered(lane, group, watch);
      return await this.#attend({ lane, group, line, command, watch, ending });
    } finally {
      watch.signal.removeEventListener("abort", abort);
      this.#lanes.release(lane);
    }
  }

  async alive(group: ProcessGroup): Promise<boolean> {
    if (this.#gone.has(group)) return false;
    return (await this.#control(aliveScript(group))) === 0;
  }

  async end(group: ProcessGroup, graceMs: number): Promise<void> {
    if (this.#gone.has(group)) return;
    const { killMs = 10_000 } = this.#settings;
    if ((await this.#control(endScript(group, graceMs, killMs))) === 0) return;
    throw new MadeusError(
      "MADEUS_PROCESS_LEFT",
      `process group ${group.pid} of ${this.description.host} does not end`,
      { hint: `look at it there with \`ps -o pid,user,stat,args -g ${group.pid}\`` },
    );
  }

  async makeDirectory(path: string): Promise<void> {
    if (this.#made.has(path)) return;
    await this.#succeed("mkdir", ["-p", "--", path]);
    this.#made.add(path);
  }

  async removeDirectory(path: string): Promise<void> {
    this.#made.clear();
    await this.#succeed("rm", ["-rf", "--", path]);
  }

  async instances(): Promise<string> {
    this.#instances ??= this.#succeed("sh", ["-c", "pwd -P"]).then(
      (home) => `${home.trimEnd()}/${this.#settings.folder}`,
    );
    this.#instances.catch(() => (this.#instances = undefined));
    return this.#instances;
  }

  close(): void {
    this.#lanes.close();
  }

  /** Who aborts does not wait until a host has been reached. */
  async #take({ daemon }: Command, signal: AbortSignal): Promise<SshLane> {
    const taking = this.#lanes.take(daemon ? "daemon" : "command");
    const aborted = Promise.withResolvers<never>();
    const abort = (): void => aborted.reject(signal.reason);
    signal.addEventListener("abort", abort);
    try {
      return await Promise.race([taking, aborted.promise]);
    } catch (error) {
      taking.then((lane) => lane.close()).catch(() => {});
      throw error;
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  /** The program never begins if its group could not be registered. */
  async #registered(lane: SshLane, group: ProcessGroup, watch: Watch): Promise<void> {
    try {
      await Promise.race([Promise.resolve(watch.registered(group)), lane.ended]);
    } catch (error) {
      lane.close();
      await this.end(group, 0);
      throw error;
    }
  }

  async #attend({ lane, group, line, command, watch, ending }: Errand): Promise<Exit> {
    const output = new Output(watch);
    const fail = (error: unknown): void => ending.end(error);
    if (!watch.signal.aborted)
      lane.begin(line, command.stdin, (stream, chunk) => output.push(stream, chunk)).catch(fail);
    const trailer = await Promise.race([lane.ended, ending.stuck]);
    if (trailer === undefined) {
      await ending.settled();
      throw await this.#lost(lane, group);
    }
    if (!trailer.left) this.#gone.add(group);
    await output.end().catch(fail);
    await ending.settled();
    return this.#exit(trailer, group, output, command);
  }

  #exit({ kind, code, signal }: Trailer, group: ProcessGroup, output: Output, of: Command): Exit {
    if (kind === "absent")
      throw new MadeusError(
        "MADEUS_COMMAND_REFUSED",
        `cannot start ${of.file}: there is no directory ${of.cwd}`,
      );
    const how = kind === "begun" ? { code: 0, signal: undefined } : { code, signal };
    return { ...how, stdout: output.stdout, tail: output.tail, group };
  }

  /** The connection went in the middle: what was begun is ended, if the host can be reached within a while. */
  async #lost(lane: SshLane, group: ProcessGroup): Promise<MadeusError> {
    const cause = await this.#lanes.lost(lane);
    const { host, reconnectS = 30 } = this.description;
    try {
      await untilEnded(() => this.end(group, this.#graceMs), reconnectS * 1000);
      this.#gone.add(group);
    } catch (error) {
      return this.#unreachable(error);
    }
    return new MadeusError(
      "MADEUS_CONNECTION_LOST",
      `the connection to ${host} was lost; what ran there was ended`,
      { cause, hint: "it may be run again" },
    );
  }

  #unreachable(cause: unknown): MadeusError {
    return new MadeusError(
      "MADEUS_HOST_UNREACHABLE",
      `the connection to ${this.description.host} was lost, and what ran there may be alive`,
      { cause, hint: "when the host is back, `madeus resume` ends it before it goes on" },
    );
  }

  /** A command of our own, of which nobody is told: it answers yes by 0 and no by 1. */
  async #control(script: readonly string[]): Promise<0 | 1> {
    const watch = { signal: never, registered() {}, line() {} };
    const { code, tail } = await this.run(plainCommand("sh", ["-c", ...script]), watch);
    if (code === 0 || code === 1) return code;
    const { host } = this.description;
    throw new MadeusError("MADEUS_HOST_UNFIT", `${host} cannot tell what runs there: ${tail}`);
  }

  async #succeed(file: string, args: readonly string[]): Promise<string> {
    const exit = await this.run(plainCommand(file, args), {
      signal: never,
      registered() {},
      line() {},
    });
    if (exit.code === 0) return exit.stdout;
    const { host } = this.description;
    throw new MadeusError("MADEUS_COMMAND_REFUSED", `${file} failed on ${host}: ${exit.tail}`);
  }
}

/** A command and its lane, at the gate. */
interface Errand {
  readonly lane: SshLane;
  readonly group: ProcessGroup;
  /** What opens the gate. */
  readonly line: string;
  readonly command: Command;
  readonly watch: Watch;
  readonly ending: Ender;
}

const never = new AbortController().signal;
