/**
 * Faults for an assembly that knows nothing of them: the action of one of its transitions is replaced, all else is as declared.
 *
 * An action of `deploy` that exits badly has done its work before: there is the most to clear away. Others have done nothing yet: what they
 * take away nobody brings back.
 */
import type { Assembly } from "madeus";
import type { AnyComponent, AnyTransition, Scope } from "../../src/model/component.ts";

export const faults = ["exit", "hang", "kill"] as const;
export type Fault = (typeof faults)[number];

/** @throws Error  where it is none */
export function faultNamed(name: string): Fault {
  const fault = faults.find((one) => one === name);
  if (fault === undefined) throw new Error(`${name} is no fault: it may be ${faults.join(", ")}`);
  return fault;
}

/** After so long what hangs has failed. */
const patienceMs = 1000;

/** @param at  `instance.transition`; what is not there has no fault */
export function faulty(sound: Assembly, at: string, fault: Fault): Assembly {
  const [instance = "", transition = ""] = at.split(".");
  const component = sound.components[instance];
  if (component === undefined) return sound;
  const isFar = Object.hasOwn(sound.on, instance);
  const spoil = (one: AnyTransition, behavior: string): AnyTransition => {
    if (fault === "exit") return behavior === "deploy" ? failing(one) : instead(one, exit);
    if (fault === "hang") return { ...instead(one, sleep), timeoutMs: patienceMs };
    return isFar ? instead(one, lie) : deadly(one);
  };
  const behaviors = Object.entries<Readonly<Record<string, AnyTransition>>>(
    component.behaviors,
  ).map(([behavior, edges]) => {
    const edge = edges[transition];
    if (edge === undefined) return [behavior, edges] as const;
    return [behavior, { ...edges, [transition]: spoil(edge, behavior) }] as const;
  });
  const spoiled: AnyComponent = { ...component, behaviors: Object.fromEntries(behaviors) };
  return { ...sound, components: { ...sound.components, [instance]: spoiled } };
}

type Shell = Pick<Scope, "exec" | "attempt">;
const exit = ({ exec }: Shell): Promise<unknown> => exec("sh", ["-c", "exit 3"]);
const sleep = ({ exec }: Shell): Promise<unknown> => exec("sleep", ["3600"]);
/** Is there on a host while the action lies there at work whose host is to lose its power. */
export const atWork = "/run/madeus-at-work";
const lie = ({ exec }: Shell): Promise<unknown> =>
  exec("sh", ["-c", `: > ${atWork}; exec sleep 3600`]);
/** As if this machine lost its power, the first time. */
function die({ attempt }: Shell): Promise<unknown> {
  if (attempt > 1) return Promise.resolve();
  process.kill(process.pid, "SIGKILL");
  return new Promise(() => undefined);
}

/** Does its work, then ends badly, once. What `run` does comes when all steps have acted. */
function failing(one: AnyTransition): AnyTransition {
  const { run, ...edge } = once(one);
  return { ...edge, run: async (scope) => [await run?.(scope), await exit(scope)] };
}
/** Does not come to its work. Steps that are made by functions are made before any of them acts. */
function deadly(one: AnyTransition): AnyTransition {
  const { run, steps, ...edge } = one;
  if (steps !== undefined)
    return { ...one, steps: [async (scope) => void (await die(scope)), ...steps] };
  return { ...edge, run: async (scope) => [await die(scope), await run?.(scope)] };
}
function instead(one: AnyTransition, run: typeof exit): AnyTransition {
  const { steps: _steps, probe: _probe, timeoutMs: _timeoutMs, ...edge } = once(one);
  return { ...edge, durationS: 1, run };
}

const once = ({ retry: _retry, ...edge }: AnyTransition): AnyTransition => edge;
