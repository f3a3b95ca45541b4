/**
 * The configurations of the naive semantics: immutable objects under the names that the user wrote.
 *
 * A token carries its past, back to the token that was held when the active behavior began, because `withdraw` asks for it.
 */
import type { AnyComponent } from "../../src/model/component.ts";
import type { Instruction, PortName } from "../../src/model/program.ts";
import type { Spot } from "./anatomy.ts";

export interface State {
  readonly instances: Readonly<Record<string, Instance>>;
  readonly connections: readonly Connection[];
  readonly program: RunningProgram;
  /** The identity of the last push; identities are 1, 2, 3 … */
  readonly pushes: number;
  readonly abandoned: readonly number[];
  /** Nothing more starts. */
  readonly stopped: boolean;
}
export interface Instance {
  readonly type: AnyComponent;
  readonly tokens: readonly Token[];
  /** The head is the active behavior. */
  readonly queue: readonly Push[];
  /** A withdrawal that the operator asked for and that has not been applied yet. */
  readonly withdrawal: Withdrawal | undefined;
  /** Data provide port → its value, once given. */
  readonly values: Readonly<Record<string, Version>>;
  /** Marked places whose probe said that they no longer hold. */
  readonly lost: readonly string[];
}
export interface Token {
  readonly at: Spot;
  /** The token of a new instance weighs 1; a fork splits the weight evenly, a join adds. */
  readonly weight: number;
  readonly past: Past;
}
/** Compared by identity: two tokens of one fork share the very same `left`. */
export type Past =
  | { readonly was: "held"; readonly place: string; readonly weight: number }
  | { readonly was: "left"; readonly place: string; readonly before: Past }
  | { readonly was: "joined"; readonly before: readonly Past[] };

export interface Push {
  readonly identity: number;
  readonly instance: string;
  readonly behavior: string;
}
export interface Withdrawal {
  /** The behavior that goes to the front of the queue then. */
  readonly next: string | undefined;
}
/** 0 while it cannot be read: no token has entered a place of its port since it was given. Then 1, and one more at each give. */
export type Version = number;
export interface Connection {
  readonly use: PortName;
  readonly provide: PortName;
}
export interface RunningProgram {
  /** Instructions not applied yet. */
  readonly rest: readonly Instruction[];
  readonly pushed: readonly Push[];
  /** Where the next instruction is `wait`: the pushes that the named instances had when it was reached. */
  readonly awaited: readonly number[];
}

export const empty: State = {
  instances: {},
  connections: [],
  program: { rest: [], pushed: [], awaited: [] },
  pushes: 0,
  abandoned: [],
  stopped: false,
};

/** An instance as it is added: a token on its initial place, nothing asked for. */
export const fresh = (type: AnyComponent): Instance => ({
  type,
  tokens: [held(type.initial, 1)],
  queue: [],
  withdrawal: undefined,
  values: {},
  lost: [],
});

/** A token on `place` without a past. */
export const held = (place: string, weight: number): Token => ({
  at: { on: "place", place },
  weight,
  past: { was: "held", place, weight },
});

export const active = (instance: Instance): string | undefined => instance.queue[0]?.behavior;

export function instanceOf(state: State, name: string): Instance {
  const found = state.instances[name];
  if (found === undefined) throw new Error(`there is no instance ${name}`);
  return found;
}

export const withInstance = (state: State, name: string, instance: Instance): State => ({
  ...state,
  instances: { ...state.instances, [name]: instance },
});

const sameSpot = (a: Spot, b: Spot): boolean => spotText(a) === spotText(b);

export const tokenAt = (instance: Instance, spot: Spot): Token | undefined =>
  instance.tokens.find((token) => sameSpot(token.at, spot));

export const tokenOnPlace = (instance: Instance, place: string): Token | undefined =>
  tokenAt(instance, { on: "place", place });

/** The token on a transition or on one of its docks. */
export const tokenOf = (instance: Instance, transition: string): Token | undefined =>
  instance.tokens.find(({ at }) => at.on !== "place" && at.transition === transition);

/** `place`, `>transition` for its output dock, `transition` (running), `transition failed`, `transition>station`. */
export function spotText(spot: Spot): string {
  switch (spot.on) {
    case "place":
      return spot.place;
    case "output":
      return `>${spot.transition}`;
    case "transition":
      return spot.status === "running" ? spot.transition : `${spot.transition} ${spot.status}`;
    case "input":
      return `${spot.transition}>${spot.station}`;
  }
}
