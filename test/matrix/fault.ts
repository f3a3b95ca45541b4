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
    return isFar ? instead(one, sleep) : deadly(one);
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
/** As if this machine lost its power, the first time. */
function die({ attempt }: Shell): Promise<unknown> {
  if (attempt > 1) return Promise.resolve();
  process.kill(process.pid, "SIGKILL");
  return new Promise(() => undefined);
}

/** Does its work, then ends badly, once. */
const failing = (one: AnyTransition): AnyTransition => around(once(one), undefined, exit);
const deadly = (one: AnyTransition): AnyTransition => around(one, die, undefined);
function instead(one: AnyTransition, run: typeof exit): AnyTransition {
  const { steps: _steps, probe: _probe, timeoutMs: _timeoutMs, ...edge } = once(one);
  return { ...edge, durationS: 1, run };
}

const once = ({ retry: _retry, ...edge }: AnyTransition): AnyTransition => edge;

function around(
  one: AnyTransition,
  before: typeof exit | undefined,
  after: typeof exit | undefined,
): AnyTransition {
  const { run, steps, ...edge } = one;
  const [early, late] = [before, after].map((act) =>
    act === undefined ? [] : [async (scope: Shell): Promise<void> => void (await act(scope))],
  );
  if (steps !== undefined) return { ...edge, steps: [...(early ?? []), ...steps, ...(late ?? [])] };
  return {
    ...edge,
    async run(scope) {
      await before?.(scope);
      await run?.(scope);
      await after?.(scope);
    },
  };
}
