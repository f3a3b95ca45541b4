/**
 * Deploys the first half of OpenStack in containers on a host of the test bed, with images from each of three places, and measures it:
 * `npm run e2e:containers`. Root on Debian; an hour of nothing else on the machine is not needed, but quiet makes better figures.
 *
 * Each run begins on a new host on which podman is ready. Prints one JSON object a run, then a table.
 */
import { execFile, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { transitionName } from "../../../src/model/name.ts";
import { type Testbed, testbed } from "../../testbed/testbed.ts";
import { remote } from "./remote.ts";

const sources = ["remote", "local", "cached"] as const;
type Source = (typeof sources)[number];
const orders = { sequential: ["--parallel", "1"], madeus: [] } as const;
type Order = keyof typeof orders;

const rate = process.env["MADEUS_RATE"] ?? "8m";
const root = fileURLToPath(new URL("../../..", import.meta.url));
const work = resolve(process.env["MADEUS_E2E"] ?? join(tmpdir(), "madeus-e2e"), "containers");
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

interface Measured {
  readonly images: Source;
  readonly order: Order;
  readonly makespanS: number;
  readonly criticalPath: readonly string[];
}

mkdirSync(work, { recursive: true });
perform(here("prepare.sh"));
perform(here("images.sh"), work);
const archives = perform(here("../archives.sh"), join(work, "archives"), here("packages.txt"));

const measured: Measured[] = [];
for (const images of sources)
  for (const order of Object.keys(orders) as Order[]) {
    const one = await measure(images, order);
    measured.push(one);
    say(JSON.stringify(one));
  }
say("\n| images | one action at a time | Madeus | less time |\n|---|--:|--:|--:|");
for (const images of sources) {
  const [sequential = Number.NaN, madeus = Number.NaN] = measured
    .filter((one) => one.images === images)
    .map(({ makespanS }) => makespanS);
  const less = `${Math.round(100 * (1 - madeus / sequential))} %`;
  say(`| ${images} | ${sequential.toFixed(1)} s | ${madeus.toFixed(1)} s | ${less} |`);
}

async function measure(images: Source, order: Order): Promise<Measured> {
  await using bed = await testbed(["control"], { TB_DEBS: archives });
  const gateway = bed.address("control").replace(/\d+$/, "1");
  await using far = await remote(join(work, "remote"), {
    stored: join(work, "registry"),
    address: gateway,
    rate: images === "remote" ? rate : "0",
  });
  const state = await mkdtemp(join(tmpdir(), "madeus-e2e-"));
  try {
    const flags = [
      ...settings({
        images,
        control: "control",
        ssh_config: join(bed.directory, "ssh_config"),
        registry: far.registry,
      }),
      "--limit",
      "apt=1",
      "--yes",
    ];
    if (images === "local") await fill(bed, "/var/lib/docker-registry");
    await deploy(state, [...flags, "--only", "engine", "registry"]);
    if (images === "cached") await pullAll(bed, far.registry);
    const report = await deploy(state, [...flags, ...orders[order]]);
    await confirm(bed);
    return { images, order, ...report };
  } finally {
    await rm(state, { recursive: true });
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function settings(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
}

/** Puts the images into the directory of the host's own registry. */
async function fill(bed: Testbed, directory: string): Promise<void> {
  const to = `ssh -F ${bed.directory}/ssh_config control 'mkdir -p ${directory}; tar -C ${directory} -x'`;
  await promisify(execFile)("sh", ["-ec", `tar -C ${work}/registry -c . | ${to}`]);
}

async function pullAll(bed: Testbed, registry: string): Promise<void> {
  for (const image of ["mariadb", "rabbitmq", "memcached", "haproxy", "keystone"])
    await bed.inside("control", "podman", "pull", "--tls-verify=false", `${registry}/${image}:1`);
}

/** What users do: they ask the front for keystone's versions, and get them. */
async function confirm(bed: Testbed): Promise<void> {
  const said = await bed.inside("control", "curl", "-sf", "http://127.0.0.1:15000/v3");
  if (!said.includes('"stable"')) throw new Error(`keystone says: ${said}`);
}

/** Deploys, and gives what its report tells. */
async function deploy(
  state: string,
  flags: readonly string[],
): Promise<Pick<Measured, "makespanS" | "criticalPath">> {
  await madeus("deploy", ["--state", state, ...flags]);
  const { makespanS, criticalPath } = await madeus("report", ["--state", state]);
  return { makespanS, criticalPath: criticalPath.map(transitionName) };
}

interface Told {
  readonly makespanS: number;
  readonly criticalPath: readonly { readonly instance: string; readonly transition: string }[];
}

/** What the last line of a verb tells. */
async function madeus(verb: string, flags: readonly string[]): Promise<Told> {
  const args = ["dist/cli.js", verb, "assemblies/openstack-containers.ts", "--json", ...flags];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: root,
    maxBuffer: 64 << 20,
  }).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(`${error.stdout.slice(-3000)}\n${error.stderr}`);
  });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Told;
}

/** Gives the last line of what it prints. */
function perform(program: string, ...args: readonly string[]): string {
  const { status, stdout, error } = spawnSync(program, args, {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
  if (status !== 0 || error !== undefined) throw error ?? new Error(`${program} failed`);
  return stdout.trimEnd().split("\n").at(-1) ?? "";
}
