/** Neutron: it takes orders for networks, and tells its agents what to do. */
import { component } from "madeus";
import { absent, apt, aptRemoved, directory } from "madeus/actions";
import { backendOf, register } from "./catalog.ts";
import { personOf } from "./identity.ts";
import { ml2File, ml2Settings, neutronFile, neutronSettings } from "./neutron-settings.ts";
import {
  Account,
  Address,
  Backend,
  Cache,
  Machine,
  Messages,
  Networks,
  Packages,
  Realm,
  Sql,
  Tokens,
} from "./ports.ts";
import { region } from "./realm.ts";
import { databases, loginTo, noDatabases } from "./sql.ts";
import { databaseUrl, login, settings, tokenCheck } from "./text.ts";
import { answering, running, stopped, workers } from "./program.ts";

const port = 9696;
const names = ["neutron"];

export const neutron = component({
  name: "neutron",
  places: ["absent", "claimed", "installed", "stored", "synced", "running"],
  initial: "absent",
  uses: {
    packages: {
      type: Packages,
      in: ["install", "installed", "stored", "synced", "running", "remove"],
    },
    machine: { type: Machine, in: ["claim", "configure", "register", "start_api"] },
    front: { type: Machine, in: ["register"] },
    sql: {
      type: Sql,
      in: ["create_database", "stored", "synced", "running", "drop"],
    },
    database: { type: Address, in: ["configure", "create_database", "drop"] },
    root: { type: Account, in: ["create_database", "drop"] },
    account: { type: Account, in: ["configure", "create_database", "register", "drop"] },
    novaAccount: { type: Account, in: ["configure"] },
    messenger: { type: Account, in: ["configure"] },
    admin: { type: Account, in: ["register"] },
    messages: { type: Messages, in: ["start_api", "start_rpc", "running"] },
    broker: { type: Address, in: ["configure"] },
    cache: { type: Cache, in: ["start_api", "running"] },
    cacheAt: { type: Address, in: ["configure"] },
    keystone: { type: Backend, in: ["configure"] },
    tokens: { type: Tokens, in: ["register", "running"] },
    realm: { type: Realm, in: ["register"] },
  },
  provides: {
    networks: { type: Networks, in: ["running"] },
    backend: { type: Backend, in: ["claimed"] },
  },
  behaviors: {
    deploy: {
      claim: {
        from: "absent",
        to: "claimed",
        durationS: 0,
        run: ({ read, give }) => give("backend", backendOf("neutron", port, read("machine"))),
      },
      install: {
        from: "claimed",
        to: "installed",
        durationS: 20,
        limits: ["apt"],
        steps: [
          apt(
            ["neutron-server", "neutron-rpc-server", "python3-pymysql", "mariadb-client", "curl"],
            {
              recommends: false,
              services: false,
              answers: ["neutron neutron/configure_db boolean false"],
            },
          ),
        ],
      },
      configure: {
        from: "installed",
        to: "stored",
        durationS: 0.3,
        steps: [
          async (scope) => {
            const person = await personOf(scope, scope.read("account"));
            const messenger = await personOf(scope, scope.read("messenger"));
            const keystone = scope.read("keystone");
            return settings(neutronFile, "neutron", {
              ...neutronSettings(scope.read("broker"), messenger),
              database: { connection: databaseUrl(scope.read("database"), person, "neutron") },
              nova: {
                region_name: region,
                ...login(keystone, await personOf(scope, scope.read("novaAccount"))),
              },
              keystone_authtoken: tokenCheck(keystone, scope.read("cacheAt"), person),
            });
          },
          settings(ml2File, "neutron", ml2Settings),
          workers("/etc/neutron/neutron-api-uwsgi.ini"),
          directory({ path: "/var/lib/neutron/lock", owner: "neutron", group: "neutron" }),
        ],
      },
      create_database: {
        from: "installed",
        to: "stored",
        durationS: 0.5,
        steps: [
          ({ read }) => databases(loginTo(read("database"), read("root")), names, read("account")),
        ],
      },
      sync: {
        from: "stored",
        to: "synced",
        durationS: 3,
        timeoutMs: 300_000,
        run: ({ sh }) => sh`
          runuser -u neutron -- neutron-db-manage --config-file ${neutronFile} --config-file ${ml2File} upgrade head`,
      },
      start_rpc: {
        from: "synced",
        to: "running",
        durationS: 0.7,
        timeoutMs: 60_000,
        steps: [running("neutron-rpc-server")],
      },
      start_api: {
        from: "synced",
        to: "running",
        durationS: 3.3,
        timeoutMs: 180_000,
        steps: [running("neutron-api", "neutron-server"), answering(port)],
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
            type: "network",
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
        steps: [stopped("neutron-api", "neutron-server"), stopped("neutron-rpc-server")],
      },
      unsync: { from: "synced", to: "stored" },
      drop: {
        from: "stored",
        to: "installed",
        durationS: 0.3,
        steps: [
          ({ read }) =>
            noDatabases(loginTo(read("database"), read("root")), names, read("account")),
        ],
      },
      remove: {
        from: "installed",
        to: "claimed",
        durationS: 5,
        limits: ["apt"],
        steps: [
          aptRemoved(["neutron-server", "neutron-api", "neutron-rpc-server"], { purge: true }),
          absent(neutronFile),
        ],
      },
      release: { from: "claimed", to: "absent" },
    },
  },
});
