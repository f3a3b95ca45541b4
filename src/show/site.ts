/**
 * What stands in a deployment and how it is connected, as pictures need it: read from a declaration, or from what is on record.
 *
 * Both come in the same tables, so that a picture of the one differs from a picture of the other by its tokens alone.
 */
import type { Assembly } from "../model/assembly.ts";
import { deployment } from "../model/program.ts";
import { type Configuration, failed, lost, none, unknown } from "../semantics/configuration.ts";
import { type Lifecycle, lifecycle, portKey } from "../semantics/lifecycle.ts";
import type { Blocked } from "./blocked.ts";

export interface Site {
  readonly name: string;
  readonly instances: readonly Instance[];
  readonly connections: readonly Connection[];
}
export interface Instance {
  readonly name: string;
  readonly life: Lifecycle;
  /** Undefined: this machine. */
  readonly host: string | undefined;
  /** slot → its token; undefined where no marking is shown. */
  readonly tokens: ReadonlyMap<number, Token> | undefined;
  /** What of it cannot go on, where that is shown. */
  readonly blocked?: Blocked;
}
/** `here`: on a place or a dock. */
export type Token = "here" | "runs" | "failed" | "unknown" | "lost";
/** From a provide port to a use port; instances and ports by their numbers. */
export interface Connection {
  readonly provider: number;
  readonly provide: number;
  readonly user: number;
  readonly use: number;
  /** The user waits for the provider. */
  readonly isBlocked?: boolean;
}

/** Of an assembly that is well-formed. */
export function siteOfAssembly(assembly: Assembly): Site {
  const numbers = new Map<string, number>();
  const instances: Instance[] = [];
  const connections: Connection[] = [];
  const port = (instance: number, side: "use" | "provide", name: string): number =>
    instances[instance]?.life.portNamed.get(portKey(side, name)) ?? -1;
  for (const one of deployment(assembly)) {
    if (one.op === "add") {
      numbers.set(one.instance, instances.length);
      const life = lifecycle(one.component);
      instances.push({ name: one.instance, life, host: one.on, tokens: undefined });
    }
    if (one.op !== "connect") continue;
    const user = numbers.get(one.use.instance) ?? -1;
    const provider = numbers.get(one.provide.instance) ?? -1;
    connections.push({
      provider,
      provide: port(provider, "provide", one.provide.port),
      user,
      use: port(user, "use", one.use.port),
    });
  }
  return { name: assembly.name, instances, connections };
}

/** Of what is on record, with its tokens; `on` is instance → host. */
export function siteOfConfiguration(
  name: string,
  c: Configuration,
  on: ReadonlyMap<string, string>,
): Site {
  const order = new Map([...c.all()].map((instance, k) => [instance, k]));
  const instances = [...order.keys()].map((instance): Instance => {
    const own = c.names[instance] ?? "";
    const life = c.life(instance);
    return { name: own, life, host: on.get(own), tokens: tokensOf(c, instance, life) };
  });
  const connections = [...order].flatMap(([instance, user]) =>
    c.life(instance).ports.flatMap(({ side }, use) =>
      side === "provide"
        ? []
        : c.across(instance, use).map((far) => ({
            provider: order.get(far.instance) ?? -1,
            provide: far.port,
            user,
            use,
          })),
    ),
  );
  return { name, instances, connections };
}

function tokensOf(c: Configuration, instance: number, life: Lifecycle): Instance["tokens"] {
  const tokens = new Map<number, Token>();
  const actions = new Set(life.transitions.map(({ on }) => on));
  for (let slot = 0; slot < life.slots; slot++) {
    const mark = c.mark(instance, slot);
    if (mark === none) continue;
    const isAction = actions.has(slot);
    if (!isAction) tokens.set(slot, mark === lost ? "lost" : "here");
    else tokens.set(slot, mark === failed ? "failed" : mark === unknown ? "unknown" : "runs");
  }
  return tokens;
}

/** The named instances and what connects them. */
export function partOfSite(site: Site, names: ReadonlySet<string>): Site {
  const kept = site.instances.flatMap(({ name }, k) => (names.has(name) ? [k] : []));
  const numbers = new Map(kept.map((k, now) => [k, now]));
  return {
    ...site,
    instances: kept.flatMap((k) => site.instances[k] ?? []),
    connections: site.connections.flatMap((one) => {
      const provider = numbers.get(one.provider);
      const user = numbers.get(one.user);
      return provider === undefined || user === undefined ? [] : [{ ...one, provider, user }];
    }),
  };
}
