/** What an assembly is put through, so that each of its transitions is passed: it is deployed, stands aside, is updated, and goes. */
import { type Assembly, type Program, reconfigure } from "madeus";

export const exercises = ["deploy", "suspend", "update", "uninstall"] as const;
export type Exercise = (typeof exercises)[number];

/** On what is deployed. */
export function programFor(from: Assembly, exercise: Exclude<Exercise, "deploy">): Program {
  const names = Object.keys(from.components);
  const asked = names.flatMap((name): readonly (readonly [string, string])[] => {
    const behaviors = from.components[name]?.behaviors ?? {};
    const behavior = [exercise, "suspend"].find((one) => Object.hasOwn(behaviors, one));
    return behavior === undefined ? [] : [[name, behavior]];
  });
  let program: Program = reconfigure(from);
  for (const [name, behavior] of asked) program = program.changeBehavior(name, behavior);
  if (exercise !== "uninstall")
    for (const [name] of asked) program = program.changeBehavior(name, "deploy");
  return program.wait();
}

export const declaredFor = (from: Assembly, exercise: Exercise): Assembly | Program =>
  exercise === "deploy" ? from : programFor(from, exercise);
