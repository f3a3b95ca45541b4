/**
 * A lack: what one waiting token, port or instruction is missing (§4), said locally; nothing is followed, that is what `why` does.
 *
 * It is a cause, or it says what to ask next. The guards are those of the rules, read piece by piece.
 */
import type { Configuration } from "./configuration.ts";

/** Why something does not go on, where there is nothing further to ask. */
export type Cause =
  | "running" // an action is at work
  | "failed"
  | "unknown"
  | "lost" // a place no longer holds
  | "unconnected" // a wire is missing
  | "not-asked" // nothing asks the instance to move
  | "refusing" // the provider has been asked to leave
  | "in-use" // a provider may not leave while it is used
  | "chosen-otherwise" // a join awaits a transition that went elsewhere
  | "abandoned" // a wait for a behavior that was withdrawn
  | "circular" // waits for what waits for it
  | "stopped"
  | "never"; // a guard that cannot come true

export interface Lack {
  readonly kind: Cause | "waits";
  /** The instance and its place, transition, station or port, where it is about one. */
  readonly instance: string | undefined;
  readonly element: string | undefined;
  /** One sentence. */
  readonly text: string;
  /** What to ask next; empty for a cause. */
  readonly ask: readonly Question[];
}

/** Something that can be asked why it does not go on. */
export interface Question {
  readonly about:
    | "instance"
    | "token" // on a place, or of a transition: the slot `on`, wherever it is
    | "withdrawal"
    | "use" // why is it not connected?
    | "provide" // why may no new use of it begin?
    | "harm" // what impairs the provide?
    | "user" // why does the user of the connection go on using?
    | "idle" // why is an instance not asked to move?
    | "program";
  readonly instance: number;
  /** A slot, port or connection; 0 where the question needs none. */
  readonly index: number;
}

/** The name of an instance. */
export const nameOf = (c: Configuration, instance: number): string => c.names[instance] ?? "";

/** `instance.port` */
export const portText = (c: Configuration, instance: number, port: number): string =>
  `${nameOf(c, instance)}.${portOf(c, instance, port)}`;

export const portOf = (c: Configuration, instance: number, port: number): string =>
  c.life(instance).ports[port]?.name ?? "";

export const theProgram: Question = { about: "program", instance: -1, index: 0 };

/** What the instructions not reached yet will do: who waits for that waits for the program. */
export interface Coming {
  /** Instances asked to move. */
  readonly asked: ReadonlySet<string>;
  /** Use ports connected, as `instance.port`. */
  readonly connected: ReadonlySet<string>;
}

/** Cost: the instructions not reached yet. */
export function comingIn(c: Configuration): Coming {
  const asked = new Set<string>();
  const connected = new Set<string>();
  for (let k = c.position; k < c.program.length; k++) {
    const one = c.program[k];
    if (one?.op === "changeBehavior") asked.add(one.instance);
    if (one?.op === "connect") connected.add(`${one.use.instance}.${one.use.port}`);
  }
  return { asked, connected };
}
