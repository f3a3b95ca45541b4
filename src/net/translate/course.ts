/**
 * What each instruction of a program finds, known before it runs: which instances and connections are there, and which behaviors were
 * asked for. Instructions are applied in order, so all this hangs on the instruction reached and on nothing else.
 *
 * An instance that is deleted and added again under its name is another one here.
 */
import type { Instruction, PortName } from "../../model/program.ts";
import type { Configuration } from "../../semantics/configuration.ts";
import { type Lifecycle, lifecycle, portKey } from "../../semantics/lifecycle.ts";

/** A program (the rest of one) from a configuration on. Instructions are counted from the first that is still to come. */
export interface Course {
  readonly members: readonly Member[];
  readonly links: readonly Link[];
  /** As far as they can ever be applied. */
  readonly deeds: readonly Deed[];
  /** How many instructions there are; more than deeds where one of them can never be applied. */
  readonly length: number;
}

/** An instance, from one `add` to its `del`. */
export interface Member {
  readonly index: number;
  readonly name: string;
  readonly life: Lifecycle;
  /** Its number in the configuration, where it is there at the start. */
  readonly number: number | undefined;
  /** The instruction that adds it, that deletes it; -1 and `length` where none does. */
  readonly added: number;
  deleted: number;
  /** How many instances had this name before. */
  readonly generation: number;
  asked: Asked[];
  /** The links of each of its ports. */
  readonly links: Link[][];
}

/** A behavior asked of a member. */
export interface Asked {
  readonly behavior: number;
  /** The instruction that asks; -1 for those asked before. */
  readonly at: number;
  /** When instruction `by` has been applied it is over; `length` where nothing awaits it. */
  by: number;
  /** Nothing else is asked of the member when it is asked for. */
  readonly isFirst: boolean;
}

/** A connection of a use port to a provide port, from the instruction that makes it (-1: it is there) to the one that ends it. */
export interface Link {
  readonly index: number;
  readonly user: Member;
  readonly use: number;
  readonly provider: Member;
  readonly provide: number;
  readonly from: number;
  to: number;
}

/** An instruction with its names looked up. */
export type Deed =
  | { readonly op: "add" | "del"; readonly member: Member }
  | { readonly op: "connect" | "disconnect"; readonly link: Link }
  | { readonly op: "changeBehavior"; readonly member: Member; readonly asked: number }
  /** Of each member as many behaviors as were asked before. */
  | { readonly op: "wait"; readonly awaited: readonly AwaitedMember[] };
export interface AwaitedMember {
  readonly member: Member;
  readonly asked: number;
}

/** The course of what is left of the program of `c`. Cost: instances, connections and instructions. */
export function courseOf(c: Configuration): Course {
  const program = c.program.slice(c.position);
  const walk = new Walk(program.length);
  walk.begin(c);
  const deeds: Deed[] = [];
  for (const [at, instruction] of program.entries()) {
    const deed = walk.deedOf(instruction, at);
    if (deed === undefined) break;
    deeds.push(deed);
  }
  return { members: walk.members, links: walk.links, deeds, length: program.length };
}

/** What is there after the instructions so far. */
class Walk {
  readonly members: Member[] = [];
  readonly links: Link[] = [];
  readonly #present = new Map<string, Member>();
  /** How many members of a name were deleted. */
  readonly #generations = new Map<string, number>();
  /** By their ends: the links of use ports with many, but for those that an instruction has ended. */
  readonly #live = new Map<string, Link>();
  /** Members that were asked for something since they were last awaited. */
  readonly #pending = new Set<Member>();
  readonly #length: number;

  constructor(length: number) {
    this.#length = length;
  }

  begin(c: Configuration): void {
    const byNumber = new Map<number, Member>();
    for (const number of c.all()) {
      const member = this.#add(c.names[number] ?? "", c.life(number), number, -1);
      byNumber.set(number, member);
      for (const { behavior } of c.queue(number)) this.#ask(member, behavior, -1);
    }
    for (const [number, user] of byNumber)
      for (const [use, port] of user.life.ports.entries())
        if (port.side === "use")
          for (const { instance, port: provide } of c.across(number, use)) {
            const provider = byNumber.get(instance);
            if (provider !== undefined) this.#link(user, use, provider, provide, -1);
          }
  }

