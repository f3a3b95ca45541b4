/** Actions that end the whole program, as if it were theirs to end: what they were about is not taken as done. */
import { expect, test } from "vitest";
import { lines, project } from "./project.ts";

/** The first time its action does `last`; the second time nothing. */
const once = (last: string): string => `
import { existsSync, writeFileSync } from "node:fs";
export const main = lone({ start: () => {
  if (existsSync("been")) return;
  writeFileSync("been", "");
  ${last}
}, follow: {} });
`;
const exits = "process.exit(3);";
const kills = 'process.kill(process.pid, "SIGKILL"); return new Promise(() => undefined);';

test.each([
  ["an exit is a failure", exits, { code: 4 }, "failed"],
  ["a signal leaves it unknown what was done", kills, { signal: "SIGKILL" }, "cut off"],
] as const)(
  "%s; nothing follows from it, and resume begins it again",
  async (_, last, ended, outcome) => {
    const { madeus, records } = project(once(last));
    expect(await madeus("deploy --yes")).toMatchObject(ended);
    expect(lines(await madeus("status --json")).at(-1)).toMatchObject({ outcome });
    expect((await records()).map(({ type }) => type)).not.toContain("ended");
    expect(await madeus("resume --yes")).toMatchObject({ code: 0 });
    const begun = (await records()).filter(({ type }) => type === "started");
    expect(begun.map(({ transition }) => transition)).toEqual(["start", "start", "follow"]);
  },
);
