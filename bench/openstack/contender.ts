/** Who deploys in the contest, each in a process of its own: from the demand until all is done. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type Site, inventory, keptOpen } from "./site.ts";
import { runBare } from "./bare.ts";
import { needsOf } from "./needs.ts";
import { environmentOf, playbooks, stepsOf } from "./playbook.ts";

export interface Contender {
  readonly name: string;
  run(site: Site, directory: string): Promise<unknown>;
}
export interface Measured {
  readonly wallS: number;
  /** Of all processors of the machine, hosts included. */
  readonly cpuS: number;
}

const root = join(import.meta.dirname, "../..");
const strategies = "/usr/lib/python3/dist-packages/ansible_mitogen/plugins/strategy";

/** Runs one on hosts that are as new. */
export async function measure({ run }: Contender, site: Site): Promise<Measured> {
  const directory = await site.renew();
  const [beganMs, cpuS] = [performance.now(), busyS()];
  await run(site, directory);
  return { wallS: (performance.now() - beganMs) / 1e3, cpuS: busyS() - cpuS };
}

/** @param tags  of tasks that are left out */
export const ansible = (
  strategy: "linear" | "free" | "mitogen_linear" | "mitogen_free",
  playbook: string,
  tags?: string,
): Contender => ({
  name: `Ansible, ${strategy}`,
  run: (site, directory) =>
    perform(
      "ansible-playbook",
      [
        "--inventory",
        inventory(site, playbook, directory),
        "--ssh-common-args",
        `-F ${site.sshConfig}`,
        ...(tags === undefined ? [] : ["--skip-tags", tags]),
        `${playbook}.yml`,
      ],
      playbooks,
      {
        ANSIBLE_CONFIG: join(playbooks, "ansible.cfg"),
        ANSIBLE_STRATEGY: strategy,
        ANSIBLE_STRATEGY_PLUGINS: strategies,
        ANSIBLE_SSH_CONTROL_PATH_DIR: directory,
      },
    ),
});

/** @param told  gets the seconds of each step */
export const bare = (
  playbook: string,
  sequential: boolean,
  told: (seconds: ReadonlyMap<string, number>) => void,
): Contender => ({
  name: `a bare runner${sequential ? ", one step after another" : ""}`,
  async run(site, directory) {
    const steps = stepsOf(playbook, site.hosts);
    const outing = {
      steps,
      needs: needsOf(playbook, steps),
      sshConfig: keptOpen(site, directory),
      environment: (host: string) => environmentOf(playbook, host, site.addresses),
    };
    told(await runBare(outing, { sequential }));
  },
});

export interface Deployment {
  /** What the mode is called. */
  readonly name: string;
  /** Relative to the project. */
  readonly file: string;
  readonly settings: (site: Site) => Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
}

export const madeus = ({ name, file, settings, flags = [] }: Deployment): Contender => ({
  name,
  run: (site, directory) =>
    perform(
      process.execPath,
      [
        "dist/cli.js",
        "deploy",
        file,
        "--yes",
        "--quiet",
        "--state",
        join(directory, "state"),
        ...Object.entries(settings(site)).flatMap(([key, value]) => ["--set", `${key}=${value}`]),
        ...flags,
      ],
      root,
    ),
});

async function perform(
  file: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const child = spawn(file, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  if (code !== 0)
    throw new Error(`${file} ended with ${code}:\n${out.slice(-4000)}${err.slice(-4000)}`);
}

/** Seconds in which processors of the machine have done anything since it started. */
function busyS(): number {
  const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n");
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + irq + softirq) / ticksInS;
}
const ticksInS = 100;
