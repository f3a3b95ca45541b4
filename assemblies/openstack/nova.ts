/**
 * Nova: it takes orders for servers.
 *
 * Of its schemas the second needs the first, and a cell in it; the cell in which servers will be is made beside that.
 */
import { component } from "madeus";
import { absent, apt, aptRemoved, directory } from "madeus/actions";
import { backendOf, register } from "./catalog.ts";
import { personOf } from "./identity.ts";
import { novaFile, novaSettings } from "./nova-settings.ts";
import {
  Account,
  Address,
  Backend,
  Cache,
  Machine,
  Messages,
  NovaTables,
  Packages,
  Realm,
  Servers,
  Sql,
  Tokens,
} from "./ports.ts";
import { databases, loginTo, noDatabases } from "./sql.ts";
import { databaseUrl, settings } from "./text.ts";
import { answering, running, stopped, workers } from "./program.ts";

const port = 8774;
const path = "/v2.1";
const names = ["nova", "nova_api", "nova_cell0"];

export const nova = component({
  name: "nova",
  places: ["absent", "claimed", "installed", "stored", "indexed", "mapped", "synced", "running"],
  initial: "absent",
  uses: {
    packages: {
      type: Packages,
      in: ["install", "installed", "stored", "indexed", "mapped", "synced", "running", "remove"],
    },
    machine: { type: Machine, in: ["claim", "configure", "register", "start"] },
    front: { type: Machine, in: ["register"] },
    sql: {
      type: Sql,
      in: ["create_database", "stored", "indexed", "mapped", "synced", "running", "drop"],
    },
    database: { type: Address, in: ["configure", "create_database", "drop"] },
    root: { type: Account, in: ["create_database", "drop"] },
    account: { type: Account, in: ["configure", "create_database", "register", "drop"] },
    placementAccount: { type: Account, in: ["configure"] },
    neutronAccount: { type: Account, in: ["configure"] },
    metadata: { type: Account, in: ["configure"] },
    messenger: { type: Account, in: ["configure"] },
    admin: { type: Account, in: ["register"] },
    messages: { type: Messages, in: ["start", "running"] },
    broker: { type: Address, in: ["configure"] },
    cache: { type: Cache, in: ["start", "running"] },
    cacheAt: { type: Address, in: ["configure"] },
    keystone: { type: Backend, in: ["configure"] },
    glance: { type: Backend, in: ["configure"] },
    tokens: { type: Tokens, in: ["register", "running"] },
    realm: { type: Realm, in: ["register"] },
  },
  provides: {
    tables: { type: NovaTables, in: ["synced", "running"] },
    servers: { type: Servers, in: ["running"] },
    backend: { type: Backend, in: ["claimed"] },
  },
  behaviors: {
    deploy: {
      claim: {
        from: "absent",
        to: "claimed",
        durationS: 0,
        run: ({ read, give }) => give("backend", backendOf("nova", port, read("machine"))),
      },
      install: {
        from: "claimed",
        to: "installed",
        durationS: 20,
        limits: ["apt"],
        steps: [
          apt(
            [
              "nova-api",
              "nova-conductor",
              "nova-scheduler",
              "python3-pymysql",
              "mariadb-client",
              "curl",
            ],
            {
              recommends: false,
              services: false,
              answers: ["nova nova/configure_db boolean false"],
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
            const urlOf = (name: string) => databaseUrl(scope.read("database"), person, name);
            return settings(novaFile, "nova", {
              ...novaSettings({
                address: scope.read("machine").address,
                broker: scope.read("broker"),
                cache: scope.read("cacheAt"),
                keystone: scope.read("keystone"),
                glance: scope.read("glance"),
                nova: person,
                messenger: await personOf(scope, scope.read("messenger")),
                placement: await personOf(scope, scope.read("placementAccount")),
                neutron: await personOf(scope, scope.read("neutronAccount")),
                metadata: await personOf(scope, scope.read("metadata")),
              }),
              api_database: { connection: urlOf("nova_api") },
              database: { connection: urlOf("nova") },
            });
          },
          workers("/etc/nova/nova-api-uwsgi.ini"),
          directory({ path: "/var/lock/nova", owner: "nova", group: "nova" }),
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
      index: {
        from: "stored",
        to: "indexed",
        durationS: 3.5,
        timeoutMs: 300_000,
        run: ({ sh }) => sh`runuser -u nova -- nova-manage api_db sync`,
      },
      map_cell: {
        from: "indexed",
        to: "mapped",
        durationS: 3,
        timeoutMs: 300_000,
        run: ({ sh }) => sh`runuser -u nova -- nova-manage cell_v2 map_cell0`,
      },
      sync: {
        from: "mapped",
        to: "synced",
        durationS: 3.5,
        timeoutMs: 300_000,
        run: ({ sh }) => sh`runuser -u nova -- nova-manage db sync`,
      },
      make_cell: {
        from: "indexed",
        to: "synced",
        durationS: 3,
        timeoutMs: 300_000,
        run: ({ sh }) => sh`
          known=$(runuser -u nova -- nova-manage cell_v2 create_cell --name cell1 2>&1) ||
            case $known in *"already exists"*) ;; *) echo "$known"; exit 1 ;; esac`,
      },
      start: {
        from: "synced",
        to: "running",
        durationS: 2.8,
        timeoutMs: 180_000,
        steps: [running("nova-api"), answering(port)],
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
            type: "compute",
            front: scope.read("front"),
            machine: scope.read("machine"),
            port,
            path,
          }),
      },
    },
    uninstall: {
      stop: {
        from: "running",
        to: "synced",
        durationS: 1,
        steps: [stopped("nova-api")],
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
          aptRemoved(["nova-api", "nova-conductor", "nova-scheduler"], { purge: true }),
          absent(novaFile),
        ],
      },
      release: { from: "claimed", to: "absent" },
    },
  },
});
