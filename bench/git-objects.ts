/**
 * Objects in a repository of the real git, one loose file each: what a queue or a rope costs on git itself.
 *
 * Three processes of git are kept: `cat-file --batch` reads, `hash-object` writes blobs and trees. They are talked to through named pipes,
 * which can be waited for without a promise.
 */
import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { ObjectKind } from "../src/store/object-id.ts";
import { decode, encode } from "../src/store/object.ts";
import type { Objects } from "../src/store/objects.ts";

export interface GitObjects extends Objects {
  close(): void;
}

/** @param directory  where a bare repository is made */
export function gitObjects(directory: string): GitObjects {
  git(directory, "init", "--quiet", "--bare", ".");
  const file = join(directory, "madeus-object");
  const reader = new Conversation(directory, "cat-file", "--batch");
  const writers = new Map<ObjectKind, Conversation>();
  const writerOf = (kind: ObjectKind): Conversation => {
    const known = writers.get(kind);
    if (known !== undefined) return known;
    const writer = new Conversation(directory, "hash-object", "-w", "-t", kind, "--stdin-paths");
    writers.set(kind, writer);
    return writer;
  };
  return {
    get(id) {
      reader.say(id);
      const [, kind = "", length = ""] = reader.line().split(" ");
      if (kind !== "blob" && kind !== "tree" && kind !== "commit") return undefined;
      const bytes = reader.bytes(Number(length));
      reader.bytes(1);
      return decode(kind, bytes);
    },
    put(object) {
      writeFileSync(file, encode(object));
      const writer = writerOf(object.kind);
      writer.say(file);
      return writer.line();
    },
    has: (id) => spawnSync("git", ["cat-file", "-e", id], { cwd: directory }).status === 0,
    ids: () =>
      git(directory, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)")
        .split("\n")
        .filter(Boolean),
    drop(ids) {
      for (const id of ids)
        rmSync(join(directory, "objects", id.slice(0, 2), id.slice(2)), { force: true });
    },
    close() {
      for (const conversation of [reader, ...writers.values()]) conversation.end();
    },
  };
}

function git(directory: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: directory, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout;
}

let pipes = 0;

/** A process of git that answers what it is told. */
class Conversation {
  readonly #input: number;
  readonly #output: number;
  #rest: Buffer = Buffer.alloc(0);

  constructor(directory: string, ...args: readonly string[]) {
    const paths = ["in", "out"].map((end) => join(directory, `madeus-${end}-${pipes++}`));
    const [input = "", output = ""] = paths;
    if (spawnSync("mkfifo", paths).status !== 0) throw new Error("mkfifo makes no pipes here");
    const script = 'input=$1; output=$2; shift 2; exec git "$@" <"$input" >"$output"';
    spawn("sh", ["-c", script, "sh", input, output, ...args], { cwd: directory, stdio: "ignore" });
    this.#input = openSync(input, "w");
    this.#output = openSync(output, "r");
  }

  say(line: string): void {
    writeSync(this.#input, `${line}\n`);
  }
  line(): string {
    let end = this.#rest.indexOf(10);
    for (; end < 0; end = this.#rest.indexOf(10)) this.#more();
    return this.bytes(end + 1).toString("utf8", 0, end);
  }
  bytes(length: number): Buffer {
    while (this.#rest.length < length) this.#more();
    const bytes = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return bytes;
  }
  end(): void {
    closeSync(this.#input);
    closeSync(this.#output);
  }

  #more(): void {
    const chunk = Buffer.alloc(65_536);
    const length = readSync(this.#output, chunk);
    if (length === 0) throw new Error("git has ended");
    this.#rest = Buffer.concat([this.#rest, chunk.subarray(0, length)]);
  }
}
