/**
 * The crew: performs actions for real, on the hosts of their instances.
 *
 * It turns a work order into one try of an action, reads the values that its data ports are connected to, and makes certain that
 * nothing of an interrupted action is alive before anybody begins it again.
 */
import type { AnyComponent, AnyTransition } from "../model/component.ts";
import { nothing } from "../semantics/configuration.ts";
import { type Performed, performAction } from "./action.ts";
import { Secrets } from "./action-secret.ts";
import { type StepFinding, findingsIn, findingsOf } from "./action-findings.ts";
import { actionOf, probeOf } from "./action-steps.ts";
import type { Attempt } from "./attempt.ts";
import type { Clock } from "./clock.ts";
import { type Happened, happened, holds, patient } from "./crew-answer.ts";
import { failureOf } from "./failure.ts";
import type { State } from "./fold.ts";
import { atHost, liesInHost } from "./host-failure.ts";
import type { Host, ProcessGroup } from "./host.ts";
import type { Outcome, Performer, Verdict, Watcher, Work } from "./performer.ts";
import type { Redactor } from "./redaction.ts";
import { declarationOf, placeProbe } from "../semantics/declared.ts";
import type { Failure } from "../store/journal.ts";

export interface CrewOptions {
  readonly state: State;
  readonly clock: Clock;
  /** By name; `local` is this machine. */
  readonly hosts: Readonly<Record<string, Host>> & { readonly local: Host };
  /** Under it every instance has a directory of its own, on its host; unless the host has another place for them. */
  readonly directory: string;
  /** Shared with whoever else fetches any in the run. */
  readonly secrets?: Secrets;
  readonly log: (instance: string, transition: string, line: string) => void;
  /** What commands of an action are to have in their environment, beside what it is called. */
  readonly environment?: (instance: string, transition: string) => Readonly<Record<string, string>>;
  /** Waited for before anything is done on a host, each time: may the host be used? */
  readonly admitted?: (name: string, host: Host) => Promise<void>;
}

export interface Crew extends Performer {
  /**
   * Asks a place's probe. A probe that fails cannot say that the place holds; one that reads a value before it is given says nothing.
   *
   * @throws MadeusError  where its host cannot be asked
   */
  probePlace(instance: number, place: string): Promise<boolean | undefined>;
  /** Asks in the same way whether a transition has happened, as after a crash; `unknown` where it has no probe. */
  probeTransition(instance: number, transition: number): Promise<Happened | undefined>;
  /** Looks at the steps of a transition that does not begin. Never rejects; the instance's directory need not be there. */
  look(instance: number, transition: number): Promise<readonly StepFinding[]>;
}

/** From SIGTERM to SIGKILL for what an interrupted action left behind. */
const graceMs = 5_000;

export function crew(options: CrewOptions): Crew {
  const underWay = new UnderWay();
  const { secrets = new Secrets() } = options;
  const attempt = attempting(options, underWay, secrets);
  const failure: FailureAt = ({ host }, thrown) => {
    const { code, message } = failureOf(thrown, secrets.redactor, "");
    return atHost(host, { code, message });
  };
  return {
    perform(work, watcher, done) {
      const body = actionOf(
        declarationOf(options.state.configuration.life(work.number), work.edge),
      );
      const performed =
        body === undefined ? Promise.resolve(passed) : attempt(work, "run", body, watcher);
      performed.then(done, (error: unknown) => done(unbegun(failure(work, error))));
    },
    cut: () => underWay.cut(),
    recover(work, processes, watcher, done) {
      const { instance, transition } = work;
      const probe: Probe = (body) => attempt(work, "probe", body, watcher);
      recover(options, work, processes, probe).then(done, (error: unknown) => {
        const left = failure(work, error);
        const { message } = left;
        options.log(instance, transition, `(what was begun before may be alive: ${message})`);
        done({ kind: "left", error: left });
      });
    },
    ...inquiries(options, attempt, failure, secrets.redactor),
  };
}

/** What is asked and changes nothing. */
function inquiries(
  options: CrewOptions,
  attempt: ReturnType<typeof attempting>,
  failure: FailureAt,
  redactor: Redactor,
): Pick<Crew, "probePlace" | "probeTransition" | "look"> {
  const ask = (subject: Subject, body: Attempt["body"]): Promise<Performed> =>
    attempt(subject, "probe", body).catch((error: unknown) => ({
      kind: "failed",
      error: failure(subject, error),
    }));
  return {
    async probePlace(instance, place) {
      const { body, isEarly } = patient(placeProbe(componentOf(options.state, instance), place));
      const performed = await ask(placeSubject(options.state, instance, place), body);
      return isEarly() ? undefined : holds(performed);
    },
    async probeTransition(instance, transition) {
      const life = options.state.configuration.life(instance);
      const probe = probeOf(declarationOf(life, transition));
      if (probe === undefined) return { answer: "unknown", values: {} };
      const { body, isEarly } = patient(probe);
      const performed = await ask(transitionSubject(options.state, instance, transition), body);
      return isEarly() ? undefined : happened(performed);
    },
    async look(instance, transition) {
      const subject = transitionSubject(options.state, instance, transition);
      const { steps = [] } = declarationOf(options.state.configuration.life(instance), transition);
      if (steps.length === 0) return [];
      try {
        return findingsIn(await attempt(subject, "look", findingsOf(steps)), redactor);
      } catch (error) {
        return [{ found: "unknown", what: failure(subject, error).message }];
      }
    },
  };
}

/** A look leaves no trace: not even the directory of the instance is made. */
type Part = "run" | "probe" | "look";

