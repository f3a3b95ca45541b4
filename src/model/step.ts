/**
 * Steps: pieces of an action that know whether there is anything to do.
 *
 * A step is looked at before it acts and after it, so that an action that is made of steps may be performed any number of times, and says
 * what it has changed. `src/actions` has many; users write the next one in ten lines (`docs/actions.md`).
 */
import type { Scope } from "./component.ts";

/** What a step can reach: all of a scope but for ports and stations, which are known to the component alone. */
export type StepScope = Omit<Scope, "read" | "give" | "choose">;

export interface Step {
  /** What it is about, e.g. `package curl`: told, recorded, and no secret. */
  readonly name: string;
  /** What is to be changed, in a few words that hold no secret; undefined: nothing. It changes nothing itself. */
  look(scope: StepScope): Promise<string | undefined>;
  /** The look once more as shell text: such steps that follow each other are looked at in one command. */
  readonly question?: Question;
  /** Changes it. Afterwards `look` must find nothing more to change. */
  act(scope: StepScope): Promise<unknown>;
  /** It only waits: nothing is changed by it, and it is never told as a change. */
  readonly waits?: true;
  /** Absolute paths on the host (in a container: `NAME:PATH`) that it writes anew, or removes, where it acts. */
  readonly writes?: readonly string[];
  /** What it has to do where a step before it writes there, though it finds nothing yet. */
  readonly follows?: Following;
}

export interface Following {
  /** Absolute paths of files, and of directories with all that is in them. */
  readonly paths: readonly string[];
  /** What is then to be changed, e.g. `restart`. */
  readonly what: string;
}

export interface Question {
  /** What a POSIX shell is to run, with its values quoted. It comes by standard input, so that secrets may stand in it. */
  readonly text: string;
  /** What is to be changed, by what was printed; undefined: nothing. What is printed is not logged. */
  judge(answer: string): string | undefined;
}

/**
 * A step, or a function that makes steps of values that are known only when the action begins. It may `read`, `give` and `choose`; it is
 * called whenever the steps are looked at, so it changes nothing on the host.
 */
export type StepSource<S> = Step | ((scope: S) => Made | Promise<Made>);
/** What such a function makes; nothing where there is nothing to do. */
type Made = Step | readonly Step[] | undefined | void;

/** All that is seen of a step where two declarations are compared. */
export const textOfSource = (source: StepSource<never>): string =>
  typeof source === "function" ? String(source) : source.name;
