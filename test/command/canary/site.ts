/**
 * An assembly whose actions are as careless with secrets as actions can be: they print them, in every disguise, throw them, return
 * them, put them where they do not belong, and do so in tries that fail, that take too long and that are taken back.
 */
import type { SshHost } from "../../../src/model/host.ts";

/** @param far  a host that asks for the password of sudo */
export const carelessSite = (far: SshHost): string => careless.replace("FAR", JSON.stringify(far));

const careless = `
import { container, databaseUser, file, perform } from "madeus/actions";
import { existsSync } from "node:fs";
const identity = { file: "identity.txt" };
const from = {
  env: secret({ env: "CANARY_ENV" }),
  command: secret({ command: ["cat", "kept/command"] }),
  file: secret({ file: "kept/file" }),
  age: secret({ age: "kept/site.env.age", key: "AGE", identity }),
  whole: secret({ age: "kept/whole.age" }),
};
const rows = setting("rows", Number, 1);
const Login = data("login", { user: String, env: secret(), age: secret(), whole: secret() });
const Sql = service("sql");

const all = async (scope: any): Promise<string[]> => {
  const values: string[] = [];
  for (const one of Object.values(from)) values.push(await scope.secret(one));
  return values;
};
/** Prints it on both streams, in every disguise, and traces it. */
const tell = async (scope: any, values: string[]) => {
  scope.log("careless: " + values.join(" "));
  for (const value of values) {
    await scope.exec("sh", ["-c", \`cat; cat >&2 < "$0"; echo "$TOKEN" | base64; echo "x$TOKEN" | base64 -w0; echo "$TOKEN" | od -An -tx1 | tr -d ' \\\\n'; set -x; : "$TOKEN"\`, "/dev/null"],
      { stdin: JSON.stringify({ value }) + "\\n" + value + "\\n" + encodeURIComponent(value), env: { TOKEN: value } });
    await scope.sh\`: careless argument; echo \${value} \${value + "!"}; echo $CANARY_ENV >&2\`;
    scope.changed("the password is " + value);
  }
};
/** On a host its commands know nothing of the environment here. */
const part = (name: string, actions: object, more: object = {}) => component({
  name, places: ["off", "half", "on"], initial: "off",
  behaviors: {
    deploy: actions,
    suspend: { pause: { from: "on", to: "half", run: async (scope: any) => { await tell(scope, await all(scope)); } } },
    uninstall: {
      stop: { from: "on", to: "half", run: async (scope: any) => { await tell(scope, await all(scope)); } },
      clear: { from: "half", to: "off" },
    },
  }, ...more } as any) as any;

const db = part("db", {
  make: { from: "off", to: "half", retry: { attempts: 4, delayMs: 1, delayMaxMs: 1 }, run: async (scope: any) => {
    const values = await all(scope);
    await tell(scope, values);
    const failing = secret({ command: ["sh", "-c", "cat kept/printed; echo because of $(cat kept/printed) >&2; exit 1"] });
    await scope.secret(failing).catch((error: any) => scope.log(error + error.tail));
    if (scope.attempt === 1) throw new Error("no login with " + values.join(", "), { cause: new Error(values[0]) });
    if (scope.attempt === 2) throw Object.assign(new Error("it failed"), { tail: values.join("\\n"), exitCode: 3 });
    if (scope.attempt === 3) throw { toJSON: () => ({ values, text: encodeURIComponent(values.join()) }) };
    scope.give("login", { user: "ann", env: from.env, age: from.age, whole: from.whole });
  } },
  start: { from: "half", to: "on", retry: { attempts: 3, delayMs: 1, delayMaxMs: 1 }, timeoutMs: 2_000, run: async (scope: any) => {
    const values = await all(scope);
    if (scope.attempt === 1) {
      void (async () => { throw new Error("nobody catches " + values.join()); })();
      await new Promise((done) => setTimeout(done, 1));
    }
    if (scope.attempt === 2) { await tell(scope, values); await scope.sh\`: careless argument; echo \${values}; sleep 1000\`; }
  } },
}, {
  provides: { login: { type: Login, in: ["half", "on"] }, sql: { type: Sql, in: ["on"] } },
  probes: {
    half: async (scope: any) => { await tell(scope, await all(scope)); throw new Error((await all(scope)).join()); },
    on: async (scope: any) => { await tell(scope, await all(scope)); return !existsSync("lost"); },
  },
});

const web = part("web", {
  connect: { from: "off", to: "half", run: async (scope: any) => {
    const { env, age, whole } = scope.read("login");
    const values = [];
    for (const one of [env, age, whole]) values.push(await scope.secret(one));
    await tell(scope, values);
    // What runs on, and what is printed there, is nobody's to look at: see docs/secrets.md.
    const token = await scope.secret(secret({ env: "CANARY_DAEMON" }));
    const pid = await scope.exec("sh", ["-c", "echo daemon: $TOKEN; exec sleep 1000"], { daemon: true, env: { TOKEN: token } });
    await scope.sh\`echo \${pid} >> pids\`;
  } },
  start: { from: "half", to: "on", run: async (scope: any) => {
    const values = await all(scope);
    const problems: unknown[] = [];
    for (const wrong of [
      () => scope.give("url", { url: "sql://ann:" + values[0] + "@db" }),
      () => scope.give("url", { url: Buffer.from("ann:" + values[3]).toString("base64") }),
      () => scope.give(values[3], {}),
      () => scope.choose(values[0]),
      () => scope.read(values[3]),
    ]) try { wrong(); } catch (error) { problems.push(error); }
    if (problems.length !== 5) throw new Error("it was taken");
    scope.log(problems.map(String).join("\\n"));
    scope.give("url", { url: "sql://db" });
    if (existsSync("fails")) throw problems[Number(existsSync("fails-otherwise"))];
  } },
}, {
  uses: { login: { type: Login, in: ["connect"] }, sql: { type: Sql, in: ["start", "on", "stop", "pause"] } },
  provides: { url: { type: data("url", { url: String }), in: ["on"] } },
});

const steps = [
  async (scope: any) => file({ path: "/srv/careless", content: (await all(scope)).join("\\n"), mode: 0o600 }),
  async (scope: any) => ({
    name: "step of " + (await scope.secret(from.env)),
    look: async (own: any) => existsSync("stepped") ? undefined : "set it to " + (await own.secret(from.file)),
    act: async (own: any) => { await own.exec("touch", ["/tmp/stepped"]); (await import("node:fs")).writeFileSync("stepped", ""); },
  }),
];
const careful = part("far", {
  make: { from: "off", to: "half", steps, run: async (scope: any) => { await tell(scope, [await scope.secret(from.env)]); } },
  // No action has asked for what sudo was given.
  start: { from: "half", to: "on", run: ({ exec }: any) => exec("cat", ["/srv/password"]) },
});
const box = part("box", {
  make: { from: "off", to: "half", retry: { attempts: 2, delayMs: 1, delayMaxMs: 1 }, steps: [container({ name: "one", image: "i", secrets: { TOKEN: from.env, KEY: from.file } })] },
  start: { from: "half", to: "on", retry: { attempts: 2, delayMs: 1, delayMaxMs: 1 }, steps: [databaseUser({ name: "ann", host: "%", password: from.age, login: { user: "root", password: from.whole } } as any)] },
});

export const more = part("more", { go: { from: "off", to: "on", run: async (scope: any) => tell(scope, await all(scope)) } });
export const site = assembly({
  name: "site",
  components: { db, web, far: careful, box, ...(rows > 1 ? { more } : {}) } as any,
  wires: { web: { login: "db.login", sql: "db.sql" } } as any,
  hosts: { far: FAR as any },
  on: { far: "far" } as any,
});
export const pause = reconfigure(site).changeBehavior("web", "suspend").wait("web");
`;
