/** Placement: it counts what hosts have, and what is taken of it. */
import { component } from "madeus";
import { apt, aptRemoved } from "madeus/actions";
import { backendOf, register } from "./catalog.ts";
import { personOf } from "./identity.ts";
import {
  Account,
  Address,
  Backend,
  Cache,
  Machine,
  Packages,
  Placement,
  Realm,
  Sql,
  Tokens,
} from "./ports.ts";
import { databases, loginTo, noDatabases } from "./sql.ts";
import { databaseUrl, settings, tokenCheck } from "./text.ts";
import { answering, running, stopped, workers } from "./program.ts";

const port = 8778;

export const placement = component({
  name: "placement",
  places: ["absent", "claimed", "installed", "stored", "synced", "running"],
  initial: "absent",
  uses: {
    packages: {
      type: Packages,
      in: ["install", "installed", "stored", "synced", "running", "remove"],
    },
    machine: { type: Machine, in: ["claim", "register", "start"] },
    front: { type: Machine, in: ["register"] },
    sql: {
      type: Sql,
      in: ["create_database", "stored", "synced", "running", "drop"],
    },
    database: { type: Address, in: ["configure", "create_database", "drop"] },
    root: { type: Account, in: ["create_database", "drop"] },
    account: { type: Account, in: ["configure", "create_database", "register", "drop"] },
    admin: { type: Account, in: ["register"] },
    cache: { type: Cache, in: ["start", "running"] },
    cacheAt: { type: Address, in: ["configure"] },
    keystone: { type: Backend, in: ["configure"] },
    tokens: { type: Tokens, in: ["register", "running"] },
    realm: { type: Realm, in: ["register"] },
  },
  provides: {
    placement: { type: Placement, in: ["running"] },
    backend: { type: Backend, in: ["claimed"] },
  },
  behaviors: {
    deploy: {
      claim: {
        from: "absent",
        to: "claimed",
        durationS: 0,
        run: ({ read, give }) => give("backend", backendOf("placement", port, read("machine"))),
      },
      install: {
        from: "claimed",
        to: "installed",
        durationS: 15,
        limits: ["apt"],
        steps: [
          apt(["placement-api", "python3-pymysql", "mariadb-client", "curl"], {
            recommends: false,
            services: false,
            answers: ["placement placement/configure_db boolean false"],
          }),
        ],
      },
      configure: {
        from: "installed",
        to: "stored",
        durationS: 0.2,
        steps: [
          async (scope) => {
            const person = await personOf(scope, scope.read("account"));
            return settings("/etc/placement/placement.conf", "placement", {
              DEFAULT: { log_dir: "/var/log/placement" },
              placement_database: {
                connection: databaseUrl(scope.read("database"), person, "placement"),
              },
              api: { auth_strategy: "keystone" },
              keystone_authtoken: tokenCheck(scope.read("keystone"), scope.read("cacheAt"), person),
            });
          },
          workers("/etc/placement/placement-api-uwsgi.ini", { threads: 4 }),
        ],
      },
      create_database: {
        from: "installed",
        to: "stored",
        durationS: 0.3,
        steps: [
          ({ read }) =>
            databases(loginTo(read("database"), read("root")), ["placement"], read("account")),
        ],
      },
      sync: {
        from: "stored",
        to: "synced",
        durationS: 1.6,
        timeoutMs: 180_000,
        run: ({ sh }) => sh`runuser -u placement -- placement-manage db sync`,
      },
      start: {
        from: "synced",
        to: "running",
        durationS: 2,
        timeoutMs: 180_000,
        steps: [running("placement-api"), answering(port)],
      },
      register: {
        from: "claimed",
        to: "running",
        durationS: 1,
        timeoutMs: 120_000,
        retry: { attempts: 3 },
        run: async (scope) =>
          register(scope, {
            realm: scope.read("realm"),
            admin: await personOf(scope, scope.read("admin")),
            person: await personOf(scope, scope.read("account")),
            type: "placement",
            front: scope.read("front"),
            machine: scope.read("machine"),
            port,
          }),
      },
    },
    uninstall: {
      stop: {
        from: "running",
        to: "synced",
        durationS: 1,
        steps: [stopped("placement-api")],
      },
      unsync: { from: "synced", to: "stored" },
      drop: {
        from: "stored",
        to: "installed",
        durationS: 0.3,
        steps: [
          ({ read }) =>
            noDatabases(loginTo(read("database"), read("root")), ["placement"], read("account")),
        ],
      },
      remove: {
        from: "installed",
        to: "claimed",
        durationS: 5,
        limits: ["apt"],
        steps: [aptRemoved("placement-api", { purge: true })],
      },
      release: { from: "claimed", to: "absent" },
    },
  },
});
