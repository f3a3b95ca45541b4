/** A database, and a site that needs it: the example of docs/concepts.md. Its actions only take their time. */
import { assembly, component, data, service } from "madeus";

const Sql = service("sql");
const Address = data("address", { host: String, port: Number });

export const database = component({
  name: "database",
  places: ["absent", "installed", "running"],
  initial: "absent",
  provides: {
    address: { type: Address, in: ["installed", "running"] },
    sql: { type: Sql, in: ["running"] },
  },
  behaviors: {
    deploy: {
      fetch: { from: "absent", to: "installed", durationS: 3, run: ({ sh }) => sh`sleep 3` },
      configure: {
        from: "absent",
        to: "installed",
        durationS: 1,
        run: async ({ sh, give, host }) => {
          await sh`sleep 1`;
          give("address", { host: host.address, port: 5432 });
        },
      },
      start: { from: "installed", to: "running", durationS: 2, run: ({ sh }) => sh`sleep 2` },
    },
    uninstall: {
      stop: { from: "running", to: "installed", durationS: 1, run: ({ sh }) => sh`sleep 1` },
      remove: { from: "installed", to: "absent", durationS: 1, run: ({ sh }) => sh`sleep 1` },
    },
  },
});

export const site = component({
  name: "site",
  places: ["absent", "built", "serving"],
  initial: "absent",
  uses: {
    address: { type: Address, in: ["open"] },
    sql: { type: Sql, in: ["open", "serving", "close"] },
  },
  behaviors: {
    deploy: {
      build: { from: "absent", to: "built", durationS: 2, run: ({ sh }) => sh`sleep 2` },
      open: {
        from: "built",
        to: "serving",
        durationS: 1,
        run: ({ sh, read }) => sh`sleep 1; echo the database is at ${read("address").host}`,
      },
    },
    uninstall: {
      close: { from: "serving", to: "built", durationS: 1, run: ({ sh }) => sh`sleep 1` },
      scrap: { from: "built", to: "absent", durationS: 1, run: ({ sh }) => sh`sleep 1` },
    },
  },
});

export const blog = assembly({
  name: "blog",
  components: { db: database, web: site },
  wires: { web: { address: "db.address", sql: "db.sql" } },
});
