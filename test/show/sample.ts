/** Small deployments for pictures to show, and names that no picture must stumble over. */
import { type Assembly, assembly } from "../../src/model/assembly.ts";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { data, many, service } from "../../src/model/port.ts";

const Sql = service("sql");
const Up = service("up");
const Address = data("address", { host: String });

const linux = component({
  name: "linux",
  places: ["bare", "ready"],
  initial: "bare",
  provides: { up: { type: Up, in: ["ready"] } },
  behaviors: {
    deploy: { update: { from: "bare", to: "ready" } },
    uninstall: { wipe: { from: "ready", to: "bare" } },
  },
});
const database = component({
  name: "database",
  places: ["off", "ready", "up"],
  initial: "off",
  uses: { os: { type: Up, in: ["install"] } },
  provides: { sql: { type: Sql, in: ["up"] }, at: { type: Address, in: ["ready"] } },
  behaviors: {
    deploy: {
      install: { from: "off", to: "ready" },
      fetch: { from: "off", to: "ready" },
      start: { from: "ready", to: "up" },
    },
  },
});
const web = component({
  name: "web",
  places: ["off", "up", "down"],
  initial: "off",
  uses: { sql: { type: Sql, in: ["up"] }, at: { type: Address, in: ["start"] } },
  behaviors: { deploy: { start: { from: "off", to: ["up", "down"] } } },
});
/** LAMP: a system, a database on it, and what uses the database. */
export const lamp: Assembly = assembly({
  name: "lamp",
  components: { linux, db: database, web },
  wires: { db: { os: "linux.up" }, web: { sql: "db.sql", at: "db.at" } },
}) as never;

const front = component({
  name: "front",
  places: ["off", "on"],
  initial: "off",
  uses: { backends: { type: many(Sql), in: ["on"] } },
  behaviors: { deploy: { start: { from: "off", to: "on" } } },
});
/** `n` databases on a system each, and one front for all of them; hosts in turn. */
export function farm(n: number, hosts = 3): Assembly {
  const numbers = Array.from({ length: n }, (_, k) => k);
  const components: Record<string, AnyComponent> = { front };
  const wires: Record<string, Record<string, string | readonly string[]>> = {
    front: { backends: numbers.map((k) => `db${k}.sql`) },
  };
  const on: Record<string, string> = {};
  for (const k of numbers) {
    components[`os${k}`] = linux;
    components[`db${k}`] = database;
    wires[`db${k}`] = { os: `os${k}.up` };
    on[`os${k}`] = on[`db${k}`] = `host${k % hosts}`;
  }
  return assembly({ name: "farm", components, wires, on } as never) as never;
}

/** All names of an assembly of two instances are these. */
export function named(name: string, other: string): Assembly {
  const one = component({
    name,
    places: [name, other],
    initial: name,
    uses: { [other]: { type: Up, in: [other] } },
    provides: { [name]: { type: Up, in: [other] } },
    behaviors: { [name]: { [`${name} ${other}`]: { from: name, to: other } } },
  });
  return assembly({
    name: other,
    components: { [name]: one, [`${other}2`]: one },
    wires: {
      [name]: { [other]: `${other}2.${name}` },
      [`${other}2`]: { [other]: `${name}.${name}` },
    },
  });
}

export const hostile: readonly string[] = [
  "<script>alert(1)</script>",
  `"quotes' ]]> & &amp; &#0;`,
  "two\nlines\tand a tab",
  "👩‍👩‍👧‍👦 and 🚀",
  "مرحبا \u202eturned",
  "x".repeat(200),
  "%%{init: {}}%% end",
  "a--b|c;d#quot;`md`\\N\\",
  "日本語の名前",
  "half \ud800 of it\u0000",
  "[[((}",
];
