/** May something be deployed on, or changed in, what a state holds? */
import type { Assembly } from "../model/assembly.ts";
import { MadeusError } from "../model/code.ts";
import type { Settings } from "../model/setting.ts";
import { declarationOf } from "../store/declaration.ts";
import type { Session } from "./session.ts";

/** @throws MadeusError  `MADEUS_RUN_UNFINISHED` where the state holds a deployment whose last run is not done */
export function ensureFinished({ state, last, directory }: Session): void {
  if (state.configuration.numbers.size === 0 || last?.outcome === "done") return;
  const how = last?.outcome === undefined ? "was cut off" : `ended ${last.outcome}`;
  throw new MadeusError(
    "MADEUS_RUN_UNFINISHED",
    `The last run in ${directory}, ${last?.verb ?? "deploy"}, ${how}.`,
    { hint: "Go on with `madeus resume`, or take it down with `madeus down`." },
  );
}

/**
 * Which of some instances of an assembly are deployed already.
 *
 * @throws MadeusError  as above; `MADEUS_DECLARATION_CHANGED` where the state was made from another declaration
 */
export function deployedAlready(
  session: Session,
  assembly: Assembly,
  instances: readonly string[],
  settings: Settings = {},
): ReadonlySet<string> {
  ensureFinished(session);
  const { state, last } = session;
  const { numbers } = state.configuration;
  if (numbers.size === 0 || last === undefined) return new Set();
  if (last.declaration !== declarationOf(assembly).hash)
    throw new MadeusError(
      "MADEUS_DECLARATION_CHANGED",
      `${assembly.name} is deployed, but from another declaration${differences(last.settings ?? {}, settings)}.`,
      { hint: "Take it down with `madeus down` and deploy it again." },
    );
  // What `down` had to leave is there, but not deployed.
  return new Set(last.verb === "down" ? [] : instances.filter((name) => numbers.has(name)));
}

function differences(before: Settings, now: Settings): string {
  const names = Object.keys({ ...before, ...now }).filter((name) => before[name] !== now[name]);
  const told = names.map(
    (name) => `${name} was ${before[name] ?? "not set"} and is ${now[name] ?? "not set"}`,
  );
  return told.length === 0 ? "" : `: ${told.join(", ")}`;
}
