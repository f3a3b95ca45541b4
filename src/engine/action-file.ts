/**
 * Files between this machine and a host: compared by their hash, streamed, and put in place by a rename, so that who reads the file
 * meanwhile sees the former one or the new one and nothing between.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { posix } from "node:path";
import { MadeusError } from "../model/code.ts";
import type { UploadOptions } from "../model/component.ts";
import { quote } from "../model/name.ts";
import type { Order } from "./action-commands.ts";
import type { Command, Exit, Watch } from "./host.ts";

export interface FileGround {
  /** Runs a command of the action on its host. */
  readonly run: (order: Order) => Promise<Exit>;
  /** The same for all tries: what a try leaves half written is overwritten by the next. */
  readonly key: string;
}

/** What of the file is on the host: its hash, mode and owner, empty where there is none. */
const lookScript = `[ ! -d "$1" ] || { echo "$1 is a directory" >&2; exit 1; }
[ -e "$1" ] || exit 0
sha256sum <"$1" && stat -L -c '%a %U:%G %u:%g' -- "$1"`;

const sendScript = `umask 077; trap 'rm -f "$1"' EXIT; cat >"$1"; trap - EXIT`;

/** Mode and owner are those that are asked for, else those of the file that was there. */
const placeScript = `trap 'rm -f "$1"' EXIT
[ -z "$4" ] || chown -- "$4" "$1"
chmod -- "$3" "$1"
mv -f -- "$1" "$2"`;

const touchScript = `[ -z "$3" ] || chown -- "$3" "$1"; [ -z "$2" ] || chmod -- "$2" "$1"`;

/**
 * Puts a file of this machine on the host, unless it is there already. Any size in constant memory.
 *
 * @returns whether something had to be changed
 */
export async function upload(
  ground: FileGround,
  localPath: string,
  path: string,
  { mode, owner }: UploadOptions = {},
): Promise<boolean> {
  const octal = mode === undefined ? undefined : modeText(mode);
  const [hash, there] = await Promise.all([hashOf(localPath), look(ground, path)]);
  if (there?.hash === hash) {
    const isModeWrong = octal !== undefined && octal !== there.mode;
    const isOwnerWrong = owner !== undefined && !there.owners.some((one) => owns(one, owner));
    if (!isModeWrong && !isOwnerWrong) return false;
    await script(ground, path, touchScript, [path, octal ?? "", owner ?? ""]);
    return true;
  }
  const part = `${posix.dirname(path)}/${partName(ground.key, path)}`;
  const sent = createHash("sha256");
  const stdin = hashed(createReadStream(localPath), sent);
  await script(ground, path, sendScript, [part], { stdin });
  if (sent.digest("hex") !== hash) {
    await script(ground, path, `rm -f -- "$1"`, [part]);
    throw failed(`${quote(localPath)} was changed while it was sent`);
  }
  const finalOwner = owner ?? there?.owners[1] ?? "";
  await script(ground, path, placeScript, [part, path, octal ?? there?.mode ?? "644", finalOwner]);
  return true;
}

/**
 * Fetches a file of the host, unless it is here already. Any size in constant memory.
 *
 * @returns whether it had to be fetched
 */
export async function download(
  ground: FileGround,
  path: string,
  localPath: string,
): Promise<boolean> {
  const [here, there] = await Promise.all([
    hashOf(localPath).catch(() => undefined),
    look(ground, path),
  ]);
  if (there === undefined) throw failed(`there is no file ${quote(path)} to download`);
  if (there.hash === here) return false;
  const part = `${localPath}.${partName(ground.key, path)}`;
  const come = createHash("sha256");
  let file: FileHandle | undefined;
  try {
    file = await open(part, "w");
    const { write } = writer(file, come);
    await script(ground, path, `cat <"$1"`, [path], { data: write });
    if (come.digest("hex") !== there.hash)
      throw failed(`${quote(path)} was changed while it was fetched`);
    await file.close();
    await rename(part, localPath);
  } catch (error) {
    await file?.close().catch(() => {});
    await rm(part, { force: true });
    throw error;
  }
  return true;
}

interface There {
  readonly hash: string;
  readonly mode: string;
  /** By name and by number, with the group. */
  readonly owners: readonly [string, string];
}

async function look(ground: FileGround, path: string): Promise<There | undefined> {
  const { stdout } = await script(ground, path, lookScript, [path]);
  const [sum = "", stat = ""] = stdout.split("\n");
  const [mode = "", byName = "", byNumber = ""] = stat.split(" ");
  return stdout === "" ? undefined : { hash: sum.slice(0, 64), mode, owners: [byName, byNumber] };
}

async function hashOf(localPath: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(localPath)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

async function* hashed(
  source: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}

const writer = (
  file: FileHandle,
  hash: ReturnType<typeof createHash>,
): { write: NonNullable<Watch["data"]> } => ({
  async write(chunk) {
    hash.update(chunk);
    for (let at = 0; at < chunk.length; )
      at += (await file.write(chunk, at, chunk.length - at)).bytesWritten;
  },
});

const script = (
  { run }: FileGround,
  path: string,
  text: string,
  args: readonly string[],
  more: { stdin?: Command["stdin"]; data?: Order["data"] } = {},
): Promise<Exit> =>
  run({
    command: {
      file: "sh",
      args: ["-ec", text, "sh", ...args],
      env: {},
      cwd: undefined,
      stdin: more.stdin,
      daemon: false,
      log: undefined,
    },
    label: `the transfer of ${quote(path)}`,
    quiet: true,
    ...(more.data === undefined ? {} : { data: more.data }),
  });

/** Short, so that a name of 255 characters has room beside it. */
const partName = (key: string, path: string): string =>
  `.madeus-${createHash("sha256").update(`${key}\n${path}`).digest("hex").slice(0, 16)}`;

function modeText(mode: number | string): string {
  const text = typeof mode === "number" ? mode.toString(8) : mode.replace(/^0+(?=.)/, "");
  if (/^[0-7]{1,4}$/.test(text)) return text;
  throw new TypeError(`the mode ${mode} is not octal, as in 0o644 or "0644"`);
}

/** `root` asks for an owner, `root:adm` for a group, too. */
const owns = (one: string, asked: string): boolean =>
  asked.includes(":") ? one === asked : one.slice(0, one.indexOf(":")) === asked;

const failed = (text: string): MadeusError => new MadeusError("MADEUS_ACTION_FAILED", text);
