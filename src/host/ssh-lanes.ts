/**
 * The lanes to one host: as many as are wanted at once, on as few connections as carry them.
 *
 * A host takes so many channels on a connection and no more (`MaxSessions`, most often 10); actions may wait for each other, so all
 * of them must run: where one connection is full another is made.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { MadeusError } from "../model/code.ts";
import type { SshHost } from "../model/host.ts";
import type { Mode } from "./launcher.ts";
import { SshLane } from "./ssh-lane.ts";
import type { SshConnect, SshConnection } from "./ssh-channel.ts";
import { type Sudo, sudoFault } from "./ssh-sudo.ts";

/** A host refuses more logins than this at once (`MaxStartups`). */
const loginsMax = 5;

interface Line {
  readonly connection: Promise<SshConnection>;
  /** Channels in use. */
  used: number;
  max: number;
  isLost: boolean;
  /** By us: it carries nothing. */
  isGivenUp: boolean;
  readonly isAlone: boolean;
}

export interface LanesOptions {
  readonly connect: SshConnect;
  readonly host: SshHost;
  readonly sudo?: Sudo | undefined;
}

export class SshLanes {
  readonly #options: LanesOptions;
  readonly #closing = new AbortController();
  #lines: Line[] = [];
  readonly #idle: { readonly lane: SshLane; readonly line: Line }[] = [];
  readonly #lineOf = new WeakMap<SshLane, Line>();
  /** Learnt: what a connection carries. */
  #channelsMax = Infinity;
  /** Learnt: it carries one, ours included. */
  #isAlone = false;
  #loggingIn = 0;
  readonly #waiting: (() => void)[] = [];
  /** The first lane, while and after it was let in. */
  #first: Promise<unknown> | undefined;

  constructor(options: LanesOptions) {
    this.#options = options;
  }

  /**
   * A lane whose launcher waits at the gate.
   *
   * @throws MadeusError where the host cannot be reached, or cannot run a launcher
   */
  take(mode: Mode): Promise<SshLane> {
    if (this.#options.sudo?.password === undefined) return this.#take(mode);
    // A wrong password that is tried by many at once locks the user out.
    const first = this.#first ?? Promise.resolve();
    const taken = first.then(() => this.#take(mode));
    this.#first ??= taken;
    taken.catch(() => (this.#first = undefined));
    return taken;
  }

  async #take(mode: Mode): Promise<SshLane> {
    for (;;) {
      const idle = mode === "command" ? this.#idle.pop() : undefined;
      if (idle?.lane.isClosed === true) continue;
      const lane = idle?.lane ?? (await this.#open(mode));
      if ((await lane.group) !== undefined) return lane;
      await this.#explain(lane);
    }
  }

  /** Takes a lane back after its program has ended. What that left behind may still say something, into the void. */
  release(lane: SshLane): void {
    const line = this.#lineOf.get(lane);
    const keep = (isGood: boolean): void => {
      if (line === undefined || line.isLost || this.#closing.signal.aborted) return lane.close();
      if (isGood) this.#idle.push({ lane, line });
      else setTimeout(() => lane.close(), lingerMs).unref();
    };
    void lane.renew().then(keep, () => keep(false));
  }

  /** What is known of the connection that a lane was lost with; undefined while it stands. */
  async lost(lane: SshLane): Promise<MadeusError | undefined> {
    const line = this.#lineOf.get(lane);
    if (line === undefined) return undefined;
    const connection = await line.connection;
    return Promise.race([connection.lost, sleep(lossMs, undefined)]);
  }

  close(): void {
    this.#closing.abort();
    for (const { lane } of this.#idle.splice(0)) lane.close();
    for (const line of this.#lines.splice(0))
      void line.connection.then((connection) => connection.close()).catch(() => {});
  }

  async #open(mode: Mode): Promise<SshLane> {
    const line = this.#line();
    line.used++;
    try {
      const connection = await line.connection;
      line.max = Math.min(line.max, connection.channelsMax, this.#channelsMax);
      if (line.used > line.max) {
        line.used--;
        return await this.#open(mode);
      }
      const lane = new SshLane(connection, mode, this.#options.sudo);
      const late = setTimeout(() => lane.close(), launchMs);
      lane.group.finally(() => clearTimeout(late)).catch(() => {});
      this.#lineOf.set(lane, line);
      void lane.closed.then(() => line.used--);
      return lane;
    } catch (error) {
      line.used--;
      throw error;
    }
  }

  /** A connection with room for a channel. */
  #line(): Line {
    this.#closing.signal.throwIfAborted();
    const free = this.#lines.find((one) => !one.isLost && one.used < one.max);
    if (free !== undefined) return free;
    const line: Line = {
      connection: this.#login(this.#isAlone),
      used: 0,
      max: channelsGuess,
      isLost: false,
      isGivenUp: false,
      isAlone: this.#isAlone,
    };
    line.max = Math.min(line.max, this.#channelsMax);
    this.#lines.push(line);
    const drop = (): void => this.#drop(line);
    line.connection.then((connection) => connection.lost.then(drop), drop);
    return line;
  }

  /** Nothing more is opened on it. */
  #drop(line: Line): void {
    line.isLost = true;
    this.#lines = this.#lines.filter((one) => one !== line);
    this.#idle.splice(0, Infinity, ...this.#idle.filter((one) => one.line !== line));
    void line.connection.then((connection) => connection.close()).catch(() => {});
  }

  async #login(isAlone: boolean): Promise<SshConnection> {
    while (this.#loggingIn >= loginsMax)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#loggingIn++;
    try {
      return await this.#options.connect(this.#closing.signal, isAlone);
    } finally {
      this.#loggingIn--;
      this.#waiting.shift()?.();
    }
  }

  /** Why a launcher did not speak: returns where another may. */
  async #explain(lane: SshLane): Promise<void> {
    const line = this.#lineOf.get(lane);
    const how = await lane.closed;
    if (line === undefined) return;
    if (how === "full" && line.used > 0) {
      line.max = Math.min(line.max, line.used);
      this.#channelsMax = Math.min(this.#channelsMax, line.max);
      return;
    }
    if (line.isGivenUp) return;
    if (how === "full" && !line.isAlone) {
      this.#isAlone = true;
      this.#channelsMax = 1;
      line.isGivenUp = true;
      this.#drop(line);
      return;
    }
    const lost = await this.lost(lane);
    if (lost !== undefined) throw lost;
    const { host, become } = this.#options.host;
    const fault = become && sudoFault(host, become, lane.noise, lane.nonce);
    if (fault !== undefined) throw fault;
    const said = lane.noise.split("\n").at(-1) ?? "";
    throw new MadeusError(
      "MADEUS_HOST_UNFIT",
      `${host} runs no commands for us${said === "" ? "" : `: ${said}`}`,
      { hint: "it needs /bin/sh, setsid and /proc, and a login shell that runs commands" },
    );
  }
}

/** Until the connection is there: the most often allowed. */
const channelsGuess = 10;

const lingerMs = 500;
/** How long a host may take to start two shells: its login files may wait for what never comes. */
const launchMs = 30_000;
/** Its channels may end before the connection is known to be lost. */
const lossMs = 500;
