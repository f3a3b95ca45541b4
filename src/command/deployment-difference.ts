/** What is different between two deployments, in words: instances, where they stand, connections, values. */
import { withArticle } from "../model/name.ts";
import { portText } from "../model/program.ts";
import type { Wiring } from "../semantics/assembled.ts";
import { isDeclared } from "../store/component-version.ts";
import type { DeployedInstance, Deployment } from "../store/deployment.ts";
import { type Json, leafText } from "../store/leaf.ts";
import type { Discrepancy } from "./wanted.ts";

/** From the first to the second. O(instances + connections + values). */
export function deploymentDifferences(
  before: Deployment,
  after: Deployment,
): readonly Discrepancy[] {
  const names = new Set([...before.instances.keys(), ...after.instances.keys()]);
  const ofInstances = [...names].flatMap((name) =>
    instanceDifferences(name, before.instances.get(name), after.instances.get(name)),
  );
  return [...ofInstances, ...wiringDifferences(before.connections, after.connections)];
}

function instanceDifferences(
  name: string,
  was: DeployedInstance | undefined,
  is: DeployedInstance | undefined,
): readonly Discrepancy[] {
  if (was === undefined || is === undefined) return whollyDifferent(name, was, is);
  if (was.type !== is.type)
    return [
      {
        what: "replaced",
        name,
        text: `was ${withArticle(was.type)} and is ${withArticle(is.type)}`,
      },
    ];
  const differences: Discrepancy[] = [];
  const here = "this machine";
  if (was.host !== is.host)
    differences.push({
      what: "moved",
      name,
      text: `goes from ${was.host ?? here} to ${is.host ?? here}`,
    });
  if (was.version !== is.version)
    differences.push({ what: "changed", name, text: versionText(was.version, is.version) });
  if (placesText(was) !== placesText(is))
    differences.push({
      what: "stands",
      name,
      text: `goes from ${placesText(was)} to ${placesText(is)}`,
    });
  if (underwayText(was) !== underwayText(is))
    differences.push({
      what: "under way",
      name,
      text: underwayText(is) === "" ? "is not under way any more" : underwayText(is),
    });
  return [...differences, ...valueDifferences(name, was, is)];
}

function whollyDifferent(
  name: string,
  was: DeployedInstance | undefined,
  is: DeployedInstance | undefined,
): readonly Discrepancy[] {
  if (is === undefined)
    return [{ what: "removed", name, text: `is gone, ${withArticle(was?.type ?? "")}` }];
  const host = is.host === undefined ? "" : ` on ${is.host}`;
  const doing = underwayText(is) === "" ? "" : `, ${underwayText(is)}`;
  const text = `comes, ${withArticle(is.type)}${host}, at ${placesText(is)}${doing}`;
  return [
    { what: "added", name, text },
    ...Object.entries(is.values).map(([port, { value }]) => given(name, port, value)),
  ];
}

function versionText(was: string | undefined, is: string | undefined): string {
  if (is === undefined) return "is to be made anew";
  if (was === undefined) return isDeclared(is) ? `is version ${is}` : "is made";
  const areTold = isDeclared(was) && isDeclared(is);
  return areTold ? `version ${was} becomes ${is}` : "is made by other actions";
}

function placesText({ places, lost }: DeployedInstance): string {
  const all = places.map((place) => (lost.includes(place) ? `${place} (lost)` : place));
  return all.length === 0 ? "no place" : all.join(" and ");
}

/** `in deploy: start runs`; empty where nothing is asked of it. */
export function underwayText({
  transitions,
  behaviors,
}: Pick<DeployedInstance, "transitions" | "behaviors">): string {
  const tokens = Object.entries(transitions).map(([name, where]) => `${name} ${words(where)}`);
  if (tokens.length === 0 && behaviors.length === 0) return "";
  const asked = behaviors.length === 0 ? "" : `in ${behaviors.join(", then ")}`;
  return [asked, ...tokens].filter((text) => text !== "").join(": ");
}
const words = (where: string): string => states[where] ?? "waits";
const states: Readonly<Record<string, string>> = {
  running: "runs",
  failed: "has failed",
  unknown: "was cut off",
};

function valueDifferences(
  name: string,
  was: DeployedInstance,
  is: DeployedInstance,
): readonly Discrepancy[] {
  const ports = new Set([...Object.keys(was.values), ...Object.keys(is.values)]);
  return [...ports].flatMap((port): readonly Discrepancy[] => {
    const [before, after] = [was.values[port]?.value, is.values[port]?.value];
    if (before !== undefined && after !== undefined && leafText(before) === leafText(after))
      return [];
    if (after !== undefined) return [given(name, port, after)];
    return [{ what: "value", name: `${name}.${port}`, text: "has no value any more" }];
  });
}

/** Of a run that was simulated it is not known what it would give. */
const given = (name: string, port: string, value: Json): Discrepancy => ({
  what: "value",
  name: `${name}.${port}`,
  text: value === null ? "is to be given" : `is ${leafText(value).trimEnd()}`,
});

function wiringDifferences(
  before: readonly Wiring[],
  after: readonly Wiring[],
): readonly Discrepancy[] {
  const nameOf = ({ use, provide }: Wiring): string => `${portText(use)}=${portText(provide)}`;
  const [was, is] = [new Set(before.map(nameOf)), new Set(after.map(nameOf))];
  const gone = before.filter((one) => !is.has(nameOf(one)));
  const come = after.filter((one) => !was.has(nameOf(one)));
  return [
    ...gone.map((one): Discrepancy => {
      const text = `${portText(one.use)} lets go of ${portText(one.provide)}`;
      return { what: "unwired", name: nameOf(one), text };
    }),
    ...come.map((one): Discrepancy => {
      const text = `${portText(one.use)} uses ${portText(one.provide)}`;
      return { what: "wired", name: nameOf(one), text };
    }),
  ];
}