  /** The instruction, applied; or undefined where it can never be. */
  deedOf(instruction: Instruction, at: number): Deed | undefined {
    switch (instruction.op) {
      case "add": {
        if (this.#present.has(instruction.instance)) return undefined;
        const life = lifecycle(instruction.component);
        return { op: "add", member: this.#add(instruction.instance, life, undefined, at) };
      }
      case "connect": {
        const link = this.#connected(instruction.use, instruction.provide, at);
        return link && { op: "connect", link };
      }
      case "disconnect": {
        const link = this.#ended(instruction.use, instruction.provide, at);
        return link && { op: "disconnect", link };
      }
      case "changeBehavior": {
        const member = this.#present.get(instruction.instance);
        const behavior = member?.life.behaviors.indexOf(instruction.behavior) ?? -1;
        if (member === undefined || behavior < 0) return undefined;
        return { op: "changeBehavior", member, asked: this.#ask(member, behavior, at) };
      }
      case "wait":
        return this.#wait(instruction.instances, at);
      case "del": {
        const member = this.#present.get(instruction.instance);
        if (member === undefined || member.links.some((links) => links.some(this.#isLive)))
          return undefined;
        this.#settle(member, at);
        member.deleted = at;
        this.#present.delete(member.name);
        this.#generations.set(member.name, member.generation + 1);
        return { op: "del", member };
      }
    }
  }

  #add(name: string, life: Lifecycle, number: number | undefined, added: number): Member {
    const member: Member = {
      index: this.members.length,
      name,
      life,
      number,
      added,
      deleted: this.#length,
      generation: this.#generations.get(name) ?? 0,
      asked: [],
      links: life.ports.map(() => noLinks),
    };
    this.members.push(member);
    this.#present.set(name, member);
    return member;
  }

  #ask(member: Member, behavior: number, at: number): number {
    const last = member.asked.at(-1);
    const isFirst = last === undefined || last.by < at;
    const one = { behavior, at, by: this.#length, isFirst };
    this.#pending.add(member);
    if (last === undefined) member.asked = [one];
    else member.asked.push(one);
    return member.asked.length - 1;
  }

  /** Of those that were awaited before and asked for nothing since, nothing is left to await. */
  #wait(names: readonly string[], at: number): Deed | undefined {
    const chosen = new Set<Member>();
    for (const name of names) {
      const member = this.#present.get(name);
      if (member === undefined) return undefined;
      if (this.#pending.has(member)) chosen.add(member);
    }
    const awaited: AwaitedMember[] = [];
    for (const member of names.length > 0 ? chosen : this.#pending) {
      awaited.push({ member, asked: member.asked.length });
      this.#settle(member, at);
    }
    return { op: "wait", awaited };
  }

  /** When this instruction has been applied, all that was asked of the member is over. */
  #settle(member: Member, at: number): void {
    this.#pending.delete(member);
    for (let k = member.asked.length - 1; k >= 0; k--) {
      const one = member.asked[k];
      if (one === undefined || one.by < this.#length) return;
      one.by = at;
    }
  }

  #connected(use: PortName, provide: PortName, at: number): Link | undefined {
    const ends = this.#ends(use, provide);
    if (ends === undefined) return undefined;
    const { user, use: q, provider, provide: r } = ends;
    const [asks, offers] = [user.life.ports[q], provider.life.ports[r]];
    if (asks?.kind !== offers?.kind || asks?.type !== offers?.type) return undefined;
    const last = user.links[q]?.at(-1);
    const isTaken =
      asks?.many === true ? this.#live.has(keyOf(ends)) : last !== undefined && this.#isLive(last);
    return isTaken ? undefined : this.#link(user, q, provider, r, at);
  }

  #ended(use: PortName, provide: PortName, at: number): Link | undefined {
    const ends = this.#ends(use, provide);
    const link = ends && this.#between(ends);
    if (ends === undefined || link === undefined) return undefined;
    this.#live.delete(keyOf(ends));
    link.to = at;
    return link;
  }

  #between(ends: Ends): Link | undefined {
    const { user, use, provider, provide } = ends;
    if (user.life.ports[use]?.many === true) return this.#live.get(keyOf(ends));
    const last = user.links[use]?.at(-1);
    const isIt = last?.provider === provider && last.provide === provide && this.#isLive(last);
    return isIt ? last : undefined;
  }

  #ends(use: PortName, provide: PortName): Ends | undefined {
    const [user, provider] = [this.#present.get(use.instance), this.#present.get(provide.instance)];
    if (user === undefined || provider === undefined) return undefined;
    const numberOf = ({ life }: Member, side: "use" | "provide", name: string): number =>
      life.portNamed.get(portKey(side, name)) ?? -1;
    const [q, r] = [numberOf(user, "use", use.port), numberOf(provider, "provide", provide.port)];
    return q < 0 || r < 0 ? undefined : { user, use: q, provider, provide: r };
  }

  #link(user: Member, use: number, provider: Member, provide: number, from: number): Link {
    const link = { index: this.links.length, user, use, provider, provide, from, to: this.#length };
    this.links.push(link);
    if (user.life.ports[use]?.many === true) this.#live.set(keyOf(link), link);
    addLink(user, use, link);
    addLink(provider, provide, link);
    return link;
  }

  #isLive = (link: Link): boolean => link.to === this.#length;
}

/** Of all ports without a link; never added to. */
const noLinks: Link[] = [];

function addLink({ links }: Member, port: number, link: Link): void {
  const before = links[port];
  if (before === undefined || before.length === 0) links[port] = [link];
  else before.push(link);
}

type Ends = Pick<Link, "user" | "use" | "provider" | "provide">;
const keyOf = ({ user, use, provider, provide }: Ends): string =>
  `${user.index} ${use} ${provider.index} ${provide}`;
