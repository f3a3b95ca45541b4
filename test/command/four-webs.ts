/** Four webs on hosts of their own, on two databases, and programs on one of them each. */
import { type Assembly, assembly } from "../../src/model/assembly.ts";
import { component } from "../../src/model/component.ts";
import { service } from "../../src/model/port.ts";
import type { Instruction } from "../../src/model/program.ts";

const Sql = service("sql");
const db = component({
  name: "db",
  places: ["off", "on"],
  initial: "off",
  provides: { sql: { type: Sql, in: ["on"] } },
  behaviors: {
    deploy: { go: { from: "off", to: "on" } },
    uninstall: { stop: { from: "on", to: "off" } },
  },
});
const web = component({
  name: "web",
  places: ["off", "half", "on", "new"],
  initial: "off",
  uses: { sql: { type: Sql, in: ["on", "new"] } },
  behaviors: {
    deploy: { fetch: { from: "off", to: "half" }, go: { from: "half", to: "on" } },
    renew: { renew: { from: "on", to: "new" } },
    uninstall: { stop: { from: "on", to: "half" }, clear: { from: "half", to: "off" } },
  },
});
export const names = ["web1", "web2", "web3", "web4"] as const;
export const site: Assembly = assembly({
  name: "site",
  components: { db, db2: db, web1: web, web2: web, web3: web, web4: web },
  wires: {
    web1: { sql: "db.sql" },
    web2: { sql: "db.sql" },
    web3: { sql: "db.sql" },
    web4: { sql: "db2.sql" },
  },
  // Hosts are compared by their names.
  on: { db: "d", db2: "e", web1: "h1", web2: "h2", web3: "h3", web4: "h4" } as never,
});

const push = (instance: string, behavior: string): Instruction => ({
  op: "changeBehavior",
  instance,
  behavior,
});
const all: Instruction = { op: "wait", instances: [] };
/** Programs on one web: renewed; taken down and up again; taken down while another database comes. */
export const kinds: readonly ((name: string) => Instruction[])[] = [
  (name: string): Instruction[] => [push(name, "renew"), all],
  (name: string): Instruction[] => [
    push(name, "uninstall"),
    { op: "wait", instances: [name] },
    push(name, "deploy"),
    all,
  ],
  (name: string): Instruction[] => [
    { op: "add", instance: `${name}b`, component: db, on: `host of ${name}b` },
    push(`${name}b`, "deploy"),
    push(name, "uninstall"),
    all,
  ],
];
