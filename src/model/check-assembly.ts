/** Is an assembly well-formed? Its instances, its wires and where they are placed; its components are looked at one by one. */
import { componentFindings } from "./check-component.ts";
import { assemblyForm } from "./declaration.ts";
import { badName } from "./check-names.ts";
import type { Finding } from "./code.ts";
import type { Assembly } from "./assembly.ts";
import { error, finding, type Remark, warning } from "./finding.ts";
import { isObject } from "./form.ts";
import { nameProblem, quote, titleProblem } from "./name.ts";
import { didYouMean } from "./nearest.ts";
import { type Instances, instancesOf } from "./offers.ts";
import { wireRemarks } from "./check-wires.ts";

/**
 * Everything that is wrong with an assembly, its components included; it may be any value.
 *
 * @param purpose  `deployment` asks for whole wiring and for a behavior `deploy` everywhere; `beginning`, of a program, does not:
 *   the program may still connect what is open
 */
export function assemblyFindings(
  value: unknown,
  purpose: "deployment" | "beginning",
): readonly Finding[] {
  const { name, at, components } = isObject(value) ? value : {};
  const subject = typeof name === "string" ? `assembly ${quote(name)}` : "an assembly";
  const problems = assemblyForm(value, []);
  const ofComponents = isObject(components)
    ? [...new Set(Object.values(components).filter(isObject))].flatMap(componentFindings)
    : [];
  const remarks =
    problems.length > 0
      ? problems.map((problem) => error("MADEUS_MALFORMED", problem))
      : assemblyRemarks(value as Assembly, purpose);
  return [...ofComponents, ...remarks.map((remark) => finding(subject, at, remark))];
}

function assemblyRemarks(
  assembly: Assembly,
  purpose: "deployment" | "beginning",
): readonly Remark[] {
  const instances = instancesOf(assembly);
  const remarks = [
    ...badNames(assembly),
    ...wireRemarks(assembly.wires, instances, purpose === "deployment"),
    ...placements(assembly),
  ];
  return purpose === "deployment" ? [...remarks, ...notDeployable(instances)] : remarks;
}

function* badNames({ name, components, hosts }: Assembly): Generator<Remark> {
  const bad = (what: string, of: string, problem: string | undefined): readonly Remark[] =>
    problem === undefined ? [] : [badName(what, of, problem)];
  yield* bad("assembly", name, titleProblem(name));
  for (const instance of Object.keys(components))
    yield* bad("instance", instance, nameProblem(instance));
  for (const host of Object.keys(hosts)) yield* bad("host", host, titleProblem(host));
}

/** Which instance is on which host. */
function* placements({ components, hosts, on }: Assembly): Generator<Remark> {
  for (const [instance, host] of Object.entries(on)) {
    if (!Object.hasOwn(components, instance))
      yield error(
        "MADEUS_UNKNOWN_INSTANCE",
        `"on" places ${quote(instance)}, which is not an instance`,
        didYouMean(instance, Object.keys(components)),
      );
    yield* unknownHost(hosts, instance, host);
  }
}

export function* unknownHost(
  hosts: Assembly["hosts"],
  instance: string,
  host: string | undefined,
): Generator<Remark> {
  if (host !== undefined && !Object.hasOwn(hosts, host))
    yield error(
      "MADEUS_UNKNOWN_HOST",
      `${quote(instance)} is placed on ${quote(host)}, which is not one of the hosts`,
      didYouMean(host, Object.keys(hosts)) ?? `declare it: hosts: { … }`,
    );
}

function* notDeployable(instances: Instances): Generator<Remark> {
  if (instances.size === 0)
    yield warning("MADEUS_NO_COMPONENTS", "it has no components: there is nothing to deploy");
  for (const [instance, component] of instances)
    if (component !== undefined && !Object.hasOwn(component.behaviors, "deploy"))
      yield error(
        "MADEUS_NO_DEPLOY",
        `${quote(instance)} has no behavior "deploy" and cannot be deployed`,
        didYouMean("deploy", Object.keys(component.behaviors)),
      );
}
