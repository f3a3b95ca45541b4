/**
 * LAMP on two hosts that are as new: packages really installed, a power cut in the middle, and real clients at the end.
 *
 * The packages are downloaded once and shared by the hosts; `MADEUS_DEBS` may name a directory that has them.
 */
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { project, said } from "../command/project.ts";
import { testbed } from "../testbed/testbed.ts";

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const longMs = 600_000;

/** Downloads what is not there yet; gives the directory. */
function archives(): string {
  const args = [join(tmpdir(), "madeus-archives"), here("lamp-packages.txt")];
  const stdio = ["ignore", "pipe", "inherit"] as const;
  const output = execFileSync(here("archives.sh"), args, { encoding: "utf8", stdio: [...stdio] });
  return output.trimEnd().split("\n").at(-1) ?? "";
}

test(
  "LAMP comes to its end though the database's host loses its power, shows what it should, stays, and goes",
  async () => {
    await using bed = await testbed(["web", "db"], { TB_DEBS: archives() });
    const [web, db] = [bed.address("web"), bed.address("db")];
    const { madeus, start } = project();
    const lamp = `${here("../../assemblies/lamp.ts")} --state lamp --set web=${web} --set db=${db} --set ssh_config=${bed.directory}/ssh_config`;

    // One of the packages that come first is unpacked: dpkg is in its middle.
    const cutOff = start(`deploy ${lamp} --yes`);
    const begun = ["db", "sh", "-c", "ls /var/lib/dpkg/info | grep -c galera-4 || true"] as const;
    await cutOff.printed(/mariadb\.install starts/);
    while ((await bed.inside(...begun)).trim() === "0");
    await bed.kill("db");
    await bed.start("db");
    const lost = await cutOff.ended;
    expect(said(lost)).toContain("mariadb.install failed");
    expect(lost.code).toBe(3);

    const resumed = await madeus(`resume ${lamp} --yes`);
    expect(said(resumed)).toContain("resume of lamp is done");
    expect(resumed.code).toBe(0);

    const shown = execFileSync("curl", ["--silent", "--fail", `http://${web}/`], {
      encoding: "utf8",
    });
    expect(shown).toBe("hello from the database\n");
    const page = await bed.inside("web", "cat", "/var/www/html/index.php");
    const [, password = ""] = /'app', '([^']+)', 'app'/.exec(page) ?? [];
    const ask = ["mysql", `--host=${db}`, "--user=app", "-BNe", "select text from app.greeting"];
    expect(await bed.inside("db", "env", `MYSQL_PWD=${password}`, ...ask)).toBe(shown);
    await expect(bed.inside("db", "env", "MYSQL_PWD=guessed", ...ask)).rejects.toThrow(
      "Access denied",
    );

    const again = await madeus(`deploy ${lamp} --yes --expect-no-changes`);
    expect(again).toMatchObject({ code: 0 });
    await bed.inside("web", "sh", "-c", "echo bye > /var/www/html/index.php");
    const drifted = await madeus(`deploy ${lamp} --yes --expect-no-changes`);
    expect(said(drifted)).toContain("apache.write: file /var/www/html/index.php: content");
    expect(drifted.code).toBe(7);

    expect(await madeus(`down ${lamp} --yes`)).toMatchObject({ code: 0 });
    await expect(bed.inside("db", "dpkg", "--status", "mariadb-server")).rejects.toThrow(
      "not installed",
    );
    await expect(bed.inside("web", "dpkg", "--status", "apache2")).rejects.toThrow("not installed");
  },
  longMs,
);
