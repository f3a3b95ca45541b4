/**
 * A client that writes orders through the proxy, one after the other, and remembers which of them the database has acknowledged, and when.
 *
 * What was under way when the connection was lost is neither written again nor counted: it may be there or not.
 */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";

/** The client of MariaDB, again and again until its input is at its end; says when it is connected, and when it no longer is. */
const asking = `
  while :; do
    if mariadb -BNe 'select 1' < /dev/null > /dev/null 2>&1; then
      echo up
      mariadb --batch --skip-column-names --unbuffered --skip-reconnect shop 2> /dev/null && exit
    fi
    echo lost
    sleep 0.02
  done`;
/** Before who waits for an answer gives up. */
const patienceMs = 60_000;
/** Between an acknowledgement and the next order. */
const paceMs = 10;

export class Writer implements AsyncDisposable {
  /** Order → when it was acknowledged, by `performance.now()`, in the order of time. */
  readonly acknowledged = new Map<number, number>();
  /** How often the connection was lost. */
  losses = 0;
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  #last = 0;
  #isConnected = false;
  #isUnderWay = false;
  #isPaused = false;
  #changed = Promise.withResolvers<void>();

  /** @param login  arguments of `ssh` that lead to the host on which it writes */
  constructor(login: readonly string[]) {
    this.#process = spawn("ssh", [...login, asking], { stdio: ["pipe", "pipe", "inherit"] });
    // What is written to a process that has ended is lost, and not acknowledged.
    this.#process.stdin.on("error", () => undefined);
    createInterface(this.#process.stdout).on("line", (line) => this.#hear(line));
  }

  /** Resolves when so many more orders are acknowledged. */
  async progress(count: number): Promise<void> {
    const wanted = this.acknowledged.size + count;
    await this.#until(() => this.acknowledged.size >= wanted);
  }

  /** Writes nothing more; resolves when nothing is under way. */
  async pause(): Promise<void> {
    this.#isPaused = true;
    await this.#until(() => !this.#isUnderWay);
  }

  resume(): void {
    this.#isPaused = false;
    this.#write();
  }

  /** The longest time without an acknowledgement between two of them, of those after a moment. */
  longestGapS(sinceMs: number): number {
    const times = [...this.acknowledged.values()].filter((atMs) => atMs >= sinceMs);
    const gaps = times.slice(1).map((atMs, k) => atMs - (times[k] ?? atMs));
    return Math.max(0, ...gaps) / 1000;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const isOver = once(this.#process, "exit");
    this.#process.stdin.end();
    this.#process.kill();
    await isOver;
  }

  #hear(line: string): void {
    if (line === "up") this.#isConnected = true;
    else if (line === "lost") {
      if (this.#isConnected) this.losses++;
      this.#isConnected = false;
      this.#isUnderWay = false;
    } else {
      this.acknowledged.set(Number(line), performance.now());
      if (Number(line) === this.#last) this.#isUnderWay = false;
    }
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
    setTimeout(() => this.#write(), line === "up" ? 0 : paceMs);
  }

  #write(): void {
    if (!this.#isConnected || this.#isUnderWay || this.#isPaused) return;
    this.#isUnderWay = true;
    const order = ++this.#last;
    this.#process.stdin.write(
      `insert into customer_order (id) values (${order}); select ${order};\n`,
    );
  }

  async #until(isSo: () => boolean): Promise<void> {
    const late = pause(patienceMs, "late", { ref: false });
    while (!isSo())
      if ((await Promise.race([this.#changed.promise, late])) === "late")
        throw new Error(`the client got no answer for ${patienceMs / 1000} s`);
  }
}
