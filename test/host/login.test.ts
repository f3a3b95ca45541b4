/** The ways to be let in, and what a host allows on a connection. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openHost } from "../../src/host/open-host.ts";
import { openssh } from "../../src/host/openssh.ts";
import { sshHost } from "../../src/host/ssh.ts";
import { type SshHost, type SshOptions, ssh } from "../../src/model/host.ts";
import { secret } from "../../src/model/secret.ts";
import { testbed } from "../testbed/testbed.ts";
import { begin, command, shell } from "./stage.ts";

const bed = await testbed(["far", "near"]);
afterAll(() => bed[Symbol.asyncDispose]());
const inFile = (...names: readonly string[]): string => join(bed.directory, ...names);
const keygen = (...args: readonly string[]): void =>
  void execFileSync("ssh-keygen", ["-q", ...args], { stdio: "ignore" });

const sshd = "/etc/ssh/testbed/sshd_config";

/** Changes what sshd of a host is told: a new one listens. */
async function configure(name: string, ...lines: readonly string[]): Promise<void> {
  const script = `printf '%s\\n' "$@" >>${sshd}; old=$(pgrep -o -x sshd); kill $old
    until ss -ltnp | grep -q ':22 .*sshd' && ! kill -0 $old; do sleep 0.05; done 2>/dev/null`;
  await bed.inside(name, "sh", "-c", script, "sh", ...lines);
}

async function nameOf(description: SshHost): Promise<string> {
  const host = openHost(description, { folder: ".madeus" });
  try {
    return (await begin(host, command("hostname", [])).exit).stdout.trim();
  } finally {
    host.close();
  }
}

