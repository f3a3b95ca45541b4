/** The key of an action: a service that is asked twice with the same key may take it as asked once. */
import { expect, test } from "vitest";
import { project } from "./project.ts";

const site = `
import { appendFileSync, existsSync } from "node:fs";
const note = ({ key, attempt }: any) => {
  appendFileSync("keys", key + "\\n");
  if (!existsSync("mended")) throw new Error("no file");
};
export const main = lone({ note: { run: note, retry: { attempts: 2, delayMs: 1 } } });
`;

test("is the same for all tries in one state, also after a resume, and different in another", async () => {
  const { madeus, read, remove, write, records } = project(site);
  const keys = (): readonly string[] => [...new Set(read("keys").trimEnd().split("\n"))];
  expect(await madeus("deploy")).toMatchObject({ code: 4 });
  write("mended", "");
  expect(await madeus("resume")).toMatchObject({ code: 0 });
  const [run] = (await records()).filter(({ type }) => type === "run");
  expect(keys()).toEqual([`${String(run?.["state"])}/one.note.1`]);
  await madeus("down --yes");
  await madeus("deploy");
  expect(keys()).toEqual([1, 3].map((n) => `${String(run?.["state"])}/one.note.${n}`));
  remove("keys");
  await madeus("deploy --state elsewhere");
  expect(keys()).toEqual([expect.stringMatching(/^[0-9a-f]{12}\/one\.note\.1$/)]);
  expect(keys()[0]).not.toContain(String(run?.["state"]));
});
