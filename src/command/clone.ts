/** `madeus clone`: makes a state that has the branches of another store, or one of them and the end of its history. */
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { realClock } from "../engine/clock-real.ts";
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { pullBranches } from "../store/mirror/exchange.ts";
import { Mirror } from "../store/mirror/mirror.ts";
import { addressOf, isPath, remoteDefault } from "../store/mirror/remote.ts";
import { remember } from "../store/mirror/remotes.ts";
import { headBranch } from "../store/mirror/transfer.ts";
import { openStateFile } from "../store/sqlite-file.ts";
import { sqliteStore } from "../store/sqlite-store.ts";
import { mirrorDirectory, reasonFor } from "./exchange.ts";
import { type Flags, count } from "./flags.ts";
import { tellLandings } from "./landing-told.ts";
import type { Output } from "./output.ts";
import { usage } from "./slip.ts";
import type { CloneEnding } from "./sync-ending.ts";
import type { Verb } from "./verb.ts";

interface CloneFlags extends Flags {
  readonly depth?: number;
  readonly branch?: string;
}

export const cloneVerb: Verb<CloneFlags, "clone"> = {
  name: "clone",
  summary: "make a state from the branches of another store",
  args: {
    "<remote>": "where from: a path, or an address that git takes",
    "<directory>":
      "where the state is to live: .madeus/NAME beside the file, or what --state names",
  },
  flags: (command) =>
    command
      .option("--depth <n>", "the last n commits only, of one branch", count)
      .option("--branch <name>", "this branch only"),
  examples: {
    "madeus clone ../site.git .madeus/site": "all of it",
    "madeus clone ssh://git@example.org/site.git .madeus/site --depth 1":
      "what stands, without its history",
  },
  notes: [
    "The other store is known as origin from then on. A copy of the last commits can be looked at, planned and gone on",
    "from, and pushed back; only where it parts from what is older cannot be told.",
  ],
  perform: ({ args, flags, to }) => clone(args, flags, to),
};

async function clone(
  [from = "", path = ""]: readonly string[],
  flags: CloneFlags,
  to: Output,
): Promise<CloneEnding> {
  if (flags.state !== undefined)
    throw usage(
      "clone is told by its second argument where the state is to live.",
      "Leave out --state.",
    );
  const directory = resolve(path);
  const { depth } = flags;
  const address = reached(addressOf(from, process.cwd()), depth);
  const isThere = existsSync(directory);
  if (isThere && readdirSync(directory).length > 0) throw occupied(directory);
  try {
    return await fill(directory, address, flags, to);
  } catch (error) {
    // Half a copy would be taken for a state.
    rmSync(directory, { recursive: true, force: true });
    if (isThere) mkdirSync(directory);
    throw error;
  }
}

async function fill(
  directory: string,
  address: string,
  { depth, branch }: CloneFlags,
  to: Output,
): Promise<CloneEnding> {
  const remote = { name: remoteDefault, address };
  const file = openStateFile(directory, { mode: "create" });
  try {
    const store = sqliteStore(file);
    const mirror = await Mirror.open(mirrorDirectory(directory));
    to.progress(`fetching from ${address}`);
    const wanted = branch ?? (depth === undefined ? undefined : await headBranch(mirror, address));
    const reason = reasonFor(`clone ${address}`, realClock.nowMs());
    const exchange = { store, mirror, remote, reason };
    const branches = await pullBranches(exchange, { branch: wanted, depth });
    await remember(mirror, remote);
    const { exitCode } = tellLandings(to, remote.name, branches);
    if (branches.length === 0) to.result("it has no branch yet");
    const partial = [...store.boundary].length > 0;
    return {
      outcome: "done",
      exitCode,
      directory,
      remote: remote.name,
      address,
      branches,
      partial,
    };
  } finally {
    file.close();
  }
}

/** From a directory git copies the whole history whatever the depth, unless it is spoken to as from afar. */
const reached = (address: string, depth: number | undefined): string =>
  depth !== undefined && isPath(address) ? `file://${address.replaceAll("%", "%25")}` : address;

const occupied = (directory: string): MadeusError =>
  new MadeusError(
    "MADEUS_FILE_UNWRITABLE",
    `${quote(directory)} is there already, and not empty.`,
    {
      hint: "Name another directory. To bring one state up to date: madeus pull",
    },
  );
