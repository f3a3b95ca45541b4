/** A database and webs that use it: what simulations are tested with. */
import { assembly, component, data, type Report, service } from "madeus";

export const Sql = service("sql");
const unexpected = (): never => {
  throw new Error("a simulation runs no action");
};
const Address = data("address", { host: String });

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
      install: {
        from: "absent",
        to: "installed",
        durationS: 3,
        run: unexpected,
      },
      start: {
        from: "installed",
        to: "running",
        retry: { attempts: 3, delayMs: 500 },
        run: unexpected,
      },
    },
    suspend: { stop: { from: "running", to: "installed", durationS: 2 } },
  },
});
export const web = component({
  name: "web",
  places: ["absent", "installed", "running", "broken"],
  initial: "absent",
  uses: {
    address: { type: Address, in: ["begin"] },
    database: { type: Sql, in: ["begin", "running", "end"] },
  },
  behaviors: {
    deploy: {
      unpack: { from: "absent", to: "installed", limits: ["disk"], run: unexpected },
      begin: {
        from: "installed",
        to: ["running", "broken"],
        timeoutMs: 5000,
        run: unexpected,
      },
    },
    suspend: { end: { from: "running", to: "installed", run: unexpected } },
  },
});
export const blogOf = (webs: number) =>
  assembly({
    name: "blog",
    components: Object.assign({ db: database }, each(webs, web)),
    wires: each(webs, { address: "db.address", database: "db.sql" }),
  });
const each = <const Value>(count: number, value: Value): Record<`web${number}`, Value> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`web${index}`, value]));
export const blog = assembly({
  name: "blog",
  components: { db: database, web0: web },
  wires: { web0: { address: "db.address", database: "db.sql" } },
});

/** `instance.transition start–end how` of every try, in the order of their ends. */
export const times = ({ transitions }: Report): readonly string[] =>
  transitions.map(({ instance, transition, startS, endS, ended }) =>
    [`${instance}.${transition}`, `${startS}–${endS}`, ended].join(" "),
  );
