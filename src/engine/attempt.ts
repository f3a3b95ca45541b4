/** One try of an action, as the engine asks for it, and what surrounds it. */
import type { AnyComponent, Scope } from "../model/component.ts";
import type { Secrets } from "./action-secret.ts";
import type { Clock } from "./clock.ts";
import type { Host, ProcessGroup } from "./host.ts";

/** One try of a transition's `run` or `probe`, or of a place's probe. */
export interface Attempt {
  readonly instance: string;
  /** The transition, or the place that is probed. */
  readonly name: string;
  readonly component: AnyComponent;
  /** The user's code; without any the try ends well at once. */
  readonly body: ((scope: Scope<any, any, any>) => unknown) | undefined;
  /** Where the transition may end. */
  readonly stations: readonly string[];
  /** The values of the data ports that the transition uses, by port; of a `many` port a list. */
  readonly readable: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number | undefined;
  /** 1 for the first. */
  readonly attempt: number;
  readonly key: string;
  /** The instance's own directory on the host. */
  readonly directory: string;
}

/** Given by the engine, the same for all tries but for where they write. */
export interface Surroundings {
  readonly clock: Clock;
  /** One for the whole run: what is secret to one action is secret to all. */
  readonly secrets: Secrets;
  /** Aborted at the second stage of a cancellation. */
  readonly signal: AbortSignal;
  /** This machine: where secrets are fetched. */
  readonly local: Host;
  /** What commands that end with the try have in their environment besides. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Where the output of daemons goes: an absolute path on the host. It is not redacted, since it outlives this process. */
  readonly daemonLog: string | undefined;
  /** Takes a line, redacted, without its newline; also after the try has ended. */
  log(line: string): void;
  /** A process group was made; its program begins when this has resolved, and never does if it throws. */
  registered(group: ProcessGroup, daemon: boolean): void | Promise<void>;
}
