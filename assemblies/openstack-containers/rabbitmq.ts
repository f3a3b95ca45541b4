/** RabbitMQ in a container. */
import { component } from "madeus";
import { directory, file, noContainer, waitForPort } from "madeus/actions";
import { personOf } from "../openstack/identity.ts";
import { Account, Address, Machine, Messages } from "../openstack/ports.ts";
import { pulled, running } from "./image.ts";
import { Containers, Registry, Source } from "./ports.ts";

const at = "/etc/openstack/rabbitmq";
const port = 5672;

export const rabbitmq = component({
  name: "rabbitmq-container",
  places: ["absent", "prepared", "running"],
  initial: "absent",
  uses: {
    containers: { type: Containers, in: ["pull", "prepared", "start", "running", "stop"] },
    registry: { type: Registry, in: ["pull"] },
    source: { type: Source, in: ["pull", "start"] },
    machine: { type: Machine, in: ["configure"] },
    account: { type: Account, in: ["configure"] },
  },
  provides: {
    messages: { type: Messages, in: ["running"] },
    address: { type: Address, in: ["prepared", "running"] },
  },
  behaviors: {
    deploy: {
      pull: {
        from: "absent",
        to: "prepared",
        durationS: 12,
        steps: [({ read }) => pulled("rabbitmq", read("source"))],
      },
      configure: {
        from: "absent",
        to: "prepared",
        durationS: 0.2,
        steps: [
          directory({ path: "/etc/openstack", mode: "0700" }),
          directory(at),
          async (scope) => {
            const { user, password } = await personOf(scope, scope.read("account"));
            scope.give("address", { host: scope.read("machine").address, port });
            return file({
              path: `${at}/rabbitmq.conf`,
              // The container's own user must read it; the directory above it lets nobody in but root.
              mode: "0644",
              content: `listeners.tcp.default = ${port}\ndefault_user = ${user}\ndefault_pass = ${password}\n`,
            });
          },
        ],
      },
      start: {
        from: "prepared",
        to: "running",
        durationS: 8,
        timeoutMs: 180_000,
        steps: [
          ({ read }) =>
            running("rabbitmq", read("source"), {
              command: ["rabbitmq-server"],
              volumes: [`${at}/rabbitmq.conf:/etc/rabbitmq/rabbitmq.conf:ro`],
            }),
          waitForPort(port),
        ],
      },
    },
    uninstall: {
      stop: { from: "running", to: "prepared", durationS: 5, steps: [noContainer("rabbitmq")] },
      release: { from: "prepared", to: "absent" },
    },
  },
});
