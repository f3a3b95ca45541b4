/** The server that a cluster begins with: what its host holds is what all members will hold. Alone it is a cluster of one. */
import { component, many } from "madeus";
import { Address, Membership, Software, Sql } from "./ports.ts";
import { asFounder, stopped } from "./server.ts";

export const founder = component({
  name: "founder",
  places: ["stopped", "leading"],
  initial: "stopped",
  uses: {
    software: { type: Software, in: ["found", "leading", "end", "halt"] },
    here: { type: Address, in: ["found"] },
    others: { type: many(Address), in: ["found"] },
  },
  provides: {
    sql: { type: Sql, in: ["leading"] },
    membership: { type: Membership, in: ["leading"] },
  },
  behaviors: {
    deploy: {
      found: {
        from: "stopped",
        to: "leading",
        durationS: 2,
        timeoutMs: 120_000,
        steps: [
          ({ read }) =>
            asFounder({ here: read("here").host, others: read("others").map(({ host }) => host) }),
        ],
      },
    },
    /** The cluster is over, for its members have left; the data stay on the host. */
    suspend: { end: { from: "leading", to: "stopped", durationS: 2, steps: stopped } },
    uninstall: { halt: { from: "leading", to: "stopped", durationS: 2, steps: stopped } },
  },
  probes: { leading: async ({ sh }) => (await sh`mysqladmin ping`) !== "" },
});
