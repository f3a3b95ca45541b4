/** Deployments that the tests of the page look at, as a user's file. */

/** `db` is installed, then started; `web` needs it to start. Each action waits at a gate of its name: a pipe that is written to. */
export const gated = `
const Sql = service("sql");
const Address = data("address", { host: String });
const gate = (name: string) => async ({ sh, log }: any) => { log("waits at " + name); await sh\`cat \${name}\`; log("goes on"); };
const database = component({ name: "database", places: ["absent", "installed", "running"], initial: "absent",
  provides: { sql: { type: Sql, in: ["running"] }, address: { type: Address, in: ["installed", "running"] } },
  behaviors: { deploy: {
    install: { from: "absent", to: "installed", run: async (x: any) => { await gate("install")(x); x.give("address", { host: "<b>10.0.0.1</b>" }); } },
    start: { from: "installed", to: "running", run: gate("start") } } } });
const webserver = component({ name: "webserver", places: ["absent", "fetched", "running"], initial: "absent",
  uses: { database: { type: Sql, in: ["open", "running"] }, address: { type: Address, in: ["open"] } },
  behaviors: { deploy: { fetch: { from: "absent", to: "fetched" }, open: { from: "fetched", to: "running", run: gate("open") } } } });
export const main = assembly({ name: "site", components: { db: database, web: webserver },
  wires: { web: { database: "db.sql", address: "db.address" } } });
`;

/** `db`, two of `app`, `lb`; `lb.start` fails while there is the file `fail`. */
export const shop = `
const Sql = service("sql"), Http = service("http");
const database = component({ name: "database", places: ["absent", "installed", "running"], initial: "absent",
  provides: { sql: { type: Sql, in: ["running"] } },
  behaviors: { deploy: {
    install: { from: "absent", to: "installed", run: ({ log }: any) => log("unpacking") },
    start: { from: "installed", to: "running", run: ({ log }: any) => log("listening on <5432>") } } } });
const app = component({ name: "app", places: ["absent", "fetched", "running"], initial: "absent",
  uses: { database: { type: Sql, in: ["start", "running"] } }, provides: { http: { type: Http, in: ["running"] } },
  behaviors: { deploy: { fetch: { from: "absent", to: "fetched", run: ({ sh }: any) => sh\`sleep 0.1\` },
    start: { from: "fetched", to: "running", run: ({ sh }: any) => sh\`sleep 0.1\` } } } });
const balancer = component({ name: "balancer", places: ["absent", "running"], initial: "absent",
  uses: { a: { type: Http, in: ["start", "running"] }, b: { type: Http, in: ["start", "running"] } },
  behaviors: { deploy: { start: { from: "absent", to: "running", run: ({ sh }: any) =>
    sh\`if test -e fail; then echo no certificate >&2; exit 3; fi\` } } } });
export const main = assembly({ name: "site", components: { db: database, app1: app, app2: app, lb: balancer },
  wires: { app1: { database: "db.sql" }, app2: { database: "db.sql" }, lb: { a: "app1.http", b: "app2.http" } } });
`;
