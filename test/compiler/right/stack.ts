/** Components that the other cases share: a database and a site that uses it. */
import { component } from "../../../src/model/component.ts";
import { data, service } from "../../../src/model/port.ts";

export const Address = data("address", { host: String, port: Number });
export const Sql = service("sql");
export const Http = service("http");

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
        run: async ({ sh, give, host }) => {
          await sh`apt-get install -y mariadb-server`;
          give("address", { host: host.address, port: 3306 });
        },
      },
      start: { from: "installed", to: "running", run: ({ sh }) => sh`systemctl start mariadb` },
    },
    suspend: {
      stop: { from: "running", to: "installed", run: ({ sh }) => sh`systemctl stop mariadb` },
    },
  },
});

export const site = component({
  name: "site",
  places: ["absent", "installed", "configured", "running"],
  initial: "absent",
  uses: {
    address: { type: Address, in: ["configure"] },
    database: { type: Sql, in: ["start", "running"] },
  },
  provides: { http: { type: Http, in: ["running"] } },
  behaviors: {
    deploy: {
      install: { from: "absent", to: "installed", run: ({ sh }) => sh`apt-get install -y php` },
      configure: {
        from: "installed",
        to: "configured",
        run: ({ sh, read }) => sh`configure --host=${read("address").host}`,
      },
      start: { from: "configured", to: "running", run: ({ sh }) => sh`systemctl start php-fpm` },
    },
    suspend: {
      halt: { from: "running", to: "installed", run: ({ sh }) => sh`systemctl stop php-fpm` },
    },
  },
  probes: { running: async ({ sh }) => (await sh`systemctl is-active php-fpm`) === "active" },
});
