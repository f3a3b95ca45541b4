/** A web site behind a balancer with two replicas, and what may be asked of it: shared by the tests of questions. */
import { assembly } from "../../../src/model/assembly.ts";
import { component } from "../../../src/model/component.ts";
import { many, service } from "../../../src/model/port.ts";
import { reconfigure } from "../../../src/model/program.ts";

export const Sql = service("sql");
const Http = service("http");

export const database = component({
  name: "database",
  places: ["absent", "installed", "running"],
  initial: "absent",
  provides: { sql: { type: Sql, in: ["running"] } },
  behaviors: {
    deploy: {
      install: { from: "absent", to: "installed", durationS: 4 },
      start: { from: "installed", to: "running", durationS: 2 },
    },
    suspend: { stop: { from: "running", to: "installed", durationS: 1 } },
    uninstall: {
      halt: { from: "running", to: "installed", durationS: 1 },
      remove: { from: "installed", to: "absent", durationS: 1 },
    },
  },
});

export const replica = component({
  name: "replica",
  places: ["absent", "fetched", "configured", "running"],
  initial: "absent",
  uses: { database: { type: Sql, in: ["start", "running"] } },
  provides: { http: { type: Http, in: ["running"] } },
  behaviors: {
    deploy: {
      fetch: { from: "absent", to: "fetched", durationS: 3 },
      configure: { from: "fetched", to: "configured", durationS: 1 },
      start: { from: "configured", to: "running", durationS: 2 },
    },
    update: { restart: { from: "running", to: "configured", durationS: 5 } },
    uninstall: {
      stop: { from: "running", to: "absent", durationS: 1 },
      clean: { from: "configured", to: "absent/unused", durationS: 1 },
    },
  },
});

const balancer = component({
  name: "balancer",
  places: ["absent", "serving"],
  initial: "absent",
  uses: { backends: { type: many(Http, { min: 1 }), in: ["start"] } },
  behaviors: {
    deploy: { start: { from: "absent", to: "serving", durationS: 1 } },
    uninstall: { stop: { from: "serving", to: "absent", durationS: 1 } },
  },
});

export const site = assembly({
  name: "site",
  components: { db: database, web1: replica, web2: replica, front: balancer },
  wires: {
    web1: { database: "db.sql" },
    web2: { database: "db.sql" },
    front: { backends: ["web1.http", "web2.http"] },
  },
});

/** One replica after the other. */
export const rolling = reconfigure(site)
  .changeBehavior("web1", "update")
  .changeBehavior("web1", "deploy")
  .wait("web1")
  .changeBehavior("web2", "update")
  .changeBehavior("web2", "deploy")
  .wait();

/** Both at once. */
export const hasty = reconfigure(site)
  .changeBehavior("web1", "update")
  .changeBehavior("web2", "update")
  .changeBehavior("web1", "deploy")
  .changeBehavior("web2", "deploy")
  .wait();