describe.each(["openssh", "ssh2"] as const)("by %s a user is let in", (via) => {
  const far = (options: Partial<SshOptions>): SshHost => bed.host("far", { via, ...options });
  let agent: ChildProcess | undefined;
  afterAll(() => agent?.kill());

  test("by a key that an agent holds", async () => {
    const socket = inFile(`agent-${via}`);
    agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
    await vi.waitFor(() => expect(existsSync(socket)).toBe(true));
    const env = { ...process.env, SSH_AUTH_SOCK: socket };
    execFileSync("ssh-add", ["-q", inFile("key")], { env, stdio: "ignore" });
    vi.stubEnv("SSH_AUTH_SOCK", socket);
    const { identityFile, ...description } = far({});
    expect(identityFile).toBeDefined();
    expect(await nameOf(description)).toBe("far");
    vi.unstubAllEnvs();
  });

  test("where the host is known by a hashed name, at a port of its own", async () => {
    const known = inFile(`hashed-${via}`);
    writeFileSync(known, readFileSync(inFile("known_hosts"), "utf8"));
    keygen("-H", "-f", known);
    expect(await nameOf(far({ knownHostsFile: known }))).toBe("far");
  });

  test("not by a key that is locked, and no one is asked for the password of it", async () => {
    const identityFile = inFile(`locked-${via}`);
    copyFileSync(inFile("key"), identityFile);
    keygen("-p", "-N", "a password", "-f", identityFile);
    await expect(nameOf(far({ identityFile }))).rejects.toMatchObject({
      code: "MADEUS_HOST_LOGIN",
    });
  });

  test.each([4, 1])("at a host that takes %d channels on a connection", async (max) => {
    await bed.inside("near", "sed", "-i", "s/^MaxSessions.*//", sshd);
    await bed.inside("near", "sed", "-i", `1i MaxSessions ${max}`, sshd);
    await configure("near");
    const host = openHost(bed.host("near", { via }), { folder: ".madeus" });
    const script = 'touch /tmp/m.$0; until [ "$(ls /tmp/m.* | wc -l)" -ge 6 ]; do sleep 0.1; done';
    const exits = await Promise.all(
      Array.from(
        { length: 6 },
        (_, number) => begin(host, command("sh", ["-c", script, String(number)])).exit,
      ),
    );
    expect(exits.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
    await begin(host, shell("rm /tmp/m.*")).exit;
    host.close();
  });
});

describe("by ssh2 alone", () => {
  test("a user is let in by a password", async () => {
    await bed.inside("far", "sed", "-i", "s/^Password.*/PasswordAuthentication yes/", sshd);
    await configure("far");
    await bed.inside(
      "far",
      "sh",
      "-c",
      "useradd -m -s /bin/sh typed; echo 'typed:pass word' | chpasswd",
    );
    vi.stubEnv("MADEUS_TEST_LOGIN", "pass word");
    const password = secret({ env: "MADEUS_TEST_LOGIN" });
    const { identityFile, ...typed } = bed.host("far", { user: "typed", password });
    expect(identityFile).toBeDefined();
    expect(await nameOf(typed)).toBe("far");
    vi.stubEnv("MADEUS_TEST_LOGIN", "wrong");
    await expect(nameOf(typed)).rejects.toMatchObject({ code: "MADEUS_HOST_LOGIN" });
    vi.unstubAllEnvs();
    expect(() => openHost({ ...typed, via: "openssh" }, { folder: "" })).toThrow(
      /the program ssh takes no password for .* from us/,
    );
  });
});

describe("by OpenSSH alone", () => {
  const config = inFile("own_config");
  beforeAll(() => {
    const more = `\nHost behind\n  HostName ${bed.address("far")}\n  ProxyJump near\n`;
    writeFileSync(config, more + readFileSync(inFile("ssh_config"), "utf8"));
  });

  test("what the user's configuration says is heeded, jumps through other hosts included", async () => {
    expect(await nameOf(ssh({ host: "near", configFile: config }))).toBe("near");
    // The jump has the configuration of the user, which is not this one.
    const known = `-o UserKnownHostsFile=${inFile("known_hosts")} -i ${inFile("key")}`;
    const jump = `ProxyCommand ssh -F /dev/null -o StrictHostKeyChecking=yes ${known} -W %h:%p root@${bed.address("near")}`;
    writeFileSync(config, readFileSync(config, "utf8").replace("ProxyJump near", jump));
    expect(await nameOf(ssh({ host: "behind", configFile: config }))).toBe("far");
  });

  test("a host that is certified by an authority is known", async () => {
    const authority = inFile("authority");
    keygen("-t", "ed25519", "-N", "", "-f", authority);
    const key = inFile("certified");
    keygen("-t", "ed25519", "-N", "", "-f", key);
    keygen("-s", authority, "-I", "far", "-h", "-n", bed.address("far"), `${key}.pub`);
    for (const end of ["", ".pub", "-cert.pub"])
      await bed.inside(
        "far",
        "sh",
        "-c",
        `cat >/etc/ssh/testbed/host${end} <<'E'\n${readFileSync(`${key}${end}`, "utf8")}E\nchmod 600 /etc/ssh/testbed/host${end}`,
      );
    await bed.inside("far", "sed", "-i", "/^HostKey/d", sshd);
    await configure(
      "far",
      "HostKey /etc/ssh/testbed/host",
      "HostCertificate /etc/ssh/testbed/host-cert.pub",
    );
    const known = inFile("certified_hosts");
    writeFileSync(known, `@cert-authority * ${readFileSync(`${authority}.pub`, "utf8")}`);
    expect(await nameOf(bed.host("far", { via: "openssh", knownHostsFile: known }))).toBe("far");
    await expect(
      nameOf(bed.host("far", { via: "ssh2", knownHostsFile: known })),
    ).rejects.toMatchObject({
      code: "MADEUS_HOST_KEY",
      hint: expect.stringContaining("openssh"),
    });
  });

  test("where there is no such program it is told", async () => {
    const description = bed.host("far");
    const host = sshHost(description, {
      connect: openssh(description, inFile("no-such-ssh")),
      folder: ".madeus",
    });
    await expect(begin(host, command("true", [])).exit).rejects.toMatchObject({
      code: "MADEUS_SSH_MISSING",
      hint: "install OpenSSH, or the package ssh2",
    });
  });
});

test("without a choice it is by OpenSSH where there is one, else by ssh2", async () => {
  vi.stubEnv("PATH", "/nowhere");
  const description = bed.host("near", { via: "auto" });
  expect(await nameOf(description)).toBe("near");
  vi.unstubAllEnvs();
});
