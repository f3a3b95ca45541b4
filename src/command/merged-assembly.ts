/** What a merge comes to, as an assembly: one that is clean leaf by leaf may still be ill-formed. */
import { type Assembly, assemblyBrand } from "../model/assembly.ts";
import { wellFormed } from "../model/check.ts";
import { MadeusError } from "../model/code.ts";
import type { AnyComponent, UseDeclaration } from "../model/component.ts";
import { refuseErrors } from "../model/finding.ts";
import { quote } from "../model/name.ts";
import { isMany } from "../model/port.ts";
import { portText } from "../model/program.ts";
import type { Deployment } from "../store/deployment.ts";
import type { FindType } from "./stood.ts";

/**
 * @param around  the name and the hosts of the assembly of the file
 * @throws MadeusError  with all findings where it is ill-formed; `MADEUS_UNKNOWN_TYPE`
 */
export function ensureWellFormed(
  deployment: Deployment,
  find: FindType,
  { name, hosts }: Pick<Assembly, "name" | "hosts">,
): void {
  const components: Record<string, AnyComponent> = {};
  const on: Record<string, string> = {};
  for (const [instance, one] of deployment.instances) {
    const component = find(instance, one);
    if (component === undefined) throw unknownType(instance, one.type);
    components[instance] = component;
    if (one.host !== undefined) on[instance] = one.host;
  }
  if (deployment.instances.size === 0) return;
  const wires = wiresOf(deployment, components);
  refuseErrors(
    wellFormed({ [assemblyBrand]: true, name, components, wires, hosts, on, at: undefined }),
  );
}

/** As they are declared: a list for a port that takes many. */
function wiresOf(
  { connections }: Deployment,
  components: Readonly<Record<string, AnyComponent>>,
): Assembly["wires"] {
  const wires: Record<string, Record<string, string | readonly string[]>> = {};
  for (const [use, all] of Map.groupBy(connections, (one) => portText(one.use))) {
    const { instance, port } = all[0]?.use ?? { instance: use, port: "" };
    const uses = components[instance]?.uses as Readonly<Record<string, UseDeclaration>> | undefined;
    const declared = uses?.[port];
    const providers = all.map(({ provide }) => portText(provide));
    const isList = declared !== undefined && isMany(declared.type);
    (wires[instance] ??= {})[port] = isList ? providers : (providers[0] ?? "");
  }
  return wires;
}

const unknownType = (instance: string, type: string): MadeusError =>
  new MadeusError(
    "MADEUS_UNKNOWN_TYPE",
    `After the merge ${instance} is a ${quote(type)}, and nothing here says what that is.`,
    { hint: "Export the component from the file." },
  );
