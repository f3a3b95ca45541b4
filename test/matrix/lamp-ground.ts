/** Two hosts of the test bed, as new, as a ground for LAMP: packages, files and what answers are what is looked at. Root on Debian. */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Testbed, testbed } from "../testbed/testbed.ts";
import type { Ground } from "./ground.ts";

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export async function lampGround(): Promise<Ground> {
  const bed = await testbed(["web", "db"], { TB_DEBS: archives() });
  const state = await mkdtemp(join(tmpdir(), "madeus-matrix-"));
  const [web, db] = [bed.address("web"), bed.address("db")];
  return {
    file: here("faulty-lamp.ts"),
    settings: [`web=${web}`, `db=${db}`, `ssh_config=${bed.directory}/ssh_config`],
    state,
    kill: (host) => bed.kill(host),
    blemishes: ({ standing }) => (standing === "" ? remains(bed) : unanswered(web)),
    async [Symbol.asyncDispose]() {
      await bed[Symbol.asyncDispose]();
      await rm(state, { recursive: true });
    },
  };
}

/** Downloads what is not there yet; gives the directory. */
function archives(): string {
  const args = [join(tmpdir(), "madeus-archives"), here("../e2e/lamp-packages.txt")];
  const output = execFileSync(here("../e2e/archives.sh"), args, { encoding: "utf8" });
  return output.trimEnd().split("\n").at(-1) ?? "";
}

const traces = {
  web: ["/var/www/html/index.php", "/etc/apache2/conf-available/lamp.conf", "/usr/sbin/apache2ctl"],
  db: ["/var/lib/mysql", "/etc/mysql/mariadb.conf.d/99-lamp.cnf", "/usr/sbin/mariadbd"],
} as const;

async function remains(bed: Testbed): Promise<readonly string[]> {
  const found = await Promise.all(
    (["web", "db"] as const).map(async (name) => {
      const listed = await bed.inside(name, "sh", "-c", `ls -d ${traces[name].join(" ")} || true`);
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
