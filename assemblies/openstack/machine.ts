/** A host, as all others find it: packages go in without questions, and it is known by its name and its address. */
import { type StepScope, component } from "madeus";
import { absent } from "madeus/actions";
import { Keys, Machine, Packages } from "./ports.ts";

export const machine = component({
  name: "machine",
  places: ["found", "prepared"],
  initial: "found",
  // What is on the host goes first, and needs its passwords for that.
  uses: { keys: { type: Keys, in: ["prepared"] } },
  provides: {
    packages: { type: Packages, in: ["prepared"] },
    machine: { type: Machine, in: ["prepared"] },
  },
  behaviors: {
    deploy: {
      prepare: {
        from: "found",
        to: "prepared",
        durationS: 0.5,
        timeoutMs: 60_000,
        steps: [
          // The index of manual pages would be made anew after every package.
          absent("/var/lib/man-db/auto-update"),
          async (scope) => scope.give("machine", await machineOf(scope)),
        ],
      },
    },
    uninstall: { leave: { from: "prepared", to: "found" } },
  },
});

/** The name is what its programs report themselves by; the address is what it is reached by, looked up where it is a name. */
async function machineOf({ sh, host: { address } }: StepScope) {
  const [name = "", found = ""] = (
    await sh`hostname; getent ahostsv4 ${address} | head -n 1 | cut -d " " -f 1`
  ).split("\n");
  if (found === "") throw new Error(`${name} does not know its own address ${address}`);
  return { name, address: found };
}
