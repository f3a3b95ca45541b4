/** Members of a cluster use each other: wires are cyclic, also where their number is known only at run time. */
import { assembly } from "../../../src/model/assembly.ts";
import { component } from "../../../src/model/component.ts";
import { data, service } from "../../../src/model/port.ts";
import { Address, site, Sql } from "./stack.ts";

const Peer = service("peer");
const Donor = data("donor", { host: String });

export const member = component({
  name: "member",
  places: ["absent", "joined", "synced"],
  initial: "absent",
  uses: { peer: { type: Peer, in: ["sync"] }, donor: { type: Donor, in: ["sync"] } },
  provides: {
    self: { type: Peer, in: ["joined", "synced"] },
    host: { type: Donor, in: ["joined", "synced"] },
    sql: { type: Sql, in: ["synced"] },
    address: { type: Address, in: ["synced"] },
  },
  behaviors: {
    deploy: {
      join: {
        from: "absent",
        to: "joined",
        run: ({ give, host }) => give("host", { host: host.address }),
      },
      sync: {
        from: "joined",
        to: "synced",
        run: ({ read, give }) => give("address", { host: read("donor").host, port: 3306 }),
      },
    },
  },
});

export const ring = assembly({
  name: "ring",
  components: { a: member, b: member, web: site },
  wires: {
    a: { peer: "b.self", donor: "b.host" },
    b: { peer: "a.self", donor: "a.host" },
    web: { address: "a.address", database: "a.sql" },
  },
});

/** Instance names widen to `string`; port names and port types are still checked. */
const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
export const ringOfMany = assembly({
  name: "ring of many",
  components: Object.fromEntries(names.map((name) => [name, member] as const)),
  wires: Object.fromEntries(
    names.map((name, index) => {
      const next = names[(index + 1) % names.length];
      return [name, { peer: `${next}.self`, donor: `${next}.host` } as const] as const;
    }),
  ),
});
