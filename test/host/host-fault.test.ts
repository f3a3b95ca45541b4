/** What keeps a host from running commands for us: each is told in one sentence, with what to do. */
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { type FileGround, upload } from "../../src/engine/action-file.ts";
import { openHost } from "../../src/host/open-host.ts";
import type { SshHost, SshOptions } from "../../src/model/host.ts";
import { testbed } from "../testbed/testbed.ts";
import { begin, command, shell } from "./stage.ts";

const bed = await testbed(["far", "bare"]);
afterAll(() => bed[Symbol.asyncDispose]());
const address = bed.address("far");
const file = (name: string, text: string): string => {
  const path = join(bed.directory, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
};
const inside = (script: string, name = "far"): Promise<string> =>
  bed.inside(name, "sh", "-c", script);
const known = readFileSync(join(bed.directory, "known_hosts"), "utf8");

async function runOn(description: SshHost, what = command("echo", ["fine"])): Promise<string> {
  const host = openHost(description, { folder: ".madeus" });
  try {
    return (await begin(host, what).exit).stdout;
  } finally {
    host.close();
  }
}

describe.each(["openssh", "ssh2"] as const)("by %s", (via) => {
  const far = (options: Partial<SshOptions> = {}): SshHost => bed.host("far", { via, ...options });

  test.each<[string, () => Partial<SshOptions>, string, string]>([
    [
      "a wrong user",
      () => ({ user: "nobody-here" }),
      "MADEUS_HOST_LOGIN",
      "refuses the login of nobody-here",
    ],
    [
      "a wrong key",
      () => ({ identityFile: join(bed.directory, "hosts/far/ssh_host_ed25519_key") }),
      "MADEUS_HOST_LOGIN",
      "refuses the login of root",
    ],
    [
      "an unknown host key",
      () => ({ knownHostsFile: file("none", "") }),
      "MADEUS_HOST_KEY",
      "has a key that is not known",
    ],
    [
      "a changed host key",
      () => ({
        knownHostsFile: file(
          "changed",
          `${address} ${readFileSync(join(bed.directory, "key.pub"), "utf8")}`,
        ),
      }),
      "MADEUS_HOST_KEY",
      "has another key than the one that is known",
    ],
    [
      "a revoked host key",
      () => ({
        knownHostsFile: file("revoked", `@revoked * ${known.replace(/^\S+ /, "")}${known}`),
      }),
      "MADEUS_HOST_KEY",
      "has a key that is marked as revoked",
    ],
    [
      "a name that does not resolve",
      () => ({ host: "no-such-host.invalid" }),
      "MADEUS_HOST_UNREACHABLE",
      "is not a name that can be resolved",
    ],
    [
      "a port where nobody listens",
      () => ({ port: 2 }),
      "MADEUS_HOST_UNREACHABLE",
      "cannot be reached: Connection refused",
    ],
  ])("%s is told", async (_, options, code, text) => {
    const error = await runOn(far(options())).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, hint: expect.stringMatching(/./) });
    expect((error as Error).message).toContain(text);
    expect((error as Error).message).not.toContain("\n");
  });

  test("a host that takes connections and never speaks is told", async () => {
    await using server = createServer((socket) => void socket.resume()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await expect(runOn(far({ host: "127.0.0.1", port, connectS: 1 }))).rejects.toMatchObject({
      code: "MADEUS_HOST_UNREACHABLE",
      message: "127.0.0.1 takes connections but does not speak SSH",
    });
  });

  test("a host that lacks what is needed is told", async () => {
    await inside("mv /usr/bin/setsid /usr/bin/setsid-away", "bare");
    const error = await runOn(bed.host("bare", { via })).catch((thrown: unknown) => thrown);
    await inside("mv /usr/bin/setsid-away /usr/bin/setsid", "bare");
    expect(error).toMatchObject({
      code: "MADEUS_HOST_UNFIT",
      message: `${bed.address("bare")} runs no commands for us: madeus: 1: exec: setsid: not found`,
      hint: expect.stringContaining("setsid"),
    });
  });

  test("a full disk is told by what could not be written", async () => {
    await inside(
      "mkdir -p /mnt/full; mount -t tmpfs -o size=64k,nr_inodes=3 tmpfs /mnt/full",
      "bare",
    );
    const host = openHost(bed.host("bare", { via }), { folder: ".madeus" });
    const source = file("large", "x".repeat(200_000));
    const run: FileGround["run"] = async ({ command: what }) => {
      const exit = await begin(host, what).exit;
      if (exit.code !== 0) throw new Error(exit.tail);
      return exit;
    };
    const sent = upload({ run, key: "key" }, source, "/mnt/full/file");
    await expect(sent).rejects.toThrow("No space left on device");
    expect((await begin(host, command("ls", ["-A", "/mnt/full"])).exit).stdout).toBe("");
    await begin(host, shell("head -c 65536 /dev/zero >/mnt/full/all")).exit;
    await expect(host.makeDirectory("/mnt/full/a/b")).rejects.toMatchObject({
      code: "MADEUS_COMMAND_REFUSED",
      message: expect.stringContaining("No space left on device"),
    });
    host.close();
    await inside("umount /mnt/full", "bare");
  });

  test("a user who may not run commands is told", async () => {
    await inside("useradd -m -p '*' -s /usr/sbin/nologin none 2>/dev/null || :");
    await expect(runOn(far({ user: "none" }))).rejects.toMatchObject({
      code: "MADEUS_HOST_UNFIT",
      message: `${address} runs no commands for us: This account is currently not available.`,
    });
  });
});

