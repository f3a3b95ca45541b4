/** A client that uses a server, as section 8 of the semantics has them, and configurations in short. */
import { type Assembly, assembly } from "../../../src/model/assembly.ts";
import { type AnyComponent, component } from "../../../src/model/component.ts";
import { service } from "../../../src/model/port.ts";
import type { Proof } from "../../../src/net/proof/proof.ts";

export const Service = service("service");

export const client: AnyComponent = component({
  name: "client",
  places: ["off", "on"],
  initial: "off",
  uses: { server: { type: Service, in: ["on"] } },
  behaviors: {
    deploy: { start: { from: "off", to: "on" } },
    stop: { halt: { from: "on", to: "off" } },
  },
});
export const server: AnyComponent = component({
  name: "server",
  places: ["off", "alloc", "run"],
  initial: "off",
  provides: { service: { type: Service, in: ["run"] } },
  behaviors: {
    deploy: { allocate: { from: "off", to: "alloc" }, launch: { from: "alloc", to: "run" } },
    suspend: { pause: { from: "run", to: "alloc" } },
  },
});

export const pair: Assembly = assembly({
  name: "pair",
  components: { client, server },
  wires: { client: { server: "server.service" } },
});

/** Whatever is asked: an assembly of these, wired as said. */
export const assemblyOf = (
  components: Readonly<Record<string, AnyComponent>>,
  wires: Assembly["wires"] = {},
): Assembly => assembly({ name: "any", components, wires });

/** `client {on}; server {run} [suspend]`, one for each end. */
export const endsOf = ({ finals }: Proof): readonly string[] =>
  finals.map((final) =>
    Object.entries(final)
      .map(([name, { tokens, queue }]) => {
        const asked = queue.length === 0 ? "" : ` [${queue.join(", ")}]`;
        return `${name} {${tokens.join(", ")}}${asked}`;
      })
      .join("; "),
  );
