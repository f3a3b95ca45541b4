/**
 * Migrates a database from one server to a cluster of three and back while a client writes, on hosts of the test bed, from nothing:
 * `npm run e2e:migration`. Root on Debian 12; five minutes.
 *
 * All that holds the data has the same checksums afterwards, every acknowledged order is there, and nobody is served for about as long as was
 * predicted: a table says so. `-- --rounds 1` goes there and back once instead of three times; `-- --keep` leaves the hosts.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { testbed } from "../testbed/testbed.ts";
import { downloaded } from "./migration/archives.ts";
import { checksums, isAlone, isInstalled, membership, orders } from "./migration/database.ts";
import { type Passage, passageOf, tableOf } from "./migration/passage.ts";
import { commandLine, say } from "./migration/command-line.ts";
import { Writer } from "./migration/writer.ts";

const { values: options } = parseArgs({
  options: { rounds: { type: "string", default: "3" }, keep: { type: "boolean" } },
});
const hosts = ["db1", "db2", "db3"] as const;

const archives = downloaded(fileURLToPath(new URL("migration-packages.txt", import.meta.url)));
const state = await mkdtemp(join(tmpdir(), "madeus-migration-"));
const bed = await testbed([...hosts, "app"], { TB_DEBS: archives });
const login = `${bed.directory}/ssh_config`;
const madeus = commandLine("assemblies/database-migration.ts", [
  "--state",
  state,
  ...[...hosts, "app"].flatMap((host) => ["--set", `${host}=${bed.address(host)}`]),
  "--set",
  `ssh_config=${login}`,
]);
const passages: Passage[] = [];
try {
  await madeus.run("deploy", "single", "--yes", "--limit", "apt=1/host");
  await using writer = new Writer(["-F", login, "app"]);
  for (let round = 1; round <= Number(options.rounds); round++) {
    await migrate(writer, "toCluster", clustered);
    await migrate(writer, "toSingle", alone);
  }
  say(`\n${tableOf(passages)}`);
} finally {
  if (options.keep === true) say(`The hosts stay: ssh -F ${login} db1. The state: ${state}`);
  else {
    await bed[Symbol.asyncDispose]();
    await rm(state, { recursive: true });
  }
}

/** Carries a program out while orders are written, then looks whether the hosts hold them all. */
async function migrate(
  writer: Writer,
  program: string,
  confirm: () => Promise<readonly string[]>,
): Promise<void> {
  writer.resume();
  await writer.progress(100);
  const sinceMs = performance.now();
  const lossesBefore = writer.losses;
  await madeus.run("reconfigure", program, "--yes", "--limit", "apt=1/host");
  await writer.progress(100);
  await writer.pause();

  const holders = await confirm();
  await ensureEqual(holders);
  const missing = await missingOn(writer, holders);
  if (missing > 0) throw new Error(`${missing} orders were acknowledged, and are not there`);
  await madeus.run("status");
  passages.push({
    program,
    ...passageOf(await madeus.told("report")),
    gapS: writer.longestGapS(sinceMs),
    losses: writer.losses - lossesBefore,
    acknowledged: writer.acknowledged.size,
    missing,
  });
}

/** @returns  the hosts that hold the data */
async function clustered(): Promise<readonly string[]> {
  for (const host of hosts) {
    const { size, state: said } = await membership(bed, host);
    say(`${host}: ${said}, in a cluster of ${size}`);
    if (size !== 3 || said !== "Synced") throw new Error(`${host} is not in a cluster of three`);
  }
  return hosts;
}

async function alone(): Promise<readonly string[]> {
  if (!(await isAlone(bed, "db1"))) throw new Error("the server on db1 is still in a cluster");
  for (const host of ["db2", "db3"])
    if (await isInstalled(bed, host)) throw new Error(`MariaDB is still on ${host}`);
  return ["db1"];
}

async function ensureEqual(holders: readonly string[]): Promise<void> {
  const sums = await Promise.all(holders.map((host) => checksums(bed, host)));
  say(`checksums: ${sums.map((one) => one.replaceAll(/\s+/g, " ")).join(" | ")}`);
  if (new Set(sums).size !== 1) throw new Error("the checksums differ");
}

/** How many orders were acknowledged and are not on every host. */
async function missingOn(writer: Writer, holders: readonly string[]): Promise<number> {
  const held = await Promise.all(holders.map((host) => orders(bed, host)));
  const lost = [...writer.acknowledged.keys()].filter((id) => !held.every((ids) => ids.has(id)));
  return lost.length;
}
