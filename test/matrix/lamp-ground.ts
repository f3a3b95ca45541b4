/** Two hosts of the test bed, as new, as a ground for LAMP: packages, files and what answers are what is looked at. Root on Debian. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Testbed, testbed } from "../testbed/testbed.ts";
import { atWork } from "./fault.ts";
import type { Ground } from "./ground.ts";

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export async function lampGround(): Promise<Ground> {
  const bed = await testbed(["web", "db"], await (prepared ??= prepare()));
  const state = await mkdtemp(join(tmpdir(), "madeus-matrix-"));
  const [web, db] = [bed.address("web"), bed.address("db")];
  return {
    file: here("faulty-lamp.ts"),
    settings: [`web=${web}`, `db=${db}`, `ssh_config=${bed.directory}/ssh_config`],
    state,
    async kill(host) {
      const seen = `until [ -e ${atWork} ]; do sleep 0.05; done`;
      await bed.inside(host, "timeout", "60", "sh", "-c", seen);
      await bed.kill(host);
    },
    blemishes: ({ standing }) => (standing === "" ? remains(bed) : unanswered(web)),
    async [Symbol.asyncDispose]() {
      await bed[Symbol.asyncDispose]();
      await rm(state, { recursive: true });
    },
  };
}

/** What hosts have that trials are not about is made once: it would take most of their time. */
let prepared: Promise<Readonly<Record<string, string>>> | undefined;
const layer = "/dev/shm/madeus-lamp-layer";

async function prepare(): Promise<Readonly<Record<string, string>>> {
  const run = promisify(execFile);
  const lists = here("../e2e/lamp-packages.txt");
  const { stdout } = await run(here("../e2e/archives.sh"), [
    join(tmpdir(), "madeus-archives"),
    lists,
  ]);
  const archives = stdout.trimEnd().split("\n").at(-1) ?? "";
  await run(here("lamp-layer.sh"), [layer, archives], { maxBuffer: 64 << 20 });
  return { TB_DEBS: archives, TB_LOWER: `${layer}/root:/`, TB_DISK: "tmpfs" };
}

const traces = {
  web: [
    "/var/www/html/index.php",
    "/etc/apache2/conf-available/lamp.conf",
    "/etc/apache2/conf-enabled/lamp.conf",
    "/usr/sbin/apache2ctl",
  ],
  db: ["/var/lib/mysql", "/etc/mysql/mariadb.conf.d/99-lamp.cnf", "/usr/sbin/mariadbd"],
} as const;

async function remains(bed: Testbed): Promise<readonly string[]> {
  const found = await Promise.all(
    (["web", "db"] as const).map(async (name) => {
      const look = `ls -d ${traces[name].join(" ")}; pgrep -lx 'apache2|mariadbd' || true`;
      const listed = await bed.inside(name, "sh", "-c", look);
      return listed.split("\n").flatMap((line) => (line === "" ? [] : [`${name}: ${line}`]));
    }),
  );
  return found.flat();
}

async function unanswered(web: string): Promise<readonly string[]> {
  const answer = await fetch(`http://${web}/`).catch(() => undefined);
  const text = await answer?.text();
  return text === "hello from the database\n" ? [] : [`the page shows ${text ?? "nothing"}`];
}
