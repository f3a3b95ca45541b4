/**
 * Deploys OpenStack on three hosts of the test bed, from nothing, asks it with its own client, and takes it down: `npm run e2e:openstack`.
 *
 * Root on Debian 12, 2 GB of memory for the packages, 8 GB for what runs; a quarter of an hour for the first time, two minutes after that.
 * `-- --kill` takes the power from a host in the middle, and resumes; `-- --keep` leaves the hosts, and says how to reach them.
 */
import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { testbed } from "../testbed/testbed.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const roles = ["control", "network", "compute"] as const;
/** Prints what there would be of OpenStack. */
const traces = `
  ps -eo args --no-headers | grep -E '^[^ ]*(mariadbd|beam|memcached|haproxy|apache2|keystone|glance|placement|nova|neutron|dnsmasq)'
  ip netns
  ls -d /etc/openstack/clouds.yaml /var/lib/glance/images/* /var/lib/mysql/nova* 2> /dev/null
  true
`;

const { values: options } = parseArgs({
  options: { kill: { type: "boolean" }, keep: { type: "boolean" } },
});

const layer = goldenLayer();
const state = await mkdtemp(join(tmpdir(), "madeus-openstack-"));
const bed = await testbed([...roles], { TB_LOWER: `${layer}:/` });
try {
  if (options.kill === true) await loseHost();
  else await madeus("deploy");
  await confirm();
  await madeus("deploy", "--expect-no-changes");
  say("OpenStack is deployed, and its own client says so.");
  if (options.keep !== true) await takeDown();
} finally {
  if (options.keep === true) {
    bed.keep();
    say(`The hosts stay: ssh -F ${bed.directory}/ssh_config control. The state: ${state}`);
    say(`To remove them: TB_STATE=${bed.directory} test/testbed/testbed.sh down`);
  } else {
    await bed[Symbol.asyncDispose]();
    await rm(state, { recursive: true });
  }
}

/** A disk with all packages, made once; it may not be on the file system of the hosts. */
function goldenLayer(): string {
  const directory = process.env["MADEUS_GOLDEN"] ?? "/dev/shm/madeus-golden";
  const { stdout, status } = spawnSync(here("golden.sh"), [directory], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`golden.sh ended with ${status}`);
  return stdout.trimEnd().split("\n").at(-1) ?? "";
}

/** Takes the power from the host of the servers before anything runs there: what is lost with it is not what has been started. */
async function loseHost(): Promise<void> {
  const code = await madeus("deploy", async (line) => {
    if (!/compute\.configure starts/.test(line)) return;
    await bed.kill("compute");
    await bed.start("compute");
  });
  if (code !== 3) throw new Error(`a host was lost, and the deployment ended with ${code}`);
  await madeus("resume");
}

/** Runs a verb, shows what it prints, and gives its exit code; throws where that is bad and nobody looks at the lines. */
async function madeus(
  verb: string,
  more?: string | ((line: string) => Promise<void>),
): Promise<number> {
  const settings = roles.map((role) => `${role}=${bed.address(role)}`);
  const args = [
    "dist/cli.js",
    verb,
    "assemblies/openstack.ts",
    "openstack",
    "--yes",
    "--state",
    state,
    ...[...settings, `ssh_config=${bed.directory}/ssh_config`].flatMap((one) => ["--set", one]),
    ...(typeof more === "string" ? [more] : []),
  ];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "inherit", "pipe"] });
  const ended = once(child, "exit");
  for await (const line of createInterface(child.stderr)) {
    say(line);
    if (typeof more === "function") await more(line);
  }
  const [code] = (await ended) as [number];
  if (code !== 0 && typeof more !== "function")
    throw new Error(`madeus ${verb} ended with ${code}`);
  return code;
}

/** What the client `openstack` sees: a token, an active image, five agents that live, and a server that is active and has an address. */
async function confirm(): Promise<void> {
  await expectAnswer("token issue -f value -c id", /\S{100}/);
  await expectAnswer("image show demo -f value -c status", /^active$/);
  await expectAnswer("network agent list -f value -c Alive", /^(True\n){4}True$/);
  await expectAnswer("compute service list -f value -c Binary -c State", /nova-compute up/);
  await expectAnswer(
    "server show demo -f value -c status -c addresses",
    /^(?=[^]*\bACTIVE\b)[^]*192\.168\.77\.\d+/,
  );
  const names = await bed.inside("network", "ip", "netns");
  if (!/qdhcp-/.test(names) || !/qrouter-/.test(names))
    throw new Error(`the network host has no namespaces for networks: ${names}`);
}

/** Afterwards nothing runs that did not run before, and no configuration, database or network is left. */
async function takeDown(): Promise<void> {
  await madeus("down");
  for (const role of roles) {
    const left = await bed.inside(role, "sh", "-c", traces);
    if (left.trim() !== "") throw new Error(`${role} still has:\n${left}`);
  }
  say("OpenStack is gone, and the hosts are as they were.");
}

async function expectAnswer(question: string, pattern: RegExp): Promise<void> {
  const { stdout } = await promisify(execFile)(
    "ssh",
    ["-F", `${bed.directory}/ssh_config`, "control", `openstack --os-cloud admin ${question}`],
    { encoding: "utf8" },
  );
  const answer = stdout.trim();
  if (!pattern.test(answer)) throw new Error(`openstack ${question} says: ${answer}`);
  say(`openstack ${question}: ${answer.slice(0, 60).replaceAll("\n", ", ")}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
