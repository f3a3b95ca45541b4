/** Deployments on hosts that are reached by SSH, in real processes: what becomes of them when the engine or a host is lost. */
import { afterAll, expect, test, vi } from "vitest";
import { testbed } from "../testbed/testbed.ts";
import { declared, project } from "./project.ts";

const bed = await testbed(["far", "near"]);
afterAll(() => bed[Symbol.asyncDispose]());

const inside = async (host: string, script: string): Promise<string> =>
  (await bed.inside(host, "sh", "-c", script)).trim();

/** Two instances on two hosts; the action of the first goes on until there is a file `go`, and says how many of it are at work. */
const work = `
for f in /tmp/at-work.*; do kill -0 "\${f##*.}" 2>/dev/null && echo two >>/tmp/doubled; done
touch /tmp/at-work.$$
echo begun >>/tmp/begun
until [ -e /tmp/go ]; do sleep 0.1; done`;
const site = `
import { ssh } from "madeus";
const work = ({ exec }) => exec("sh", ["-c", ${JSON.stringify(work)}]);
const quick = ({ sh }) => sh\`echo done >> /tmp/quick\`;
export const main = assembly({ name: "site",
  components: { one: chain("one", { work }), two: chain("two", { quick }) },
  hosts: { far: ssh(0), near: ssh(1) }, on: { one: "far", two: "near" } });
`;
const text = (): string =>
  ["far", "near"].reduce((all, name, index) => {
    const host = bed.host(name, { connectS: 2, keepAliveS: 1, reconnectS: 1 });
    return all.replace(`ssh(${index})`, `ssh(${JSON.stringify(host)})`);
  }, site);

test("an engine that is killed in the middle of an action: resume ends it before it begins again", async () => {
  const { start, madeus, records } = project(text());
  const deploy = start("deploy");
  await vi.waitFor(async () => expect(await inside("far", "cat /tmp/begun")).toBe("begun"), {
    timeout: 30_000,
  });
  const quick = expect.objectContaining({ type: "ended", instance: "two" });
  await vi.waitFor(async () => expect(await records()).toContainEqual(quick), { timeout: 30_000 });
  await deploy.kill();
  expect(await inside("far", "kill -0 $(ls -d /tmp/at-work.* | sed 's/.*[.]//'); echo $?")).toBe(
    "0",
  );
  const resume = start("resume");
  await vi.waitFor(async () => expect(await inside("far", "cat /tmp/begun")).toBe("begun\nbegun"), {
    timeout: 30_000,
  });
  await inside("far", "touch /tmp/go");
  expect(await resume.ended).toMatchObject({ code: 0 });
  expect(await inside("far", "ls /tmp/doubled 2>/dev/null; true")).toBe("");
  expect(await inside("near", "cat /tmp/quick")).toBe("done");
  expect((await madeus("status")).code).toBe(0);
});

test("what instances had on their hosts goes with them", async () => {
  const { madeus, write } = project();
  await inside("far", "rm -rf /tmp/* /root/.madeus");
  const host = JSON.stringify(bed.host("far"));
  write(
    "assembly.ts",
    declared(`
import { ssh } from "madeus";
const keep = ({ sh, directory }) => sh\`echo kept > \${directory}/file\`;
export const main = assembly({ name: "site", components: { one: chain("one", { keep }) },
  hosts: { far: ssh(${host}) }, on: { one: "far" } });
`),
  );
  expect(await madeus("deploy")).toMatchObject({ code: 0 });
  expect(await inside("far", "cat /root/.madeus/*/one/file")).toBe("kept");
  expect(await madeus("down --yes")).toMatchObject({ code: 0 });
  expect(await inside("far", "ls /root/.madeus/*/")).toBe("");
});

test("a host whose key is not known ends the run with 3 and what to do", async () => {
  const host = JSON.stringify(bed.host("near", { knownHostsFile: "/dev/null" }));
  const { madeus } = project(`
import { ssh } from "madeus";
export const main = assembly({ name: "site", components: { one: chain("one", { go: ({ sh }) => sh\`true\` }) },
  hosts: { near: ssh(${host}) }, on: { one: "near" } });
`);
  const { code, stderr } = await madeus("deploy");
  expect(code).toBe(3);
  expect(stderr).toContain("has a key that is not known (connect once by hand and compare the key");
});
