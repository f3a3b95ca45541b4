/** What is translated from other tools does what is said of it: checked, rehearsed, and where no container is needed, run. */
import { createServer } from "node:net";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { project, said } from "../command/project.ts";
import { blocksOf } from "./document.ts";

const fileIn = (path: string, name: string): string => {
  const found = blocksOf({ path, text: readFileSync(path, "utf8") }).find(
    ({ note }) => note === name,
  );
  if (found === undefined) throw new Error(`${path} has no ${name}`);
  return found.text;
};

/** Each begins half a dozen processes, one after the other. */
const slow = 300_000;

test(
  "the configuration of Terraform, translated, comes to its end, and waits where it is said to",
  async () => {
    const place = project();
    place.write("shop.ts", fileIn("docs/from-terraform.md", "shop.ts"));
    expect((await place.madeus("check shop.ts")).stdout).toMatch(/^shop: proved/);
    const { stdout } = await place.madeus("check shop.ts --ask way-back");
    expect(stdout).toContain("proved way-back");
    const order = "check shop.ts --ask 'sequentiality db.start web.start'";
    expect((await place.madeus(order)).code).toBe(0);
    const apart = "check shop.ts --ask 'sequentiality db.start web.pull'";
    expect((await place.madeus(apart)).stdout).toContain("violated");
    const planned = await place.madeus("plan shop.ts");
    expect(planned.stdout).toContain("web.start");
  },
  slow,
);

test(
  "the program of Pulumi, translated, serves its page, and writes another one under the server",
  async () => {
    const port = await freePort();
    const place = project();
    const text = fileIn("docs/from-pulumi.md", "assembly.ts");
    place.write("assembly.ts", text.replace("7090", String(port)));
    const url = `http://127.0.0.1:${port}/`;
    const deployed = await place.madeus("deploy");
    expect(deployed).toMatchObject({ code: 0 });
    expect(said(deployed)).toContain(url);
    expect(await (await fetch(url)).text()).toBe("<h1>hello</h1>\n");
    const changed = await place.madeus("deploy --set greeting=salut --yes");
    expect(changed).toMatchObject({ code: 0 });
    expect(said(changed)).not.toContain("server.stop");
    expect(await (await fetch(url)).text()).toBe("<h1>salut</h1>\n");
    expect(await place.madeus("down --yes")).toMatchObject({ code: 0 });
    await expect(fetch(url)).rejects.toThrow();
  },
  slow,
);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await once(server.close(), "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
