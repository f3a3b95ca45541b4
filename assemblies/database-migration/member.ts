/** One more server of a cluster. It copies all that the others hold, while they go on. */
import { component, many } from "madeus";
import { Address, Membership, Software, Sql } from "./ports.ts";
import { asMember, stopped } from "./server.ts";

export const member = component({
  name: "member",
  places: ["apart", "synced"],
  initial: "apart",
  uses: {
    software: { type: Software, in: ["join", "synced", "leave"] },
    here: { type: Address, in: ["join"] },
    others: { type: many(Address), in: ["join"] },
    cluster: { type: Membership, in: ["join", "synced", "leave"] },
  },
  provides: { sql: { type: Sql, in: ["synced"] } },
  behaviors: {
    deploy: {
      join: {
        from: "apart",
        to: "synced",
        durationS: 15,
        timeoutMs: 600_000,
        steps: [
          ({ read }) =>
            asMember({ here: read("here").host, others: read("others").map(({ host }) => host) }),
        ],
      },
    },
    /** It says good-bye, so that those who stay are still a majority. */
    uninstall: { leave: { from: "synced", to: "apart", durationS: 2, steps: stopped } },
  },
  probes: { synced: async ({ sh }) => (await sh`mysqladmin ping`) !== "" },
});
