/** The hosts of a contest: of the test bed, with all packages on them, and as new before every run. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testbed } from "../../test/testbed/testbed.ts";

export interface Site extends AsyncDisposable {
  /** In the order of the groups of the playbook. */
  readonly hosts: readonly string[];
  readonly addresses: Readonly<Record<string, string>>;
  /** The configuration of OpenSSH by which the hosts are reached by their names. */
  readonly sshConfig: string;
  /** Wipes all hosts; gives an empty directory for what a run leaves behind. */
  renew(): Promise<string>;
}

export async function siteOf(names: readonly [string, ...string[]]): Promise<Site> {
  const bed = await testbed(names, { TB_LOWER: `${goldenLayer()}:/` });
  const directory = mkdtempSync(join(tmpdir(), "madeus-bench-"));
  let runs = 0;
  return {
    hosts: names,
    addresses: Object.fromEntries(names.map((name) => [name, bed.address(name)])),
    sshConfig: join(bed.directory, "ssh_config"),
    async renew() {
      for (const name of names) await bed.wipe(name);
      return mkdtempSync(join(directory, `${runs++}-`));
    },
    async [Symbol.asyncDispose]() {
      await bed[Symbol.asyncDispose]();
      rmSync(directory, { recursive: true });
    },
  };
}

function goldenLayer(): string {
  const script = join(import.meta.dirname, "../../test/e2e/golden.sh");
  const output = execFileSync(script, [process.env["MADEUS_GOLDEN"] ?? "/dev/shm/madeus-golden"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return output.trimEnd().split("\n").at(-1) ?? "";
}

/** A configuration by which `ssh` keeps its connections open, for one run. */
export function keptOpen(site: Site, directory: string): string {
  const file = join(directory, "ssh_config");
  const kept = `\n  ControlMaster auto\n  ControlPath ${directory}/%n\n  ControlPersist 60\n`;
  writeFileSync(file, readFileSync(site.sshConfig, "utf8").trimEnd() + kept);
  return file;
}

/** An inventory for Ansible, in which all hosts are in one group. */
export function inventory({ hosts, addresses }: Site, group: string, directory: string): string {
  const file = join(directory, "inventory");
  const lines = hosts.map((name) => `${name} ansible_host=${addresses[name]}\n`);
  writeFileSync(file, `[${group}]\n${lines.join("")}`);
  return file;
}
