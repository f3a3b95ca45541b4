/** This machine as a ground for guestbooks: their processes, files and shared memory are what is looked at. */
import { existsSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { homeOf } from "../../assemblies/guestbook/postgres/home.ts";
import { provided } from "../../src/command/provided.ts";
import type { Ended, Ground } from "./ground.ts";

export async function guestbookGround(): Promise<Ground> {
  const state = await mkdtemp(join(tmpdir(), "madeus-matrix-"));
  return {
    file: fileURLToPath(new URL("faulty-guestbook.ts", import.meta.url)),
    settings: [],
    state,
    kill: (host) => Promise.reject(new Error(`there is no host ${host}`)),
    blemishes: (ended) => (ended.standing === "" ? remains(state) : unanswered(ended)),
    [Symbol.asyncDispose]: () => rm(state, { recursive: true }),
  };
}

/** Directories, the database's home and processes that belong to instances. */
async function remains(state: string): Promise<readonly string[]> {
  const instances = join(state, "instances");
  const directories = existsSync(instances) ? await readdir(instances) : [];
  const { path: home } = await homeOf({
    directory: join(instances, "database"),
    sh: async () => "0",
  });
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")),
  );
  const alive = commands.filter((line) => line.includes(instances) || line.includes(home));
  return [...directories, ...(existsSync(home) ? [home] : []), ...alive];
}

/** What stands answers: the front, and every replica behind it. */
async function unanswered({ configuration }: Ended): Promise<readonly string[]> {
  const site = provided(configuration).find(({ instance }) => instance === "health");
  if (site === undefined) return ["nobody says where the guestbook is"];
  const { url } = site.value as { readonly url: string };
  const visits = Array.from({ length: 4 }, () => fetch(url, { headers: { connection: "close" } }));
  const statuses = (await Promise.all(visits)).map(({ status }) => status);
  return statuses.flatMap((status) => (status === 200 ? [] : [`${url} answers ${status}`]));
}
