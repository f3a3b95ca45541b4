/**
 * What hosts that go down do to the actions of a simulated run, as a real run has it. Pure.
 *
 * An action that had begun there may have happened: it is cut off, and stays unknown. One that would begin there fails at once. One
 * elsewhere fails where it uses a service that comes from there: it has nobody to talk to.
 */
import type { State } from "../engine/fold.ts";
import type { Outcome, Verdict, Work } from "../engine/performer.ts";
import { path, quote } from "../model/name.ts";
import type { Configuration, PortOf } from "../semantics/configuration.ts";
import { isActive } from "../semantics/marking.ts";
import type { Failure } from "../store/journal.ts";

/** host → the second at which it goes down, for good. */
export type Downfalls = Readonly<Record<string, number>>;

export interface Stroke {
  /** Of the run; not before now. */
  readonly atMs: number;
  readonly outcome: Outcome;
}

/** What strikes a try that begins now, and when, if it lasts so long; undefined: nothing. Cost: the services behind those it uses. */
export function strokeOn(
  { configuration: c, on }: Pick<State, "configuration" | "on">,
  { host, number, edge }: Pick<Work, "host" | "number" | "edge">,
  downfalls: Downfalls,
  nowMs: number,
): Stroke | undefined {
  const strokes: Stroke[] = [];
  const downMs = downMsOf(downfalls, host);
  if (downMs !== undefined) strokes.push(strokeAt(host, downMs, nowMs));
  for (const provide of servicesBehind(c, number, c.life(number).transitions[edge]?.uses ?? [])) {
    const provider = c.names[provide.instance] ?? "";
    const theirs = on.get(provider) ?? "local";
    const awayMs = downMsOf(downfalls, theirs);
    const port = c.life(provide.instance).ports[provide.port]?.name ?? "";
    const message = `it needs ${path(provider, port)}, and the host ${quote(theirs)} is down`;
    const error = { code: "MADEUS_ACTION_FAILED", message } as const;
    if (awayMs !== undefined)
      strokes.push({ atMs: Math.max(awayMs, nowMs), outcome: { kind: "failed", error } });
  }
  return strokes.toSorted((a, b) => a.atMs - b.atMs)[0];
}

/** Nobody can say of what was begun on a host that is down whether it is alive. */
export function verdictOn(
  { host }: Pick<Work, "host">,
  downfalls: Downfalls,
  nowMs: number,
): Verdict {
  const downMs = downMsOf(downfalls, host) ?? Infinity;
  return downMs <= nowMs ? { kind: "left", error: unreachable(host) } : { kind: "rerun" };
}

const downMsOf = (downfalls: Downfalls, host: string): number | undefined =>
  Object.hasOwn(downfalls, host) ? (downfalls[host] ?? 0) * 1000 : undefined;

function strokeAt(host: string, downMs: number, nowMs: number): Stroke {
  const error = unreachable(host);
  if (downMs > nowMs) return { atMs: downMs, outcome: { kind: "cut", error } };
  return { atMs: nowMs, outcome: { kind: "failed", error } };
}

const unreachable = (host: string): Failure => ({
  code: "MADEUS_HOST_UNREACHABLE",
  message: `its host ${quote(host)} is down`,
});

/** What serves these uses, and what serves the providers meanwhile, and so on. */
function servicesBehind(
  c: Configuration,
  user: number,
  uses: readonly number[],
): readonly PortOf[] {
  const found: PortOf[] = [];
  const providers = new Set<number>();
  const follow = (instance: number, use: number): void => {
    for (const provide of c.across(instance, use)) {
      found.push(provide);
      if (providers.has(provide.instance)) continue;
      providers.add(provide.instance);
      for (const own of activeUses(c, provide.instance)) follow(provide.instance, own);
    }
  };
  for (const use of uses) if (isService(c, user, use)) follow(user, use);
  return found;
}

const activeUses = (c: Configuration, instance: number): readonly number[] =>
  [...c.life(instance).ports.keys()].filter(
    (port) =>
      c.life(instance).ports[port]?.side === "use" &&
      isService(c, instance, port) &&
      isActive(c, c.port(instance, port)),
  );

const isService = (c: Configuration, instance: number, port: number): boolean =>
  c.life(instance).ports[port]?.kind === "service";
