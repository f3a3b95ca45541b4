/** Fifty actions on each host, one after another, that do nothing: what a task costs. `madeus deploy bench/openstack/trivial.ts` */
import { type AnyComponent, assembly, component, setting, ssh } from "madeus";

const configFile = setting("ssh_config", String);
const hosts = setting("hosts", String).split(",");
const numbers = Array.from({ length: 50 }, (_, index) => index + 1);

const fifty: AnyComponent = component({
  name: "fifty",
  places: ["p0", ...numbers.map((number) => `p${number}`)],
  initial: "p0",
  behaviors: {
    deploy: Object.fromEntries(
      numbers.map((number) => [
        `t${number}`,
        {
          from: `p${number - 1}`,
          to: `p${number}`,
          run: ({
            sh,
          }: {
            sh: (text: TemplateStringsArray, ...values: number[]) => Promise<string>;
          }) => sh`true ${number}`,
        },
      ]),
    ),
  },
});

export const trivial = assembly({
  name: "trivial",
  hosts: Object.fromEntries(hosts.map((name) => [name, ssh({ host: name, configFile })])),
  components: Object.fromEntries(hosts.map((name) => [`on-${name}`, fifty])),
  on: Object.fromEntries(hosts.map((name) => [`on-${name}`, name])),
});
