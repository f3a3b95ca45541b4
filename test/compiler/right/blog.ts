/** An assembly on two hosts, and a program that replaces its database while the site stays installed. */
import { assembly } from "../../../src/model/assembly.ts";
import { local } from "../../../src/model/host.ts";
import { reconfigure } from "../../../src/model/program.ts";
import { database, site } from "./stack.ts";

export const blog = assembly({
  name: "blog",
  components: { db: database, web: site },
  wires: { web: { address: "db.address", database: "db.sql" } },
  hosts: { left: local(), right: local({ labels: { zone: "b" } }) },
  on: { db: "left", web: "right" },
});

export const replaceDatabase = reconfigure(blog)
  .add("db2", database, { on: "left" })
  .changeBehavior("db2", "deploy")
  .wait("db2")
  .changeBehavior("web", "suspend")
  .wait("web")
  .disconnect("web.address", "db.address")
  .disconnect("web.database", "db.sql")
  .connect("web.address", "db2.address")
  .connect("web.database", "db2.sql")
  .changeBehavior("web", "deploy")
  .changeBehavior("db", "suspend")
  .wait()
  .del("db");

/** Nothing here uses anything, so there is nothing to wire. */
export const alone = assembly({ name: "alone", components: { db: database } });
