/**
 * Keystone in containers: what is done once (tables, the administrator) is done by containers of their own, which end, as Kolla does it.
 *
 * Its keys and its database are made beside the pull; nothing of it needs its image before its tables are made.
 */
import { type ValueOf, component } from "madeus";
import {
  absent,
  database,
  databaseUser,
  directory,
  file,
  inContainer,
  noContainer,
  noDatabase,
  noDatabaseUser,
  waitForHttp,
} from "madeus/actions";
import { backendOf, frontUrl } from "../openstack/catalog.ts";
import { personOf } from "../openstack/identity.ts";
import {
  Account,
  Address,
  Backend,
  Cache,
  Machine,
  Realm,
  Sql,
  Tokens,
} from "../openstack/ports.ts";
import { port, realmAt, region, urlOf } from "../openstack/realm.ts";
import { databaseUrl, sectionsText } from "../openstack/text.ts";
import { once, pulled, running } from "./image.ts";
import { Containers, Registry, Source } from "./ports.ts";

const at = "/etc/openstack/keystone";

export const keystone = component({
  name: "keystone-container",
  places: ["absent", "claimed", "prepared", "stored", "running", "complete"],
  initial: "absent",
  uses: {
    containers: { type: Containers, in: ["pull", "prepared", "stored", "running", "complete"] },
    registry: { type: Registry, in: ["pull"] },
    source: { type: Source, in: ["pull", "make_keys", "sync", "bootstrap", "start"] },
    machine: { type: Machine, in: ["claim", "bootstrap", "start", "complete_realm"] },
    front: { type: Machine, in: ["bootstrap"] },
    sql: { type: Sql, in: ["create_database", "prepared", "stored", "running", "drop"] },
    server: { type: Address, in: ["configure"] },
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
      pull: {
        from: "claimed",
        to: "prepared",
        durationS: 15,
        steps: [({ read }) => pulled("keystone", read("source"))],
      },
      configure: {
        from: "claimed",
        to: "prepared",
        durationS: 0.2,
        steps: [
          directory({ path: "/etc/openstack", mode: "0700" }),
          directory(at),
          async (scope) => {
            const person = await personOf(scope, scope.read("account"));
            const url = databaseUrl(scope.read("server"), person, "keystone");
            return settingsOf(url, scope.read("cacheAt"));
          },
        ],
      },
      create_database: {
        from: "claimed",
        to: "prepared",
        durationS: 1,
        steps: [
          ({ read }) => {
            const { user, password } = read("account");
            return inContainer(
              "mariadb",
              database({ name: "keystone", characterSet: "utf8" }),
              databaseUser({ name: user, host: "%", password, grants: { "keystone.*": ["ALL"] } }),
            );
          },
        ],
      },
      make_keys: {
        from: "prepared",
        to: "stored",
        durationS: 4,
        timeoutMs: 180_000,
        run: (scope) =>
          once(scope, "keystone", scope.read("source"), volumes, ["sh", "-ec", makeKeys]),
      },
      sync: {
        from: "prepared",
        to: "stored",
        durationS: 5,
        timeoutMs: 180_000,
        run: (scope) =>
          once(scope, "keystone", scope.read("source"), volumes, ["keystone-manage", "db_sync"]),
      },
      bootstrap: {
        from: "stored",
        to: "running",
        durationS: 4,
        timeoutMs: 180_000,
        run: async (scope) => {
          const { password } = await personOf(scope, scope.read("admin"));
          const direct = urlOf(scope.read("machine").address);
          const faces = {
            public: frontUrl(scope.read("front"), port, "/v3"),
            internal: direct,
            admin: direct,
          };
          await once(
            scope,
            "keystone",
            scope.read("source"),
            volumes,
            [
              "keystone-manage",
              "bootstrap",
              "--bootstrap-region-id",
              region,
              ...Object.entries(faces).flatMap(([face, url]) => [`--bootstrap-${face}-url`, url]),
            ],
            { OS_BOOTSTRAP_PASSWORD: password },
          );
        },
      },
      start: {
        from: "stored",
        to: "running",
        durationS: 4,
        timeoutMs: 180_000,
        steps: [
          ({ read }) => running("keystone", read("source"), { command: serve, volumes }),
          ({ read }) => waitForHttp(urlOf(read("machine").address)),
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
      stop: { from: "running", to: "stored", durationS: 1, steps: [noContainer("keystone")] },
      drop: {
        from: "stored",
        to: "absent",
        durationS: 1,
        steps: [
          ({ read }) =>
            inContainer(
              "mariadb",
              noDatabase({ name: "keystone" }),
              noDatabaseUser({ name: read("account").user, host: "%" }),
            ),
          absent(at),
        ],
      },
    },
  },
});

/** The container's own user must read it; the directory above it lets nobody in but root. */
const settingsOf = (connection: string, cache: ValueOf<typeof Address>) =>
  file({
    path: `${at}/keystone.conf`,
    mode: "0644",
    content: sectionsText({
      database: { connection },
      token: { provider: "fernet" },
      cache: {
        enabled: true,
        backend: "dogpile.cache.memcached",
        memcache_servers: `${cache.host}:${cache.port}`,
      },
    }),
  });

const volumes = [
  `${at}/keystone.conf:/etc/keystone/keystone.conf:ro`,
  "keystone-fernet:/etc/keystone/fernet-keys",
  "keystone-credential:/etc/keystone/credential-keys",
];
/** A new volume belongs to root. */
const makeKeys = `for kind in fernet credential; do
  install -d -o keystone -g keystone -m 700 /etc/keystone/$kind-keys
  keystone-manage \${kind}_setup --keystone-user keystone --keystone-group keystone
done`;
const serve = `uwsgi_python3 --master --die-on-term --need-app --http-socket :${port}
  --wsgi-file /usr/bin/keystone-wsgi-public --processes 1 --threads 4 --buffer-size 65535
  --uid keystone --gid keystone`.split(/\s+/);
