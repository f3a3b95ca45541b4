/**
 * Keystone: it gives the tokens that all others ask for.
 *
 * Its keys need its configuration only, its tables the database, too: so they are made beside each other. All its programs run as its own
 * user: whoever of several comes first makes the log that all write to.
 */
import { component } from "madeus";
import { absent, apt, aptRemoved, waitForHttp } from "madeus/actions";
import { backendOf, frontUrl } from "./catalog.ts";
import { personOf } from "./identity.ts";
import {
  Account,
  Address,
  Backend,
  Cache,
  Machine,
  Packages,
  Realm,
  Sql,
  Tokens,
} from "./ports.ts";
import { bootstrap, keys, port, realmAt, urlOf } from "./realm.ts";
import { databases, loginTo, noDatabases } from "./sql.ts";
import { databaseUrl, settings } from "./text.ts";
import { running, stopped, workers } from "./program.ts";

export const keystone = component({
  name: "keystone",
  places: [
    "absent",
    "claimed",
    "installed",
    "configured",
    "stored",
    "prepared",
    "running",
    "complete",
  ],
  initial: "absent",
  uses: {
    packages: {
      type: Packages,
      in: [
        "install",
        "installed",
        "configured",
        "stored",
        "prepared",
        "running",
        "complete",
        "remove",
      ],
    },
    machine: { type: Machine, in: ["claim", "bootstrap", "start", "complete_realm"] },
    front: { type: Machine, in: ["bootstrap"] },
    sql: {
      type: Sql,
      in: ["create_database", "stored", "prepared", "running", "complete", "drop"],
    },
    database: { type: Address, in: ["configure", "create_database", "drop"] },
    root: { type: Account, in: ["create_database", "drop"] },
    account: { type: Account, in: ["configure", "create_database", "drop"] },
    admin: { type: Account, in: ["bootstrap", "complete_realm"] },
    cache: { type: Cache, in: ["start", "running", "complete"] },
    cacheAt: { type: Address, in: ["configure"] },
  },
  provides: {
    tokens: { type: Tokens, in: ["complete"] },
    realm: { type: Realm, in: ["complete"] },
    backend: { type: Backend, in: ["claimed"] },
  },
  behaviors: {
    deploy: {
      claim: {
        from: "absent",
        to: "claimed",
        durationS: 0,
        run: ({ read, give }) => give("backend", backendOf("keystone", port, read("machine"))),
      },
      install: {
        from: "claimed",
        to: "installed",
        durationS: 20,
        limits: ["apt"],
        steps: [
          apt(["keystone", "python3-pymysql", "mariadb-client", "curl"], {
            recommends: false,
            services: false,
            answers: ["keystone keystone/configure_db boolean false"],
          }),
        ],
      },
      configure: {
        from: "installed",
        to: "configured",
        durationS: 0.2,
        steps: [
          async (scope) =>
            settings("/etc/keystone/keystone.conf", "keystone", {
              DEFAULT: { log_dir: "/var/log/keystone" },
              database: {
                connection: databaseUrl(
                  scope.read("database"),
                  await personOf(scope, scope.read("account")),
                  "keystone",
                ),
              },
              token: { provider: "fernet" },
              cache: {
                enabled: true,
                backend: "dogpile.cache.memcached",
                memcache_servers: `${scope.read("cacheAt").host}:${scope.read("cacheAt").port}`,
              },
            }),
          workers("/etc/keystone/keystone-uwsgi.ini", { threads: 4 }),
        ],
      },
      create_database: {
        from: "installed",
        to: "stored",
        durationS: 0.2,
        steps: [
          ({ read }) =>
            databases(loginTo(read("database"), read("root")), ["keystone"], read("account")),
        ],
      },
      make_keys: { from: "configured", to: "prepared", durationS: 0.2, steps: [keys] },
      await_database: { from: "configured", to: "stored" },
      sync: {
        from: "stored",
        to: "prepared",
        durationS: 3,
        timeoutMs: 180_000,
        run: ({ sh }) => sh`runuser -u keystone -- keystone-manage db_sync`,
      },
      bootstrap: {
        from: "prepared",
        to: "running",
        durationS: 3,
        timeoutMs: 180_000,
        run: async (scope) => {
          const { password } = await personOf(scope, scope.read("admin"));
          const direct = urlOf(scope.read("machine").address);
          const front = frontUrl(scope.read("front"), port, "/v3");
          await bootstrap(scope, password, {
            public: front,
            internal: direct,
            admin: direct,
          });
        },
      },
      start: {
        from: "prepared",
        to: "running",
        durationS: 2.5,
        timeoutMs: 180_000,
        steps: [
          running("keystone"),
          ({ read }) => waitForHttp({ url: urlOf(read("machine").address), timeoutS: 150 }),
        ],
      },
      complete_realm: {
        from: "running",
        to: "complete",
        durationS: 0.5,
        timeoutMs: 120_000,
        retry: { attempts: 3 },
        run: async (scope) => {
          const url = urlOf(scope.read("machine").address);
          const admin = await personOf(scope, scope.read("admin"));
          scope.give("realm", await realmAt(scope, url, admin));
        },
      },
    },
    uninstall: {
      unsettle: { from: "complete", to: "running" },
      stop: {
        from: "running",
        to: "prepared",
        durationS: 1,
        steps: [stopped("keystone")],
      },
      drop: {
        from: "prepared",
        to: "installed",
        durationS: 0.2,
        steps: [
          ({ read }) =>
            noDatabases(loginTo(read("database"), read("root")), ["keystone"], read("account")),
        ],
      },
      remove: {
        from: "installed",
        to: "claimed",
        durationS: 5,
        limits: ["apt"],
        steps: [aptRemoved("keystone", { purge: true }), absent("/etc/keystone")],
      },
      release: { from: "claimed", to: "absent" },
    },
  },
});
