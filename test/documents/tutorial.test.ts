/**
 * What `docs/tutorial.md` tells a newcomer to do is done, block by block, and what it says happens. Only its naps are shorter here, and
 * its port is one that is free.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { expect, test } from "vitest";
import { type Project, type Ran, project } from "../command/project.ts";
import { blocksOf } from "./document.ts";
import { complaintsAbout } from "./example.ts";

const path = "docs/tutorial.md";
const blocks = blocksOf({ path, text: readFileSync(path, "utf8") });
const command = (begin: string): string => {
  const lines = blocks
    .filter(({ language }) => language === "sh")
    .flatMap(({ text }) => text.trimEnd().split("\n"));
  const found = lines.find((line) => line.startsWith(begin));
  if (found === undefined) throw new Error(`${path} has no command ${begin}`);
  return found;
};
const shown = (begin: string): string => {
  const found = blocks.find(({ language, text }) => language === "text" && text.startsWith(begin));
  if (found === undefined) throw new Error(`${path} does not show ${begin}`);
  return found.text.trimEnd();
};
/** The file of a name; the first one has none, and is said to be `mall.ts`. */
const fileNamed = (name: string): string => {
  const found = blocks.find(
    ({ language, note }) =>
      note === name || (name === "mall.ts" && language === "ts" && note === ""),
  );
  return found?.text ?? "";
};

/** A project with the folder `assemblies`, in which the commands of the tutorial are run. */
interface Walk {
  readonly place: Project;
  write(name: string, text: string): void;
  /** `npx madeus …` as it stands there. */
  run(line: string): Promise<Ran>;
}
function walk(change: (text: string) => string): Walk {
  const place = project();
  mkdirSync(place.path("assemblies"));
  return {
    place,
    write: (name, text) => writeFileSync(place.path("assemblies", name), change(text)),
    run: (line) => place.madeus(change(line).replace("npx madeus ", "")),
  };
}

const nap = (text: string): string =>
  text.replaceAll(/sleep (\d+)/g, (_, s: string) => `sleep ${Number(s) / 8}`);

/** A walk begins a dozen processes, one after the other. */
const slow = 300_000;

test(
  "the mall is checked, wrongly wired, deployed, killed, explained, resumed and taken down",
  async () => {
    const { place, write, run } = walk(nap);
    const mall = fileNamed("mall.ts");
    write("mall.ts", mall.replace(/^(\s*)(start: \{)/m, "$1// $2"));
    const stuck = await run(command("npx madeus check assemblies/mall.ts"));
    expect(stuck.code).not.toBe(0);
    expect(stuck.stdout + stuck.stderr).toContain(shown("it cannot come to its end"));
    write("mall.ts", mall);
    expect((await run(command("npx madeus check assemblies/mall.ts"))).stdout).toContain(
      "mall: proved",
    );
    const deploying = place.start(
      command("npx madeus deploy assemblies/mall.ts").replace("npx madeus ", ""),
    );
    await deploying.printed("shop.build is done");
    await deploying.printed("store.start starts on local");
    await deploying.kill();
    expect((await run(command("npx madeus status"))).stdout).toContain("cut off");
    const why = await run(command("npx madeus why"));
    expect(why.stdout).toContain("shop.open_doors waits for store.storage");
    expect(why.stdout).toContain("store.start");
    const resumed = await run(command("npx madeus resume"));
    expect(resumed).toMatchObject({ code: 0 });
    expect(resumed.stdout + resumed.stderr).toContain("store.start starts on local (try 2)");
    expect(resumed.stdout + resumed.stderr).not.toContain("shop.build starts");
    const down = await run(command("npx madeus down assemblies/mall.ts"));
    expect(down.code).toBe(0);
    const told = down.stdout + down.stderr;
    expect(told.indexOf("store.stop starts")).toBeGreaterThan(told.indexOf("shop.close is done"));
  },
  slow,
);

test(
  "the street is upgraded while it is visited, and is open at every visit",
  async () => {
    const port = await freePorts();
    const { place, write, run } = walk((text) => text.replaceAll("7080", String(port)));
    for (const name of ["shop.mjs", "door.mjs", "street.ts", "upgrade.ts"])
      write(name, fileNamed(name));
    const url = `http://127.0.0.1:${port}/`;
    expect(command("curl -s")).toContain("http://127.0.0.1:7080/");
    expect(await run(command("npx madeus deploy assemblies/street.ts"))).toMatchObject({ code: 0 });
    expect(await (await fetch(url)).text()).toBe("release 1\n");
    const planned = await run(command("npx madeus plan assemblies/street.ts"));
    expect(planned.stdout).toContain(shown("~ shop1 version 1"));
    await proofs({ place, write, run });

    const visiting = place.spawn("sh", [
      "-c",
      command("while sleep").replace("7080", String(port)),
    ]);
    await visiting.printed("release 1");
    const upgraded = await run(command("npx madeus deploy assemblies/street.ts --set"));
    expect(upgraded).toMatchObject({ code: 0 });
    await visiting.printed("release 2");
    await visiting.kill();
    const { stdout } = await visiting.ended;
    expect(new Set(stdout.trimEnd().split("\n"))).toEqual(new Set(["release 1", "release 2"]));
    expect((await run(command("npx madeus report"))).stdout).toContain("shop1.pages");
    expect(await run(command("npx madeus down assemblies/street.ts"))).toMatchObject({ code: 0 });
    await expect(fetch(url)).rejects.toThrow();
  },
  slow,
);

async function proofs({ write, run }: Walk): Promise<void> {
  const asking = command("npx madeus check assemblies/upgrade.ts");
  expect(await run(asking)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(shown("proved invariant")),
  });
  const upgrade = fileNamed("upgrade.ts");
  write("upgrade.ts", upgrade.replace('  .wait("sign1")\n', ""));
  expect(await run(asking)).toMatchObject({
    code: 5,
    stdout: expect.stringContaining(shown("violated invariant")),
  });
}

test("a misspelt name does not compile, in these words", () => {
  const text = fileNamed("mall.ts").replace('storage: "store.storage"', 'storage: "store.storag"');
  const complaints = complaintsAbout([{ path, line: 1, language: "ts", note: "", text }]);
  expect(complaints.join("\n")).toContain(shown("Type '").replace(/\.$/, ""));
});

test("the tutorial has no command that is not walked through here", () => {
  const walked =
    /^(npx madeus (check|deploy|status|why|resume|down|plan|report) |curl|while|pkill)/;
  const lines = blocks
    .filter(({ language }) => language === "sh")
    .flatMap(({ text }) => text.trimEnd().split("\n"));
  expect(lines.filter((line) => !walked.test(line))).toEqual([]);
});

/** The first of three ports in a row that nobody listens at. */
async function freePorts(): Promise<number> {
  for (;;) {
    const { port, free } = await taken(0);
    const others = await Promise.all(
      [port + 1, port + 2].map((one) => taken(one).catch(() => undefined)),
    );
    await Promise.all([free(), ...others.map((one) => one?.free())]);
    if (!others.includes(undefined)) return port;
  }
}

async function taken(
  wanted: number,
): Promise<{ readonly port: number; readonly free: () => Promise<unknown> }> {
  const server = createServer().listen(wanted, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : wanted;
  return { port, free: async () => once(server.close(), "close") };
}
