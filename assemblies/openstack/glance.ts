/** Glance: it stores the images that servers are made from. */
import { component } from "madeus";
import { absent, apt, aptRemoved, directory } from "madeus/actions";
import { backendOf, register } from "./catalog.ts";
import { personOf } from "./identity.ts";
import {
  Account,
  Address,
  Backend,
  Cache,
  Images,
  Machine,
  Packages,
  Realm,
  Sql,
  Tokens,
} from "./ports.ts";
import { databases, loginTo, noDatabases } from "./sql.ts";
import { databaseUrl, settings, tokenCheck } from "./text.ts";
import { answering, running, stopped } from "./program.ts";

const port = 9292;
const store = "/var/lib/glance/images";

export const glance = component({
  name: "glance",
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
    images: { type: Images, in: ["running"] },
    backend: { type: Backend, in: ["claimed"] },
  },
  behaviors: {
    deploy: {
      claim: {
        from: "absent",
        to: "claimed",
        durationS: 0,
        run: ({ read, give }) => give("backend", backendOf("glance", port, read("machine"))),
      },
      install: {
        from: "claimed",
        to: "installed",
        durationS: 15,
        limits: ["apt"],
        steps: [
          apt(["glance-api", "python3-pymysql", "mariadb-client", "curl"], {
            recommends: false,
            services: false,
            answers: ["glance glance/configure_db boolean false"],
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
            return settings("/etc/glance/glance-api.conf", "glance", {
              DEFAULT: { log_dir: "/var/log/glance", workers: 1 },
              database: { connection: databaseUrl(scope.read("database"), person, "glance") },
              paste_deploy: { flavor: "keystone" },
              glance_store: {
                stores: "file",
                default_store: "file",
                filesystem_store_datadir: store,
              },
              keystone_authtoken: tokenCheck(scope.read("keystone"), scope.read("cacheAt"), person),
            });
          },
          directory({ path: store, owner: "glance", group: "glance" }),
        ],
      },
      create_database: {
        from: "installed",
        to: "stored",
        durationS: 0.3,
        steps: [
          ({ read }) =>
            databases(loginTo(read("database"), read("root")), ["glance"], read("account")),
        ],
      },
      sync: {
        from: "stored",
        to: "synced",
        durationS: 1.6,
        timeoutMs: 180_000,
        run: ({ sh }) => sh`runuser -u glance -- glance-manage db_sync`,
      },
      start: {
        from: "synced",
        to: "running",
        durationS: 2,
        timeoutMs: 180_000,
        steps: [running("glance-api"), answering(port, 300)],
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
            type: "image",
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
        steps: [stopped("glance-api")],
      },
      unsync: { from: "synced", to: "stored" },
      drop: {
        from: "stored",
        to: "installed",
        durationS: 0.3,
        steps: [
          ({ read }) =>
            noDatabases(loginTo(read("database"), read("root")), ["glance"], read("account")),
        ],
      },
      remove: {
        from: "installed",
        to: "claimed",
        durationS: 5,
        limits: ["apt"],
        steps: [aptRemoved("glance-api", { purge: true }), absent(store)],
      },
      release: { from: "claimed", to: "absent" },
    },
  },
});
