/** A guestbook that stands, deployed by the built command line into a state of its own; it goes with the scope that it is in. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import type { Line } from "../../command/project.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
export const assembly = "assemblies/guestbook.ts";

export interface StandingGuestbook extends AsyncDisposable {
  /** Its front. */
  readonly url: string;
  /** Where its state is. */
  readonly directory: string;
  /** `madeus VERB FILE … --json`; gives its last line. Throws where it does not end well. */
  madeus(verb: string, file: string, ...flags: readonly string[]): Promise<Line>;
  /** How many of the messages are in its database. */
  kept(messages: readonly string[]): Promise<number>;
}

export async function standingGuestbook(): Promise<StandingGuestbook> {
  const directory = await mkdtemp(join(tmpdir(), "madeus-living-"));
  const madeus = async (...args: readonly string[]): Promise<readonly Line[]> => {
    const { code, stdout, stderr } = await run([...args, "--state", directory, "--json"]);
    if (code !== 0) throw new Error(`madeus ${args.join(" ")} ended with ${code}:\n${stderr}`);
    return stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Line]));
  };
  const remove = async (): Promise<void> => {
    await madeus("down", assembly, "--yes");
    await rm(directory, { recursive: true });
  };
  try {
    const lines = await madeus("deploy", assembly, "--yes");
    const { url } = provided(lines, "health", "site") as { readonly url: string };
    return {
      url,
      directory,
      madeus: async (...args) => (await madeus(...args)).at(-1) ?? { type: "nothing" },
      kept: (messages) => kept(join(directory, "instances", "database"), messages),
      [Symbol.asyncDispose]: remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

function run(args: readonly string[]): Promise<{
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}> {
  const options = { cwd: root, maxBuffer: 1 << 28 };
  return new Promise((resolve) => {
    execFile(process.execPath, ["dist/cli.js", ...args], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

const provided = (lines: readonly Line[], instance: string, port: string): unknown =>
  lines.find(
    (line) => line.type === "provided" && line["instance"] === instance && line["port"] === port,
  )?.["value"];

async function kept(directory: string, messages: readonly string[]): Promise<number> {
  const [port, password] = await Promise.all(
    ["port", "password"].map((name) => readFile(join(directory, name), "utf8")),
  );
  const who = { host: "127.0.0.1", user: "guestbook", database: "guestbook" };
  const client = new Client({ ...who, port: Number(port), password: password?.trimEnd() });
  await client.connect();
  try {
    const count = "select count(distinct message)::integer as found from entry";
    const { rows } = await client.query<{ found: number }>(`${count} where message = any($1)`, [
      messages,
    ]);
    return rows[0]?.found ?? 0;
  } finally {
    await client.end();
  }
}
