/**
 * The forms for tools that know less of a component. `pulls`: 16 transitions, run one by one within a component, where five pull their
 * images first and the rest of theirs became one. Else 11, one for each component.
 */
import { assembly, component } from "madeus";
import { Identity, Ready, Sql, agent, facts } from "./agent.ts";
import type { Replay } from "./replay.ts";
import { wiring } from "./wiring.ts";

export const coarse = (took: Replay, { pulls }: { pulls: boolean }) =>
  assembly({
    name: "openstack",
    components: {
      facts: facts(took),
      common: agent("common", took),
      haproxy: agent("haproxy", took),
      memcached: agent("memcached", took),
      rabbitmq: agent("rabbitmq", took),
      openvswitch: agent("openvswitch", took),
      mariadb: mariadb(lifecycle("mariadb", took, pulls)),
      keystone: keystone(lifecycle("keystone", took, pulls)),
      glance: service("glance", lifecycle("glance", took, pulls)),
      neutron: service("neutron", lifecycle("neutron", took, pulls)),
      nova: service("nova", lifecycle("nova", took, pulls)),
    },
    wires: wiring,
  });

type Lifecycle = ReturnType<typeof lifecycle>;

function lifecycle(name: string, took: Replay, pulls: boolean) {
  const last = { to: "deployed", ...took(`${name}.deploy`) } as const;
  const initial = "initiated" as const;
  return pulls
    ? {
        places: ["initiated", "pulled", "deployed"] as const,
        initial,
        behaviors: {
          deploy: {
            pull: { from: "initiated", to: "pulled", ...took(`${name}.pull`) } as const,
            deploy: { from: "pulled" as const, ...last },
          },
        },
      }
    : {
        places: ["initiated", "deployed"] as const,
        initial,
        behaviors: { deploy: { deploy: { from: "initiated" as const, ...last } } },
      };
}

const mariadb = (cycle: Lifecycle) =>
  component({
    name: "mariadb",
    ...cycle,
    uses: {
      balancer: { type: Ready, in: ["deploy", "deployed"] },
      common: { type: Ready, in: ["deploy", "deployed"] },
    },
    provides: { sql: { type: Sql, in: ["deployed"] } },
  });

const keystone = (cycle: Lifecycle) =>
  component({
    name: "keystone",
    ...cycle,
    uses: { sql: { type: Sql, in: ["deploy", "deployed"] } },
    provides: { identity: { type: Identity, in: ["deployed"] } },
  });

/** glance, neutron and nova. */
const service = <const Name extends string>(name: Name, cycle: Lifecycle) =>
  component({
    name,
    ...cycle,
    uses: {
      sql: { type: Sql, in: ["deploy", "deployed"] },
      identity: { type: Identity, in: ["deploy", "deployed"] },
    },
  });
