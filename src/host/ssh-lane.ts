/**
 * A lane: one launcher on one channel. Programs run on it one after another, each known before it begins.
 *
 * It is used again only after a program of which nothing is alive, whose input was not taken from it, and where nothing was said in
 * between.
 */
import { randomBytes } from "node:crypto";
import type { Input, ProcessGroup } from "../engine/host.ts";
import { type Mode, launcher } from "./launcher.ts";
import { type LauncherVoice, type Trailer, launcherVoice } from "./launcher-voice.ts";
import { feed, passOn } from "./passage.ts";
import type { SshChannel, SshConnection } from "./ssh-channel.ts";
import { type Sudo, questionOf } from "./ssh-sudo.ts";

/** Takes the output of the program that runs; throws or rejects where that fails. */
export type Take = (stream: "stdout" | "stderr", chunk: Buffer) => void | Promise<void>;

const noiseBytesMax = 4096;

/** What each stream has said: a line of the one is not broken by what the other says meanwhile. */
interface Noise {
  readonly stdout: string;
  readonly stderr: string;
}
const silence: Noise = { stdout: "", stderr: "" };
const heard = ({ stdout, stderr }: Noise): string => `${stdout}\n${stderr}`;
const ignore = (): void => {};

export class SshLane {
  /** What marks its words. */
  readonly nonce: string;
  readonly #sudo: Sudo | undefined;
  readonly #channel: SshChannel;
  readonly #voice: LauncherVoice;
  #greeting = Promise.withResolvers<ProcessGroup | undefined>();
  #ending = Promise.withResolvers<Trailer | undefined>();
  #take: Take = ignore;
  #taken: Promise<void> | undefined;
  #failed: (error: unknown) => void = ignore;
  #noise: Noise = silence;
  #asked = 0;
  #reusable = true;
  #isClosed = false;

  constructor(connection: SshConnection, mode: Mode, sudo: Sudo | undefined) {
    const nonce = randomBytes(12).toString("hex");
    this.nonce = nonce;
    this.#sudo = sudo;
    this.#channel = connection.open(launcher(nonce, mode, sudo?.command(nonce) ?? ""));
    this.#reusable = mode === "command";
    this.#voice = launcherVoice(nonce, {
      greeted: (group) => this.#greeting.resolve(group),
      ended: (trailer) => this.#end(trailer),
      noise: (stream, chunk) => this.#hearNoise(stream, chunk),
      output: (stream, chunk) => {
        const taken = this.#take(stream, chunk);
        if (taken !== undefined) this.#taken = taken;
      },
    });
    const { stdin, stdout, stderr, closed } = this.#channel;
    stdin.on("error", ignore);
    for (const [name, stream] of Object.entries({ stdout, stderr })) {
      stream.on("error", ignore);
      const voice = name === "stdout" ? this.#voice.stdout : this.#voice.stderr;
      passOn(
        stream,
        (chunk) => this.#hear(voice, chunk),
        (error) => this.#failed(error),
      );
    }
    void closed.then(() => {
      this.#isClosed = true;
      this.#settle();
    });
  }

  /** Who waits at the gate; undefined if the launcher could not say it. */
  get group(): Promise<ProcessGroup | undefined> {
    return this.#greeting.promise;
  }

  /** Undefined if the connection ended before the program, or before it was told. */
  get ended(): Promise<Trailer | undefined> {
    return this.#ending.promise;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get closed(): SshChannel["closed"] {
    return this.#channel.closed;
  }

  /** What was said before the launcher spoke, but for its own words. */
  get noise(): string {
    const lines = heard(this.#noise).split("\n");
    return lines.filter((line) => !line.includes(this.nonce) && line.trim() !== "").join("\n");
  }

  /** Opens the gate. Rejects with the error of where the input comes from, or of `take`. */
  begin(line: string, input: Input | undefined, take: Take): Promise<void> {
    this.#take = take;
    const failing = new Promise<never>((_, reject) => (this.#failed = reject));
    const { stdin } = this.#channel;
    stdin.write(`${line}\n`);
    if (input === undefined) return failing;
    this.#reusable = false;
    return Promise.race([failing, feed(stdin, input).then(() => failing)]);
  }

  /** Asks for the next launcher; false where the lane cannot be used again. Resolves when it is there. */
  async renew(): Promise<boolean> {
    const trailer = await this.ended;
    if (!this.#reusable || trailer === undefined || trailer.left) return false;
    this.#noise = silence;
    this.#greeting = Promise.withResolvers();
    this.#ending = Promise.withResolvers();
    if (this.#isClosed) this.#settle();
    this.#channel.stdin.write("\n");
    return (await this.group) !== undefined && this.#noise === silence;
  }

  close(): void {
    this.#channel.close();
  }

  /** Nothing more comes. */
  #settle(): void {
    this.#greeting.resolve(undefined);
    this.#ending.resolve(undefined);
  }

  #end(trailer: Trailer): void {
    this.#take = ignore;
    this.#failed = ignore;
    this.#ending.resolve(trailer);
  }

  #hearNoise(stream: keyof Noise, chunk: Buffer): void {
    const before = this.#noise[stream];
    if (before.length >= noiseBytesMax) return;
    this.#noise = { ...this.#noise, [stream]: before + chunk.toString() };
    const said = heard(this.#noise);
    // It has ended before it began, as both streams say.
    if (said.split(`${this.nonce}-${this.nonce}`).length > 2) return this.close();
    const asked = said.split(questionOf(this.nonce)).length - 1;
    if (asked === this.#asked) return;
    this.#asked = asked;
    const { password } = this.#sudo ?? {};
    if (asked > 1 || password === undefined) return this.close();
    password().then(
      (word) => this.#channel.stdin.write(`${word}\n`),
      (error: unknown) => {
        this.#greeting.reject(error);
        this.close();
      },
    );
  }

  #hear(voice: LauncherVoice["stdout"], chunk: Buffer): void | Promise<void> {
    this.#taken = undefined;
    voice.push(chunk);
    return this.#taken;
  }
}
