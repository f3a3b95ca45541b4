/**
 * What a program has made of an assembly so far, by names alone: the instances that are there, what is connected, and what was asked
 * for but cannot be done yet. It says nothing of tokens.
 */
import type { Assembly } from "./assembly.ts";
import type { AnyComponent } from "./component.ts";
import { type Need, needsOf } from "./need.ts";
import { type Instances, instancesOf, type Offers, offersOf } from "./offers.ts";
import { connections, type PortName, portText } from "./program.ts";

/** A behavior that was asked for and the needs of it that nobody serves yet. */
export interface Request {
  readonly instance: string;
  readonly behavior: string;
  readonly instruction: number;
  /** Is the instance known to have been in its initial place when it was asked? */
  readonly fresh: boolean;
  readonly open: Map<string, Need>;
}

export class Situation {
  readonly #instances: Map<string, AnyComponent | undefined>;
  /** Use port → its providers, in the order in which they were connected. */
  readonly #providers = new Map<string, Set<string>>();
  /** Instance → its connections, as those of either side. */
  readonly #touching = new Map<string, Map<string, readonly [use: PortName, provide: PortName]>>();
  readonly #fresh = new Set<string>();
  readonly #gone = new Set<string>();
  #requests: Request[] = [];
  /** Use port → the requests that wait for a provider of it. */
  readonly #waiting = new Map<string, Request[]>();
  /** What all present instances provide, for hints. */
  offers: () => Offers;

  constructor(from: Assembly) {
    this.#instances = new Map(instancesOf(from));
    this.offers = offersOf(this.#instances);
    for (const { use, provide } of connections(from)) this.connect(use, provide);
  }

  get instances(): Instances {
    return this.#instances;
  }
  wasDeleted(instance: string): boolean {
    return this.#gone.has(instance);
  }
  providersOf(use: PortName): readonly string[] {
    return [...(this.#providers.get(portText(use)) ?? [])];
  }
  connectionsOf(instance: string): readonly (readonly [use: PortName, provide: PortName])[] {
    return [...(this.#touching.get(instance)?.values() ?? [])];
  }

  add(instance: string, component: AnyComponent | undefined): void {
    this.#instances.set(instance, component);
    this.#fresh.add(instance);
    this.offers = offersOf(this.#instances);
  }

  /** Its connections are forgotten with it. */
  del(instance: string): void {
    for (const [use, provide] of this.connectionsOf(instance)) this.disconnect(use, provide);
    this.#instances.delete(instance);
    this.#gone.add(instance);
    this.offers = offersOf(this.#instances);
  }

  connect(use: PortName, provide: PortName): void {
    const [user, provider] = [portText(use), portText(provide)];
    const providers = entry(this.#providers, user, () => new Set());
    providers.add(provider);
    for (const { instance } of [use, provide])
      entry(this.#touching, instance, () => new Map()).set(`${user} ${provider}`, [use, provide]);
    for (const { open } of this.#waiting.get(user) ?? [])
      if (providers.size >= (open.get(user)?.count ?? 0)) open.delete(user);
  }

  disconnect(use: PortName, provide: PortName): void {
    const [user, provider] = [portText(use), portText(provide)];
    this.#providers.get(user)?.delete(provider);
    for (const { instance } of [use, provide])
      this.#touching.get(instance)?.delete(`${user} ${provider}`);
  }

  /** Notes what `behavior` needs and does not have; a later `connect` may bring it. */
  request(instance: string, component: AnyComponent, behavior: string, instruction: number): void {
    const open = new Map<string, Need>();
    for (const need of needsOf(component, behavior)) {
      const user = portText({ instance, port: need.use.name });
      if ((this.#providers.get(user)?.size ?? 0) < need.count) open.set(user, need);
    }
    const fresh = this.#fresh.delete(instance);
    if (open.size === 0) return;
    const request = { instance, behavior, instruction, fresh, open };
    this.#requests.push(request);
    for (const user of open.keys()) entry(this.#waiting, user, () => []).push(request);
  }

  /** The requests to the named instances, or to all, that cannot be done with what is connected now; they are not told again. */
  unserved(instances?: readonly string[]): readonly Request[] {
    const asked = instances && new Set(instances);
    const [told, left] = [[] as Request[], [] as Request[]];
    for (const request of this.#requests)
      (asked === undefined || asked.has(request.instance) ? told : left).push(request);
    this.#requests = left;
    return told.filter(({ open }) => open.size > 0);
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
