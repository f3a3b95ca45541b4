/** The steps of a plan: what they are, or what they would change now. */
import { Secrets } from "../engine/action-secret.ts";
import { realClock } from "../engine/clock-real.ts";
import { crew } from "../engine/crew.ts";
import type { Timing } from "../engine/report.ts";
import { type Stage, rehearse } from "../host/simulation.ts";
import type { Assembly } from "../model/assembly.ts";
import type { AnyComponent, AnyTransition } from "../model/component.ts";
import { taken } from "./drift.ts";
import { instancesOf } from "./home.ts";
import { hostsOf } from "./manned.ts";
import type { Session } from "./session.ts";
import { keepStanding } from "./standing-value.ts";
import { type StepLook, type TransitionNames, lookAtSteps, stepsIn } from "./step-look.ts";
import type { Wish } from "./wish.ts";

interface Planned {
  readonly transitions: readonly (TransitionNames & Pick<Timing, "startS" | "endS">)[];
  /** Then also at those by which the rest was deployed. */
  readonly looks: boolean;
}

export async function plannedSteps(
  { assembly }: Wish,
  stage: Stage,
  session: Session | undefined,
  { transitions, looks }: Planned,
): Promise<readonly StepLook[]> {
  if (!hasSteps(assembly)) return [];
  const state = stage.state.clone();
  await rehearse(state, stage.give, { durationMs: () => 0 });
  const standing = keepStanding(stage.state.configuration, state.configuration);
  if (!looks) return stepsIn(state, transitions);
  const secrets = new Secrets();
  const hosts = hostsOf(
    {
      hosts: new Map(Object.entries(assembly.hosts)),
      state,
      directory: session?.directory ?? "/nonexistent",
      file: { id: session?.file.id ?? "none" },
    },
    secrets,
  );
  // Nothing is begun, and so nothing is made: no directory, no log.
  const directory = session === undefined ? "/nonexistent" : instancesOf(session);
  const looking = crew({ state, clock: realClock, hosts, secrets, directory, log() {} });
  const before = session === undefined ? [] : taken({ records: session.records, state });
  try {
    const coming = { transitions: inTime(transitions), standing };
    return await lookAtSteps(state, looking, before, coming);
  } finally {
    for (const host of Object.values(hosts)) host.close();
  }
}

const inTime = (transitions: Planned["transitions"]): readonly TransitionNames[] =>
  transitions.toSorted((a, b) => a.startS - b.startS || a.endS - b.endS);

const hasSteps = ({ components }: Assembly): boolean =>
  Object.values<AnyComponent>(components)
    .flatMap(({ behaviors }) => Object.values<Readonly<Record<string, AnyTransition>>>(behaviors))
    .some((transitions) => Object.values(transitions).some(({ steps }) => steps !== undefined));