describe.each(["openssh", "ssh2"] as const)("by %s a host is fit", (via) => {
  const words = `a 'word' "of" $many \\kinds\`\n!`;
  const print = shell('printf "%s|%s" "$1" "$WORD"', {
    args: ["-c", 'printf "%s|%s" "$1" "$WORD"', "sh", words],
    env: { WORD: words },
  });
  const far = (user = "root"): SshHost => bed.host("far", { via, user });
  const noise = `echo noise; echo more >&2; printf 'no newline'`;

  test.each([
    ["bash", "/bin/bash", ".bashrc", noise],
    ["tcsh", "/bin/tcsh", ".tcshrc", "echo noise"],
    ["fish", "/usr/bin/fish", ".config/fish/config.fish", noise],
  ])("whose login shell is a noisy %s", async (name, path, rc, text) => {
    const user = `${name}-${via}`;
    await inside(`useradd -p '*' -m -s ${path} ${user}; mkdir -p ~${user}/.config/fish`);
    await bed.inside("far", "sh", "-c", `printf '%s\\n' "$1" >~${user}/${rc}`, "sh", text);
    expect(await runOn(far(user), print)).toBe(`${words}|${words}`);
    expect(await runOn(far(user), command("true", []))).toBe("");
  });

  test("that has a banner and no bash, and busybox for a shell", async () => {
    const bare = bed.host("bare", { via });
    const script = [
      "usermod -s /bin/sh root; rm -f /bin/bash; ln -sf /usr/bin/busybox /bin/sh",
      "echo Banner /etc/banner >>/etc/ssh/testbed/sshd_config; echo Keep out >/etc/banner",
      "kill -HUP $(pgrep -o -x sshd)",
    ];
    await inside(script.join("\n"), "bare");
    const printed = async () => expect(await runOn(bare, print)).toBe(`${words}|${words}`);
    await vi.waitFor(printed, { timeout: 20_000 });
    const host = openHost(bare, { folder: ".madeus", graceMs: 100 });
    expect(await begin(host, shell("kill -KILL $$")).exit).toMatchObject({ signal: "SIGKILL" });
    expect(await begin(host, shell("exit 255")).exit).toMatchObject({ code: 255 });
    host.close();
  });
});
