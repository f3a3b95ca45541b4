/** The contract of hosts on which commands run by sudo, and what sudo may refuse. */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHost } from "../../src/host/open-host.ts";
import type { SshOptions } from "../../src/model/host.ts";
import { secret } from "../../src/model/secret.ts";
import { testbed } from "../testbed/testbed.ts";
import { holdsContract } from "./contract.ts";
import { begin, command, shell } from "./stage.ts";

const bed = await testbed(["far"]);
afterAll(() => bed[Symbol.asyncDispose]());

const password = `pass'"\`$(touch /tmp/INJECTED)\`\\ word`;
process.env["MADEUS_TEST_SUDO"] = password;
process.env["MADEUS_TEST_WRONG"] = "wrong";

/** Users that log in by the key of the test bed, and what sudo lets them do. */
const users = {
  free: "ALL=(ALL) NOPASSWD: ALL",
  asked: "ALL=(ALL) ALL",
  terminal: "ALL=(ALL) NOPASSWD: ALL",
  nobody2: undefined,
};

beforeAll(async () => {
  await bed.inside("far", "sh", "-c", "mkdir -p /etc/sudoers.d; chmod 755 /tmp /etc/ssh/testbed");
  for (const [name, rule] of Object.entries(users)) {
    await bed.inside("far", "useradd", "-m", "-s", "/bin/sh", name);
    await bed.inside(
      "far",
      "sh",
      "-c",
      'printf "%s:%s\\n" "$1" "$2" | chpasswd',
      "sh",
      name,
      password,
    );
    if (rule !== undefined)
      await bed.inside(
        "far",
        "sh",
        "-c",
        'echo "$1" >"$2"',
        "sh",
        `${name} ${rule}`,
        `/etc/sudoers.d/${name}`,
      );
  }
  await bed.inside("far", "sh", "-c", "echo 'Defaults:terminal use_pty' >/etc/sudoers.d/pty");
});

const host = (user: keyof typeof users, become: SshOptions["become"]) =>
  openHost(bed.host("far", { user, ...(become === undefined ? {} : { become }) }), {
    folder: ".madeus",
    graceMs: 100,
  });

for (const [name, user, become] of [
  ["sudo", "free", true],
  ["sudo in a terminal", "terminal", true],
] as const) {
  const directory = `/tmp/${user}`;
  holdsContract({
    name,
    async open() {
      const one = host(user, become);
      await one.makeDirectory(directory);
      return one;
    },
    controller: [
      fileURLToPath(new URL("ssh-controller.ts", import.meta.url)),
      JSON.stringify(bed.host("far", { user, become })),
    ],
    directory,
  });
}

describe("sudo", () => {
  const whoami = async (
    user: keyof typeof users,
    become: SshOptions["become"],
  ): Promise<string> => {
    const one = host(user, become);
    try {
      return (await begin(one, command("id", ["-un"])).exit).stdout.trim();
    } finally {
      one.close();
    }
  };
  const given = secret({ env: "MADEUS_TEST_SUDO" });

  test("is given its password when it asks, and only then", async () => {
    expect(await whoami("asked", { password: given })).toBe("root");
    expect(await whoami("free", { password: given })).toBe("root");
    expect(await whoami("asked", undefined)).toBe("asked");
  });

  test("makes another user than root", async () => {
    expect(await whoami("free", { user: "asked" })).toBe("asked");
  });

  test("lets no password be seen", async () => {
    const one = host("asked", { password: given });
    const look = "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ; ls /tmp";
    const { stdout } = await begin(one, shell(look)).exit;
    one.close();
    expect(stdout).toContain("madeus-asks-");
    expect(stdout).not.toContain(password);
    expect(stdout).not.toContain("INJECTED");
  });

  test.each([
    ["asked", true, "sudo on ADDRESS asks for a password to become root, and none is given"],
    [
      "asked",
      { password: secret({ env: "MADEUS_TEST_WRONG" }) },
      "sudo on ADDRESS does not take the password that is given",
    ],
    [
      "nobody2",
      { password: given },
      "sudo on ADDRESS refuses: nobody2 is not in the sudoers file.",
    ],
    ["free", { user: "no-such-user" }, "sudo on ADDRESS refuses: unknown user no-such-user"],
  ] as const)("that refuses %s (%o) is told in one sentence", async (user, become, message) => {
    await expect(whoami(user, become)).rejects.toMatchObject({
      code: "MADEUS_HOST_SUDO",
      message: message.replace("ADDRESS", bed.address("far")),
    });
  });
});
