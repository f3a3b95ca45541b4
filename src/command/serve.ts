/** `madeus serve`: the store over HTTP, for other programs and other machines. */
import { randomBytes } from "node:crypto";
import { chmodSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { realClock } from "../engine/clock-real.ts";
import { mainBranch } from "../store/historian.ts";
import { serveStore } from "../store/serve/server.ts";
import { type OpenArchive, inArchive } from "./archive.ts";
import { exit } from "./exit.ts";
import { type Flags, several } from "./flags.ts";
import { type Output, paint } from "./output.ts";
import { usage } from "./slip.ts";
import type { ServeEnding } from "./sync-ending.ts";
import type { Verb } from "./verb.ts";
import { readWhole, writeWhole } from "./whole-file.ts";

interface ServeFlags extends Flags {
  readonly listen: Listen;
  readonly name: readonly string[];
  readonly tokenFile?: string;
}
interface Listen {
  readonly address: string;
  readonly port: number;
}

export const serveVerb: Verb<ServeFlags, "serve"> = {
  name: "serve",
  summary: "serve the store over HTTP, to whoever has the token",
  args: { "[file]": "the file that exports the assembly (default: assembly.ts)" },
  flags: (command) => withServeFlags(command),
  examples: {
    "madeus serve": "on this machine alone, until Ctrl-C",
    "madeus serve site.ts --listen 0.0.0.0:7070 --name build1": "for others, who call it build1",
  },
  notes: [
    "A new token is written to serve.token beside the state, which its owner alone may read. What is said is not",
    "encrypted: beyond this machine, let a proxy or a tunnel do that. Branches can be read, watched, committed to and",
    "merged; main, which records what really stands, can only be read. Pages of browsers from elsewhere are refused.",
  ],
  perform: ({ args, flags, to }) =>
    inArchive(args, flags, (archive) => serve(archive, flags, to), "write"),
};

const withServeFlags = (command: Command): Command =>
  command
    .addOption(
      new Option("--listen <address:port>", "where; port 0 is any that is free")
        .argParser(listenAt)
        .default({ address: "127.0.0.1", port: 7070 }, "127.0.0.1:7070"),
    )
    .addOption(
      new Option(
        "--name <host>",
        "by which name it may be called, besides addresses and localhost; may be repeated",
      )
        .argParser(several)
        .default([], "none"),
    )
    .option("--token-file <file>", "take the token from there (default: a new one)");

function listenAt(text: string): Listen {
  const [, address = "127.0.0.1", digits] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (!(port <= 65_535))
    throw new InvalidArgumentError(
      'It must be written like "127.0.0.1:7070", "[::1]:7070" or "7070".',
    );
  return { address: address.replace(/^\[(.*)\]$/, "$1"), port };
}

async function serve(
  { directory, store }: OpenArchive,
  { listen, name: names, tokenFile }: ServeFlags,
  to: Output,
): Promise<ServeEnding> {
  const file = join(directory, "serve.token");
  const token = tokenFile === undefined ? freshToken(file) : tokenIn(tokenFile);
  const ended = Promise.withResolvers<void>();
  const end = (): void => ended.resolve();
  const served = { store, recorded: [mainBranch], nowMs: () => realClock.nowMs() };
  const failed = (error: unknown): void => to.say(`A request failed: ${String(error)}`);
  process.on("SIGINT", end).on("SIGTERM", end);
  try {
    const server = await serveStore(served, { ...listen, names, token, clock: realClock, failed });
    const where = relative(process.cwd(), tokenFile ?? file);
    to.result(`serving at ${paint.bold(server.url)}, to whoever has the token in ${where}`);
    if (!isLoopback(listen.address)) to.say("  Others can listen: what is said is not encrypted.");
    await ended.promise;
    await server.close();
    return { outcome: "done", exitCode: exit.done, url: server.url };
  } finally {
    process.off("SIGINT", end).off("SIGTERM", end);
    if (tokenFile === undefined) rmSync(file, { force: true });
  }
}

/** Nobody but the owner of the file may read it. */
function freshToken(file: string): string {
  const token = randomBytes(32).toString("base64url");
  rmSync(file, { force: true });
  const before = process.umask(0o077);
  try {
    writeWhole(file, `${token}\n`);
    chmodSync(file, 0o600);
  } finally {
    process.umask(before);
  }
  return token;
}

const tokenMin = 16;
function tokenIn(path: string): string {
  const token = readWhole(path, "Name a file that holds the token.").trim();
  if (token.length >= tokenMin && /^\S+$/.test(token)) return token;
  throw usage(
    `A token has at least ${tokenMin} characters, and no space.`,
    "Make one: openssl rand -hex 32",
  );
}

const isLoopback = (address: string): boolean =>
  address === "localhost" || address === "::1" || address.startsWith("127.");
