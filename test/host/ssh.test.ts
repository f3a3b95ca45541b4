/** The contract of hosts that are reached by SSH, by each of the ways to speak it. */
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { openHost } from "../../src/host/open-host.ts";
import { testbed } from "../testbed/testbed.ts";
import { holdsContract } from "./contract.ts";

const bed = await testbed(["far"]);
afterAll(() => bed[Symbol.asyncDispose]());

for (const via of ["openssh", "ssh2"] as const) {
  const directory = `/tmp/${via}`;
  const description = bed.host("far", { via });
  holdsContract({
    name: via,
    async open() {
      const host = openHost(description, { folder: ".madeus", graceMs: 100 });
      await host.makeDirectory(directory);
      return host;
    },
    controller: [
      fileURLToPath(new URL("ssh-controller.ts", import.meta.url)),
      JSON.stringify(description),
    ],
    directory,
  });
}
