/** Connections and hosts that are lost in the middle of a command, and what is said of what ran there. */
import { afterAll, afterEach, expect, test, vi } from "vitest";
import type { Host } from "../../src/engine/host.ts";
import { openHost } from "../../src/host/open-host.ts";
import type { SshOptions } from "../../src/model/host.ts";
import { testbed } from "../testbed/testbed.ts";
import { begin, command, shell } from "./stage.ts";

export async function losesHosts(via: "openssh" | "ssh2"): Promise<void> {
  const bed = await testbed(["far"]);
  afterAll(() => bed[Symbol.asyncDispose]());
  const hosts: Host[] = [];
  afterEach(async () => {
    for (const one of hosts.splice(0)) one.close();
    await bed.heal("far");
  });
  /** What is lost is found after a second, and given up after another. */
  const far = (options: Partial<SshOptions> = {}): Host => {
    const patience = { connectS: 3, keepAliveS: 1, reconnectS: 1 };
    const description = bed.host("far", { via, ...patience, ...options });
    const host = openHost(description, { folder: ".madeus", graceMs: 100 });
    hosts.push(host);
    return host;
  };
  const dropConnections = (): Promise<string> => bed.inside("far", "pkill", "-f", "^sshd: root");

  test("a short cut is not noticed", async () => {
    const story = begin(far({ keepAliveS: 60 }), shell("echo one; sleep 0.5; echo two"));
    await story.said("one");
    await bed.cut("far");
    await bed.heal("far");
    expect(await story.exit).toMatchObject({ code: 0, stdout: "one\ntwo\n" });
  });

  test("what ran when the connection was lost is ended, and can be run again", async () => {
    const host = far({ reconnectS: 20 });
    const story = begin(host, shell("trap '' HUP PIPE; echo one; exec sleep 1000"));
    await story.said("one");
    await dropConnections();
    await expect(story.exit).rejects.toMatchObject({
      code: "MADEUS_CONNECTION_LOST",
      message: `the connection to ${bed.address("far")} was lost; what ran there was ended`,
    });
    expect(await host.alive(await story.group)).toBe(false);
    expect(await begin(host, shell("echo again")).exit).toMatchObject({ stdout: "again\n" });
  });

  test("what ran on a host that stays away may be alive, and is ended when it is back", async () => {
    const host = far();
    const story = begin(host, shell("echo one; exec sleep 1000"));
    await story.said("one");
    await bed.cut("far");
    await expect(story.exit).rejects.toMatchObject({
      code: "MADEUS_HOST_UNREACHABLE",
      message: `the connection to ${bed.address("far")} was lost, and what ran there may be alive`,
    });
    await expect(host.alive(await story.group)).rejects.toMatchObject({
      code: "MADEUS_HOST_UNREACHABLE",
    });
    await bed.heal("far");
    const group = await story.group;
    await vi.waitFor(async () => expect(await host.alive(group)).toBe(true), { timeout: 20_000 });
    await host.end(group, 1_000);
    expect(await host.alive(group)).toBe(false);
  });

  test("an abort waits until it is certain, or says that it is not", async () => {
    const host = far();
    const story = begin(host, shell("echo one; exec sleep 1000"));
    await story.said("one");
    await bed.cut("far");
    story.abort(new Error("no longer wanted"));
    await expect(story.exit).rejects.toMatchObject({ code: "MADEUS_HOST_UNREACHABLE" });
  });

  test("nothing of a host without power is alive when it is back", async () => {
    const host = far();
    const story = begin(host, shell("echo one; exec sleep 1000"));
    await story.said("one");
    await bed.kill("far");
    await expect(story.exit).rejects.toMatchObject({ code: "MADEUS_HOST_UNREACHABLE" });
    await bed.start("far");
    const group = await story.group;
    // A login that was begun while the host was away may still be under way, and fail.
    await vi.waitFor(async () => expect(await host.alive(group)).toBe(false), { timeout: 20_000 });
    await host.end(group, 1_000);
  });

  test("a host that is as new has the directories that commands are told of", async () => {
    const host = far();
    const directory = `${await host.instances?.()}/one`;
    await host.makeDirectory(directory);
    await bed.wipe("far");
    const env = { MADEUS_DIRECTORY: directory };
    const ask = () => begin(host, command("test", ["-d", directory], { env })).exit;
    await vi.waitFor(async () => expect(await ask()).toMatchObject({ code: 0 }), {
      timeout: 20_000,
    });
  });
}