/** One try, at once; failures that lie in the host bear its name. */
const attempting =
  (options: CrewOptions, underWay: UnderWay, secrets: Secrets) =>
  (work: Subject, part: Part, body: Attempt["body"], watcher?: Watcher): Promise<Performed> =>
    underWay.hold(async (signal) => {
      const host = await hostOf(options, work.host);
      const root = (await host.instances?.()) ?? options.directory;
      const prepared = prepare(options, work, part, body, root);
      if (part !== "look") await host.makeDirectory(prepared.directory);
      const performed = await performAction(prepared, host, {
        clock: options.clock,
        secrets,
        signal,
        local: options.hosts.local,
        environment:
          part === "run" ? options.environment?.(work.instance, work.transition) : undefined,
        daemonLog: `${prepared.directory}/daemon.log`,
        log: (line) => options.log(work.instance, work.transition, line),
        registered: (group, daemon) => watcher?.registered(group, daemon),
      });
      if (performed.kind === "ended" || performed.error === undefined) return performed;
      return { ...performed, error: atHost(work.host, performed.error) };
    });

/** Tries that can be cut off all at once. Each has a signal of its own: one that many listen to is slow. */
class UnderWay {
  readonly #tries = new Set<AbortController>();
  #isCut = false;

  async hold<T>(perform: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const one = new AbortController();
    if (this.#isCut) one.abort();
    this.#tries.add(one);
    try {
      return await perform(one.signal);
    } finally {
      this.#tries.delete(one);
    }
  }

  cut(): void {
    this.#isCut = true;
    for (const one of this.#tries) one.abort();
  }
}

type Subject = Omit<Work, "limits">;

/** A place's probe is performed as if it were an action of that name. */
function placeSubject({ configuration: c, on }: State, number: number, place: string): Subject {
  const instance = c.names[number] ?? "";
  const key = `${instance}.${place}`;
  const host = on.get(instance) ?? "local";
  return { instance, transition: place, number, edge: nothing, attempt: 1, key, host };
}

function transitionSubject({ configuration: c, on }: State, number: number, edge: number): Subject {
  const instance = c.names[number] ?? "";
  const transition = c.life(number).transitions[edge]?.name ?? "";
  const key = `${instance}.${transition}`;
  return { instance, transition, number, edge, attempt: 1, key, host: on.get(instance) ?? "local" };
}

type Probe = (body: Attempt["body"]) => Promise<Performed>;

const componentOf = (state: State, instance: number): AnyComponent =>
  state.configuration.life(instance).component;

async function hostOf({ hosts, admitted }: CrewOptions, name: string): Promise<Host> {
  const host = hosts[name];
  if (host === undefined) throw new RangeError(`no host "${name}"`);
  await admitted?.(name, host);
  return host;
}

/**
 * What an interrupted action left behind is ended; then its probe is asked, and if it has none its declaration. Rejects where
 * something may still be alive.
 */
async function recover(
  options: CrewOptions,
  work: Work,
  processes: readonly ProcessGroup[],
  ask: Probe,
): Promise<Verdict> {
  const host = await hostOf(options, work.host);
  await Promise.all(processes.map((group) => host.end(group, graceMs)));
  const life = options.state.configuration.life(work.number);
  const transition = declarationOf(life, work.edge);
  const { onUnknown } = transition;
  const probe = probeOf(transition);
  if (probe !== undefined) {
    const performed = await ask(probe);
    if (performed.kind === "failed" && liesInHost(performed.error))
      return { kind: "left", error: performed.error };
    if (performed.kind !== "ended") return { kind: "ask" };
    const { returned, ...ended } = performed;
    if (returned === "done") return ended;
    if (returned === "not-done") return { kind: "rerun" };
  }
  return { kind: onUnknown === "ask" ? "ask" : "rerun" };
}

function prepare(
  options: CrewOptions,
  work: Subject,
  part: Part,
  body: Attempt["body"],
  root: string,
): Attempt {
  const { state } = options;
  const life = state.configuration.life(work.number);
  const transition: AnyTransition | undefined =
    work.edge === nothing ? undefined : declarationOf(life, work.edge);
  const to = transition?.to ?? [];
  return {
    instance: work.instance,
    name: work.transition,
    component: life.component,
    body,
    stations: typeof to === "string" ? [to] : to,
    readable: readable(state, work),
    timeoutMs: part === "run" ? transition?.timeoutMs : probeTimeoutMs,
    attempt: work.attempt,
    key: work.key,
    directory: `${root}/${work.instance}`,
  };
}

/** A probe that does not answer tells nothing. */
const probeTimeoutMs = 30_000;

/** The values of the data ports that a transition uses (a place's probe: all) as they are now: one, or a list for a `many` port. */
function readable(
  { configuration: c }: State,
  { number, edge }: Subject,
): Readonly<Record<string, unknown>> {
  const life = c.life(number);
  const uses = edge === nothing ? life.ports.keys() : (life.transitions[edge]?.uses ?? []);
  return Object.fromEntries(
    [...uses].flatMap((use) => {
      const port = life.ports[use];
      if (port?.kind !== "data" || port.side !== "use") return [];
      const values = c
        .across(number, use)
        .map((provide) => c.values.get(c.port(provide.instance, provide.port))?.value);
      return [[port.name, port.many ? values : values[0]]];
    }),
  );
}

/** Where there is no action. */
const passed: Outcome = { kind: "ended", values: {} };

/** Nothing of it has begun. */
const unbegun = ({ code, message }: Failure): Outcome => ({
  kind: "failed",
  error: { code, message: `it could not begin: ${message}` },
});

/** What was thrown where an action or a question was to be performed, without secrets. */
type FailureAt = (work: Subject, thrown: unknown) => Failure;
