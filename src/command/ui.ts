/** `madeus ui`: a page in the browser that shows a deployment as it stands, as it came to be, and why it does not go on. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { type Command, InvalidArgumentError, Option } from "commander";
import { realClock } from "../engine/clock-real.ts";
import type { UiEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import type { Flags } from "./flags.ts";
import { type Output, paint } from "./output.ts";
import { pageAssets } from "./page-asset.ts";
import { PageReader } from "./page-reader.ts";
import { servePage } from "./page-server.ts";
import { target } from "./target.ts";
import type { Call, Verb } from "./verb.ts";

interface UiFlags extends Flags {
  readonly port: number;
  readonly open: boolean;
}

export const uiVerb: Verb<UiFlags, "ui"> = {
  name: "ui",
  summary: "show a deployment in the browser: graph, chart, reasons, logs, history",
  args: {
    "[file]": "the file that was deployed (default: assembly.ts)",
    "[export]": "which assembly, where several were deployed from it",
  },
  flags: (command) => withUiFlags(command),
  examples: {
    "madeus ui": "of what ./assembly.ts deploys, until Ctrl-C",
    "madeus ui site.ts --no-open": "prints the address, and opens nothing",
  },
  notes: [
    "Follows a run of another process as it goes; shows one that is over or was cut off, too. Nothing can be changed by it.",
    "It listens on this machine alone, and tells what is on record only to those who have the address with its token.",
    "For a machine without a browser: ssh -L 7071:127.0.0.1:7071 THERE, then madeus ui --port 7071 --no-open there.",
  ],
  perform: show,
};

const withUiFlags = (command: Command): Command =>
  command
    .addOption(
      new Option("--port <n>", "where it listens").argParser(port).default(0, "any that is free"),
    )
    .option("--no-open", "do not open a browser");

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError("It must be a whole number from 0 to 65535.");
  return value;
}

async function show({ args, flags, to }: Call<UiFlags>): Promise<UiEnding> {
  const { directory } = await target(args, flags);
  const reader = new PageReader(directory);
  const ended = Promise.withResolvers<void>();
  const end = (): void => ended.resolve();
  process.on("SIGINT", end).on("SIGTERM", end);
  try {
    // What cannot be read is told here, not to a page that waits for it.
    reader.edition();
    const server = await servePage(reader, pageAssets(), {
      token: randomBytes(24).toString("base64url"),
      pass: randomBytes(24).toString("base64url"),
      port: flags.port,
      clock: realClock,
      failed: (error) => to.say(`A request failed: ${String(error)}`),
    });
    to.result(`look at ${paint.bold(server.url)}`);
    if (flags.open && !to.json) openBrowser(server.onceUrl, to);
    await ended.promise;
    await server.close();
    return { outcome: "done", exitCode: exit.done, url: server.url.replace(/#.*/, "") };
  } finally {
    reader.close();
    process.off("SIGINT", end).off("SIGTERM", end);
  }
}

/** Where there is a screen; what keeps it from being opened is no reason to end. */
function openBrowser(url: string, to: Output): void {
  const { platform, env } = process;
  const hasScreen = platform !== "linux" || env["DISPLAY"] || env["WAYLAND_DISPLAY"];
  if (!hasScreen) return;
  const [file = "", ...args] = openers[platform] ?? ["xdg-open"];
  spawn(file, [...args, url], { stdio: "ignore", detached: true })
    .on("error", () => to.progress("  no browser could be opened: open the address yourself"))
    .unref();
}
const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};
