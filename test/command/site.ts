/** A site with a database and two replicas, and two programs over it, as a user's file: for the verbs that look at nets. */
export const siteText: string = `
const Sql = service("sql");
const database = component({ name: "database", places: ["absent", "installed", "running"], initial: "absent",
  provides: { sql: { type: Sql, in: ["running"] } },
  behaviors: {
    deploy: {
      install: { from: "absent", to: "installed", durationS: 4, limits: ["apt"] },
      start: { from: "installed", to: "running", durationS: 2 },
    },
    suspend: { stop: { from: "running", to: "installed", durationS: 1 } },
    uninstall: { halt: { from: "running", to: "installed" }, remove: { from: "installed", to: "absent" } },
  } });
const replica = component({ name: "replica", places: ["absent", "fetched", "running"], initial: "absent",
  uses: { database: { type: Sql, in: ["start", "running"] } },
  behaviors: {
    deploy: {
      fetch: { from: "absent", to: "fetched", durationS: 3, limits: ["apt"] },
      start: { from: "fetched", to: "running", durationS: 2 },
    },
    update: { stop: { from: "running", to: "fetched", durationS: 1 } },
    uninstall: { remove: { from: "running", to: "absent" } },
  } });
export const site = assembly({ name: "site", components: { db: database, web1: replica, web2: replica },
  wires: { web1: { database: "db.sql" }, web2: { database: "db.sql" } } });
export const rolling = reconfigure(site).changeBehavior("web1", "update").changeBehavior("web1", "deploy").wait("web1")
  .changeBehavior("web2", "update").changeBehavior("web2", "deploy").wait();
export const stuck = reconfigure(site).changeBehavior("db", "suspend").wait();
`;
