/**
 * A database on one server, and the same on three hosts; and the way from one to the other and back, while clients write.
 *
 *     madeus deploy assemblies/database-migration.ts single --set db1=10.0.0.1 --set db2=10.0.0.2 --set db3=10.0.0.3 --set app=10.0.0.4
 *     madeus reconfigure assemblies/database-migration.ts toCluster
 *     madeus reconfigure assemblies/database-migration.ts toSingle
 *
 * The hosts are Debian's, and reached as root by SSH: by these names or addresses, by which they also reach each other.
 */
import { assembly, reconfigure, setting, ssh } from "madeus";
import { client } from "./database-migration/client.ts";
import { founder } from "./database-migration/founder.ts";
import { member } from "./database-migration/member.ts";
import { proxy } from "./database-migration/proxy.ts";
import { shop } from "./database-migration/shop.ts";
import { software } from "./database-migration/software.ts";
import { standalone } from "./database-migration/standalone.ts";
import { password } from "./lamp/password.ts";

/** Instead of `~/.ssh/config`. */
const configFile = setting("ssh_config", String, "");
const host = (name: string) =>
  ssh({ host: setting(name, String, name), ...(configFile === "" ? {} : { configFile }) });

const common = {
  name: "database",
  hosts: { db1: host("db1"), db2: host("db2"), db3: host("db3"), app: host("app") },
} as const;
const clientWires = {
  at: "proxy.address",
  door: "proxy.door",
  shop: "shop.shop",
  login: "password.login",
} as const;

export const single = assembly({
  ...common,
  components: { password, software1: software, server: standalone, shop, proxy, client },
  on: { software1: "db1", server: "db1", shop: "db1", proxy: "app", client: "app" },
  wires: {
    server: { software: "software1.software" },
    shop: { sql: "server.sql", login: "password.login" },
    proxy: { server: "software1.address", backups: [], sql: "server.sql" },
    client: clientWires,
  },
});

/** What `toCluster` makes of it. It can be deployed from nothing, too. */
export const cluster = assembly({
  ...common,
  components: {
    password,
    software1: software,
    software2: software,
    software3: software,
    first: founder,
    second: member,
    third: member,
    shop,
    proxy,
    client,
  },
  on: {
    software1: "db1",
    software2: "db2",
    software3: "db3",
    first: "db1",
    second: "db2",
    third: "db3",
    shop: "db1",
    proxy: "app",
    client: "app",
  },
  wires: {
    first: {
      software: "software1.software",
      here: "software1.address",
      others: ["software2.address", "software3.address"],
    },
    second: {
      software: "software2.software",
      here: "software2.address",
      others: ["software1.address", "software3.address"],
      cluster: "first.membership",
    },
    third: {
      software: "software3.software",
      here: "software3.address",
      others: ["software1.address", "software2.address"],
      cluster: "first.membership",
    },
    shop: { sql: "first.sql", login: "password.login" },
    proxy: {
      server: "software1.address",
      backups: ["software2.address", "software3.address"],
      sql: "first.sql",
    },
    client: clientWires,
  },
});

export const toCluster = reconfigure(single)
  // What takes long comes first, while the server goes on.
  .add("software2", software, { on: "db2" })
  .add("software3", software, { on: "db3" })
  .changeBehavior("software2", "deploy")
  .changeBehavior("software3", "deploy")
  .wait("software2", "software3")
  .connect("proxy.backups", "software2.address")
  .connect("proxy.backups", "software3.address")
  // From here on nobody is served, until the same data are led by the first server of a cluster. The old one is asked to stop before the
  // proxy, which comes back as soon as there is a server: it must not be this one.
  .changeBehavior("server", "suspend")
  .changeBehavior("proxy", "suspend")
  .changeBehavior("proxy", "deploy")
  .disconnect("proxy.sql", "server.sql")
  .disconnect("shop.sql", "server.sql")
  .wait("server")
  .disconnect("server.software", "software1.software")
  .del("server")
  .add("first", founder, { on: "db1" })
  .connect("first.software", "software1.software")
  .connect("first.here", "software1.address")
  .connect("first.others", "software2.address")
  .connect("first.others", "software3.address")
  .connect("shop.sql", "first.sql")
  .connect("proxy.sql", "first.sql")
  .changeBehavior("first", "deploy")
  .wait("first", "proxy")
  // The others copy what the first one has, while it serves.
  .add("second", member, { on: "db2" })
  .connect("second.software", "software2.software")
  .connect("second.here", "software2.address")
  .connect("second.others", "software1.address")
  .connect("second.others", "software3.address")
  .connect("second.cluster", "first.membership")
  .changeBehavior("second", "deploy")
  .add("third", member, { on: "db3" })
  .connect("third.software", "software3.software")
  .connect("third.here", "software3.address")
  .connect("third.others", "software1.address")
  .connect("third.others", "software2.address")
  .connect("third.cluster", "first.membership")
  .changeBehavior("third", "deploy")
  .wait();

export const toSingle = reconfigure(cluster)
  // One after the other, so that those who stay are a majority.
  .changeBehavior("third", "uninstall")
  .wait("third")
  .changeBehavior("second", "uninstall")
  .wait("second")
  .disconnect("third.software", "software3.software")
  .disconnect("third.here", "software3.address")
  .disconnect("third.others", "software1.address")
  .disconnect("third.others", "software2.address")
  .disconnect("third.cluster", "first.membership")
  .del("third")
  .disconnect("second.software", "software2.software")
  .disconnect("second.here", "software2.address")
  .disconnect("second.others", "software1.address")
  .disconnect("second.others", "software3.address")
  .disconnect("second.cluster", "first.membership")
  .del("second")
  .disconnect("proxy.backups", "software2.address")
  .disconnect("proxy.backups", "software3.address")
  // From here on nobody is served, until the same data are those of a server alone.
  .changeBehavior("first", "suspend")
  .changeBehavior("proxy", "suspend")
  .changeBehavior("proxy", "deploy")
  .disconnect("proxy.sql", "first.sql")
  .disconnect("shop.sql", "first.sql")
  .wait("first")
  .disconnect("first.software", "software1.software")
  .disconnect("first.here", "software1.address")
  .disconnect("first.others", "software2.address")
  .disconnect("first.others", "software3.address")
  .del("first")
  .add("server", standalone, { on: "db1" })
  .connect("server.software", "software1.software")
  .connect("shop.sql", "server.sql")
  .connect("proxy.sql", "server.sql")
  .changeBehavior("server", "deploy")
  .wait("server", "proxy")
  // The other hosts are as they were.
  .changeBehavior("software2", "uninstall")
  .changeBehavior("software3", "uninstall")
  .wait()
  .del("software2")
  .del("software3");
