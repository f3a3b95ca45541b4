/** Components made by functions, secrets, and values described by a Standard Schema. */
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { assembly } from "../../../src/model/assembly.ts";
import { type Component, component } from "../../../src/model/component.ts";
import { data, type PortType, service } from "../../../src/model/port.ts";
import { secret } from "../../../src/model/secret.ts";

/** A Standard Schema in a few lines: what any schema library gives. */
const version: StandardSchemaV1<string, { readonly major: number }> = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value) =>
      typeof value === "string" && /^\d+$/.test(value)
        ? { value: { major: Number(value) } }
        : { issues: [{ message: "a version is a number in a string" }] },
  },
};

const Version = data("version", version);
const Login = data("login", { user: String, password: secret() });
const Ready = service("ready");

/** One component for each version; its type is inferred. */
export const server = (major: `${number}`, password: string) =>
  component({
    name: "server",
    places: ["absent", "running"],
    initial: "absent",
    provides: {
      version: { type: Version, in: ["running"] },
      login: { type: Login, in: ["running"] },
      ready: { type: Ready, in: ["running"] },
    },
    behaviors: {
      deploy: {
        start: {
          from: "absent",
          to: "running",
          run: ({ give }) => {
            give("version", major);
            give("login", { user: "root", password: secret({ env: password }) });
          },
        },
      },
    },
  });

/** The same with its type written out, for modules that publish declarations. */
export const waiter: (
  timeoutMs: number,
) => Component<"waiter", "off" | "on", { ready: PortType<"service", "ready", {}> }, {}, "deploy"> =
  (timeoutMs) =>
    component({
      name: "waiter",
      places: ["off", "on"],
      initial: "off",
      uses: { ready: { type: Ready, in: ["look"] } },
      behaviors: { deploy: { look: { from: "off", to: "on", timeoutMs } } },
    });

const client = component({
  name: "client",
  places: ["off", "on"],
  initial: "off",
  uses: { version: { type: Version, in: ["connect"] }, login: { type: Login, in: ["connect"] } },
  behaviors: {
    deploy: {
      connect: {
        from: "off",
        to: "on",
        run: async ({ read, secret: fetch, exec }) => {
          const major: number = read("version").major;
          const password: string = await fetch(read("login").password);
          await exec("client", [String(major)], { stdin: password });
        },
      },
    },
  },
});

export const pair = assembly({
  name: "pair",
  components: { server: server("18", "PASSWORD"), waiter: waiter(1000), client },
  wires: {
    waiter: { ready: "server.ready" },
    client: { version: "server.version", login: "server.login" },
  },
});
