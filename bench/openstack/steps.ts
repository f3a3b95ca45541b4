/**
 * The steps of a playbook as an assembly: an instance for each, and the graph as connections. `madeus deploy bench/openstack/steps.ts`
 *
 * With nothing limited this is what Madeus makes of the graph. `--parallel 1` is one step after another; with a limit of 1 for every
 * service, services go beside each other, but nothing within one.
 */
import { type AnyComponent, assembly, component, many, service, setting, ssh } from "madeus";
import { needsOf } from "./needs.ts";
import { type Step, environmentOf, stepsOf } from "./playbook.ts";

const Done = service("done");

const playbook = setting("playbook", String, "openstack");
const configFile = setting("ssh_config", String);
/** `name=address,…` */
const addresses = Object.fromEntries(
  setting("addresses", String)
    .split(",")
    .map((one): [string, string] => {
      const [name = "", address = ""] = one.split("=");
      return [name, address];
    }),
);

const hosts = Object.keys(addresses);
const all = stepsOf(playbook, hosts);
const needs = needsOf(playbook, all);

const instanceOf = (step: string): string => step.replaceAll(/[.@]/g, "-");

const componentOf = ({ name, host, shell }: Step): AnyComponent =>
  component({
    name: instanceOf(name),
    places: ["open", "done"],
    initial: "open",
    uses: { before: { type: many(Done, { min: 0 }), in: ["perform", "done"] } },
    provides: { done: { type: Done, in: ["done"] } },
    behaviors: {
      deploy: {
        perform: {
          from: "open",
          to: "done",
          limits: [name.split(".")[0] ?? ""],
          run: ({ exec }) =>
            exec("bash", ["-c", shell], { env: environmentOf(playbook, host, addresses) }),
        },
      },
    },
  });

export const steps = assembly({
  name: "steps",
  hosts: Object.fromEntries(hosts.map((name) => [name, ssh({ host: name, configFile })])),
  components: Object.fromEntries(all.map((step) => [instanceOf(step.name), componentOf(step)])),
  on: Object.fromEntries(all.map(({ name, host }) => [instanceOf(name), host])),
  wires: Object.fromEntries(
    all.map(({ name }) => [
      instanceOf(name),
      { before: (needs.get(name) ?? []).map((one) => `${instanceOf(one)}.done`) },
    ]),
  ),
});
