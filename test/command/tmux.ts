/** A terminal that can be looked at: tmux, with a size, somebody who types, and what is on its screen. */
import { spawnSync } from "node:child_process";
import { expect, onTestFinished } from "vitest";
import { type Project, cli } from "./project.ts";

export interface TmuxSize {
  readonly columns: number;
  readonly rows: number;
}
export interface TmuxOptions extends Partial<TmuxSize> {
  readonly env?: Readonly<Record<string, string>>;
}

export class Tmux {
  readonly #directory: string;

  /** Runs `madeus ARGS…` in a shell that outlives Ctrl-C, then says `exit CODE` and waits for more lines, which it prints. */
  constructor(
    { directory }: Project,
    args: string,
    { columns = 80, rows = 24, env = {} }: TmuxOptions = {},
  ) {
    this.#directory = directory;
    const around = Object.entries({ LANG: "C.UTF-8", ...env }).map(
      ([name, value]) => `${name}=${value}`,
    );
    const command = [
      "env",
      "-u",
      "CI",
      "-u",
      "LC_ALL",
      ...around,
      process.execPath,
      cli,
      args,
    ].join(" ");
    const size = ["-x", `${columns}`, "-y", `${rows}`];
    this.#tmux(
      "-f",
      "/dev/null",
      "-u",
      "new-session",
      "-d",
      ...size,
      `trap : INT; ${command}; echo exit $?; exec cat`,
    );
    onTestFinished(() => void this.#tmux("kill-server"));
  }

  /** What is on the screen: its lines down to the last that has something on it. */
  get screen(): string {
    return this.#tmux("capture-pane", "-p").trimEnd();
  }
  /** The same with what has left the screen at the top. */
  get history(): string {
    return this.#tmux("capture-pane", "-p", "-S", "-").trimEnd();
  }
  /** The same as the screen, with the codes of colours. */
  get colours(): string {
    return this.#tmux("capture-pane", "-p", "-e");
  }
  /** One of tmux's own variables. */
  is(variable: string): string {
    return this.#tmux("display-message", "-p", `#{${variable}}`).trim();
  }

  /** Resolves with the screen when it shows a text. */
  async shows(text: string | RegExp): Promise<string> {
    await expect.poll(() => this.screen, { timeout: 45_000 }).toMatch(text);
    return this.screen;
  }
  /** A key as tmux names it (`C-c`), or a text. */
  type(keys: string): void {
    this.#tmux("send-keys", keys);
  }
  resize({ columns, rows }: TmuxSize): void {
    this.#tmux("resize-window", "-x", `${columns}`, "-y", `${rows}`);
  }

  #tmux(...args: readonly string[]): string {
    const { PATH = "" } = process.env;
    const env = {
      PATH,
      HOME: this.#directory,
      TMUX_TMPDIR: this.#directory,
      LANG: "C.UTF-8",
      SHELL: "/bin/sh",
    };
    const { stdout, stderr, status } = spawnSync("tmux", ["-L", "live", ...args], {
      cwd: this.#directory,
      encoding: "utf8",
      env,
    });
    if (status !== 0) throw new Error(`tmux ${args.join(" ")}: ${stderr}`);
    return stdout;
  }
}
