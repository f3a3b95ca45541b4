/**
 * How large are the assemblies of OpenStack, beside the playbook? `node bench/openstack/size.ts`
 *
 * Counted is what is deployed: places, transitions and ports of all instances, and of each kind of component once. The paper's assembly of
 * OpenStack has 32 places, 30 transitions and 47 ports. Lines are those that are neither empty nor a comment alone.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { AnyComponent } from "madeus";
import { openstack } from "../../assemblies/openstack.ts";
import { stepsOf } from "./playbook.ts";

const assemblies = join(import.meta.dirname, "../../assemblies");
const playbook = join(import.meta.dirname, "../peers/ansible");

const instances = Object.values(openstack.components) as readonly AnyComponent[];
const kinds = [...new Set(instances)];

say("instances", sizesOf(instances));
say("kinds of component", sizesOf(kinds));
say(
  "steps of the playbook",
  String(stepsOf("openstack", ["control", "network", "compute"]).length),
);
say("lines of the assembly", String(linesIn(tree("openstack"), "//")));
say(
  "lines of the playbook",
  String(
    linesIn([join(playbook, "openstack.yml"), join(playbook, "group_vars/openstack.yml")], "#"),
  ),
);

/** Of those that `deploy` takes; all behaviors have more. */
function sizesOf(components: readonly AnyComponent[]): string {
  const sum = (count: (one: AnyComponent) => number): number =>
    components.reduce((total, one) => total + count(one), 0);
  const transitions = sum(({ behaviors }) => Object.keys(behaviors["deploy"] ?? {}).length);
  const all = sum(({ behaviors }) =>
    Object.values(behaviors).reduce((total, one) => total + Object.keys(one).length, 0),
  );
  const ports = sum(
    ({ uses, provides }) => Object.keys({ ...uses }).length + Object.keys({ ...provides }).length,
  );
  return `${components.length}: ${sum(({ places }) => places.length)} places, ${transitions} transitions to deploy (${all} in all), ${ports} ports`;
}

function tree(name: string): readonly string[] {
  const files = readdirSync(join(assemblies, name)).map((file) => join(assemblies, name, file));
  return [join(assemblies, `${name}.ts`), ...files];
}

function linesIn(files: readonly string[], comment: string): number {
  const lines = files.flatMap((file) => readFileSync(file, "utf8").split("\n"));
  return lines.filter((line) => {
    const text = line.trim();
    return text !== "" && !text.startsWith(comment) && !/^(\/\*\*|\*)/.test(text);
  }).length;
}

function say(what: string, found: string): void {
  process.stdout.write(`${what}: ${found}\n`);
}
