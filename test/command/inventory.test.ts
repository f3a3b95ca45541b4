/** Inventories as the command line meets them: their mistakes are findings, each with its file and line. */
import { expect, test } from "vitest";
import { project } from "./project.ts";

const site = `
import { inventory } from "madeus/inventory";
export const main = assembly({ name: "site", components: { one: chain("one", { start: ({ sh }: any) => sh\`true\` }) }, hosts: inventory("hosts.ini"), on: { one: "web1" } });
`;

test("an inventory beside the file is read, and what it says is deployed on", async () => {
  const { madeus, write } = project(site);
  write("hosts.ini", "web1 ansible_connection=local\n");
  expect(await madeus("check")).toMatchObject({ code: 0 });
  const ran = await madeus("deploy --state elsewhere");
  expect(ran).toMatchObject({ code: 0 });
});

test("all that is wrong with it is told at once, and nothing is begun", async () => {
  const { madeus, write, path, has } = project(site);
  write("hosts.ini", "web1 ansible_password=hunter2\n[web:children]\ngone\nweb\n");
  const ran = await madeus("deploy");
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  const at = (line: number): string => `${path("hosts.ini")}:${line}:1: error`;
  expect(ran.stderr).toBe(
    `${at(3)} MADEUS_UNKNOWN_GROUP: the group "web" names the child "gone", which is not a group
  declare it: [gone]
${at(4)} MADEUS_GROUP_CYCLE: the group "web" contains itself
  leave out this child
${at(1)} MADEUS_SECRET_PLAIN: web1: ansible_password holds a secret in the open
  say where it is kept: ansible_password: "{{ lookup('env', 'NAME') }}"
`,
  );
  expect(has(".madeus")).toBe(false);
});
