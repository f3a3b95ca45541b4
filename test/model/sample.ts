/** Declarations for tests: correct ones, to be spoilt one part at a time. */
import { type AnyComponent, component } from "../../src/model/component.ts";
import { data, many, service } from "../../src/model/port.ts";
import { assembly } from "../../src/model/assembly.ts";
import { local } from "../../src/model/host.ts";
import { type Program, reconfigure } from "../../src/model/program.ts";
import { wellFormed } from "../../src/model/check.ts";
import type { Finding } from "../../src/model/code.ts";

export const Sql = service("sql");
export const Address = data("address", { host: String, port: Number });

export const server = component({
  name: "server",
  places: ["off", "on"],
  initial: "off",
  provides: { sql: { type: Sql, in: ["on"] }, address: { type: Address, in: ["on"] } },
  behaviors: {
    deploy: {
      start: {
        from: "off",
        to: "on",
        run: ({ give }) => give("address", { host: "127.0.0.1", port: 5432 }),
      },
    },
    uninstall: { stop: { from: "on", to: "off" } },
  },
});

export const client = component({
  name: "client",
  places: ["away", "ready"],
  initial: "away",
  uses: {
    database: { type: Sql, in: ["open", "ready"] },
    address: { type: Address, in: ["open"] },
  },
  behaviors: {
    deploy: { open: { from: "away", to: "ready" } },
    uninstall: { close: { from: "ready", to: "away" } },
  },
});

/** A component with fields that the types would not let pass. */
export const spoilt = (
  fields: Readonly<Record<string, unknown>>,
  of: AnyComponent = server,
): AnyComponent => ({ ...of, ...fields });

/** A component with one behavior `deploy`, its transitions written `from → to`. */
export const lifecycle = (
  places: readonly string[],
  deploy: Readonly<Record<string, readonly [from: string, ...to: string[]]>>,
  more: Readonly<Record<string, unknown>> = {},
): AnyComponent =>
  spoilt({
    name: "c",
    places,
    initial: places[0],
    uses: {},
    provides: {},
    behaviors: { deploy: transitions(deploy) },
    ...more,
  });

export const transitions = (
  edges: Readonly<Record<string, readonly [from: string, ...to: string[]]>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(edges).map(([name, [from, ...to]]) => [name, { from, to, run: () => {} }]),
  );

/** Needs two databases. */
export const balancer = lifecycle(
  ["off", "on"],
  { check: ["off", "on"] },
  {
    name: "balancer",
    uses: { all: { type: many(Sql, { min: 2 }), in: ["check"] } },
  },
);
const components: Record<string, AnyComponent> = { db: server, web: client, lb: balancer };
/** Its balancer lacks a database: programs that start here may add it. */
export const blog = assembly({
  name: "blog",
  components,
  wires: { web: { database: "db.sql", address: "db.address" }, lb: { all: ["db.sql"] } },
  hosts: { left: local() },
});
/** Names are known only at run time. */
export const program: Program = reconfigure(blog);

/** What `check` says of any value, one finding a line. */
export const told = (declaration: unknown): readonly string[] =>
  wellFormed(declaration as AnyComponent).map(line);

/** `CODE: text (hint)`, warnings marked as such. */
const line = ({ code, severity, text, hint }: Finding): string =>
  `${severity === "warning" ? "warning " : ""}${code}: ${text}${hint === undefined ? "" : ` (${hint})`}`;
