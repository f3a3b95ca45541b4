/** Is what was deployed still so? The steps by which it was, looked at on their hosts. */
import { manned } from "./manned.ts";
import type { Session } from "./session.ts";
import { type StepLook, type TransitionNames, lookAtSteps } from "./step-look.ts";

/** @param session  whose state has adopted the file's actions */
export async function drift(
  session: Session,
  isAsked: (instance: string) => boolean,
): Promise<readonly StepLook[]> {
  const { crew, close } = manned(session);
  try {
    const asked = taken(session).filter(({ instance }) => isAsked(instance));
    return await lookAtSteps(session.state, crew, asked);
  } finally {
    await close();
  }
}

/** The transitions of `deploy` that instances have passed since they were added, in that order. */
export function taken({
  records,
  state,
}: Pick<Session, "records" | "state">): readonly TransitionNames[] {
  const c = state.configuration;
  const passed = new Map<string, Set<string>>();
  for (const record of records)
    if (record.type === "program") {
      for (const one of record.instructions) if (one.op === "add") passed.delete(one.instance);
    } else if (record.type === "ended")
      passed.set(
        record.instance,
        (passed.get(record.instance) ?? new Set()).add(record.transition),
      );
  return [...passed].flatMap(([instance, transitions]) => {
    const number = c.number(instance);
    if (number === undefined) return [];
    const { deploy = {} } = c.life(number).component.behaviors as Readonly<Record<string, object>>;
    return [...transitions]
      .filter((transition) => Object.hasOwn(deploy, transition))
      .map((transition) => ({ instance, transition }));
  });
}
