/**
 * The program `git`, started without a shell. Arguments are words of their own, never a line.
 *
 * Nothing of the user's environment or configuration decides what it does: variables that begin with `GIT_` are left out, and files
 * of settings are not read. Only where another machine is to be reached are they, for they know the way: keys, proxies, passwords.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { MadeusError } from "../../model/code.ts";
import { shown } from "../../model/name.ts";
import { withoutIdentity } from "../../model/secret.ts";
import { protocols } from "./remote.ts";

export interface GitCall {
  /** Of the repository. */
  readonly directory: string;
  /** What it reads, a piece at a time. */
  readonly input?: Iterable<Uint8Array | string>;
  /** Is another repository to be reached, by the way that the user has set up? */
  readonly reaches?: boolean;
  /** It is ended where it prints more. */
  readonly bytesMax?: number;
  /** Aborted: it is ended. */
  readonly signal?: AbortSignal | undefined;
}
export interface GitEnd {
  readonly code: number;
  readonly stdout: Buffer;
  /** Its last kilobytes. */
  readonly stderr: string;
}

/**
 * Runs git to its end, however that is.
 *
 * @throws MadeusError  `MADEUS_GIT_MISSING`; `MADEUS_GIT_FAILED` where it prints more than can be held. What `input` throws
 */
export async function git(args: readonly string[], call: GitCall): Promise<GitEnd> {
  const { directory, input = [], reaches = false, bytesMax = bytesMaxDefault, signal } = call;
  const child = spawn("git", [`--git-dir=${directory}`, ...settings, ...args], {
    env: environment(reaches),
    stdio: "pipe",
    ...(signal !== undefined && { signal }),
  });
  const ended = endOf(child);
  const [code, stdout, stderr, fault] = await Promise.all([
    ended,
    readAll(child, bytesMax),
    readTail(child.stderr),
    feed(child, input),
  ]);
  if (fault !== undefined) throw fault.error;
  return { code, stdout, stderr };
}

/**
 * The same, for what must end well.
 *
 * @throws MadeusError  `MADEUS_GIT_FAILED`, too
 */
export async function gitDone(args: readonly string[], call: GitCall): Promise<Buffer> {
  const end = await git(args, call);
  if (end.code !== 0) throw gitFailed(`git ${args[0]} failed in ${shown(call.directory)}`, end);
  return end.stdout;
}

export function gitFailed(what: string, { stderr }: Pick<GitEnd, "stderr">): MadeusError {
  return new MadeusError("MADEUS_GIT_FAILED", `${what}: ${said(stderr)}`, {
    hint: "Nothing of the store was changed. If the mirror is damaged, remove the directory: it is made anew.",
  });
}

/** What git said last that says why, in one line. It may come from the other side, and is to move no cursor. */
export function said(stderr: string): string {
  const lines = stderr.split(/[\r\n]+/).filter((line) => line.trim() !== "");
  const why = lines.find((line) => /^(fatal|error|ERROR):/.test(line)) ?? lines.at(-1);
  const text = (why ?? "it said nothing").replace(/^(fatal|error): /, "").trim();
  const cut = text.length > saidLengthMax ? `${text.slice(0, saidLengthMax)}…` : text;
  const plain = cut.replace(/\p{Cc}/gu, " ");
  return /[.!?…]$/.test(plain) ? plain : `${plain}.`;
}
const saidLengthMax = 300;

/** What a file of settings could change, said before. No program of a repository's is ever run. */
const settings: readonly string[] = [
  "core.hooksPath=/dev/null",
  "core.filesRefLockTimeout=5000",
  "core.fsmonitor=false",
  "core.packedRefsTimeout=5000",
  "core.alternateRefsCommand=true",
  "fetch.fsckObjects=true",
  "fetch.prune=false",
  "fetch.recurseSubmodules=no",
  "fetch.writeCommitGraph=false",
  "gc.auto=0",
  "maintenance.auto=false",
  "push.followTags=false",
  "push.gpgSign=false",
  "push.recurseSubmodules=no",
].flatMap((setting) => ["-c", setting]);

function environment(reaches: boolean): NodeJS.ProcessEnv {
  const own = Object.entries(withoutIdentity(process.env)).filter(
    ([name]) => !/^(GIT_|LC_|LANGUAGE$)/.test(name),
  );
  return {
    ...Object.fromEntries(own),
    LC_ALL: "C",
    GIT_ALLOW_PROTOCOL: protocols.join(":"),
    GIT_TERMINAL_PROMPT: "0",
    ...(!reaches && { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" }),
  };
}

async function endOf(child: ChildProcessWithoutNullStreams): Promise<number> {
  try {
    const [code] = (await once(child, "close")) as [number | null];
    return code ?? 1;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== "ENOENT") throw error;
    throw new MadeusError("MADEUS_GIT_MISSING", "There is no program git on this machine.", {
      hint: "Install it, for mirrors are repositories of git: apt-get install git. Bundles need none.",
      cause: error,
    });
  }
}

/** What `input` throws ends the program; that the program went before it had read all says its own end. */
async function feed(
  child: ChildProcessWithoutNullStreams,
  input: Iterable<Uint8Array | string>,
): Promise<{ readonly error: unknown } | undefined> {
  let fault: { readonly error: unknown } | undefined;
  // Only what it throws by itself is its fault: the stream throws into it what the program did.
  function* watched(): Generator<Uint8Array | string> {
    const pieces = input[Symbol.iterator]();
    for (let next = attempt(pieces); next !== undefined; next = attempt(pieces)) yield next;
  }
  const attempt = (pieces: Iterator<Uint8Array | string>): Uint8Array | string | undefined => {
    try {
      const { done, value } = pieces.next();
      return done === true ? undefined : value;
    } catch (error) {
      fault = { error };
      child.kill();
      return undefined;
    }
  };
  // It may go after all was written to it, and before it was read.
  child.stdin.on("error", () => undefined);
  await pipeline(Readable.from(watched()), child.stdin).catch(() => undefined);
  return fault;
}

async function readAll(child: ChildProcessWithoutNullStreams, bytesMax: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of child.stdout as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > bytesMax) {
      child.kill();
      throw gitFailed("git printed more than can be held", { stderr: `${bytesMax} bytes` });
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
const bytesMaxDefault = 2 ** 29;

async function readTail(stream: Readable): Promise<string> {
  let tail = "";
  for await (const piece of stream.setEncoding("utf8") as AsyncIterable<string>)
    tail = `${tail}${piece}`.slice(-tailLengthMax);
  return tail;
}
const tailLengthMax = 8192;
