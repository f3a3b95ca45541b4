/** RabbitMQ. Its user stands in its configuration: no further program has to be started to make it. */
import { component } from "madeus";
import { absent, apt, aptRemoved, file } from "madeus/actions";
import { personOf } from "./identity.ts";
import { Account, Address, Machine, Messages, Packages } from "./ports.ts";

const port = 5672;
const configured = "/etc/rabbitmq/rabbitmq.conf";

export const rabbitmq = component({
  name: "rabbitmq",
  places: ["absent", "claimed", "installed", "configured", "running"],
  initial: "absent",
  uses: {
    packages: { type: Packages, in: ["install", "installed", "configured", "running", "remove"] },
    machine: { type: Machine, in: ["claim"] },
    account: { type: Account, in: ["configure"] },
  },
  provides: {
    messages: { type: Messages, in: ["running"] },
    address: { type: Address, in: ["claimed", "installed", "configured", "running"] },
  },
  behaviors: {
    deploy: {
      claim: {
        from: "absent",
        to: "claimed",
        durationS: 0,
        run: ({ read, give }) => give("address", { host: read("machine").address, port }),
      },
      install: {
        from: "claimed",
        to: "installed",
        durationS: 10,
        limits: ["apt"],
        steps: [apt("rabbitmq-server", { recommends: false, services: false })],
      },
      configure: {
        from: "installed",
        to: "configured",
        durationS: 0.1,
        steps: [
          async (scope) => {
            const { user, password } = await personOf(scope, scope.read("account"));
            return file({
              path: configured,
              mode: "0640",
              group: "rabbitmq",
              content: `listeners.tcp.default = ${port}\ndefault_user = ${user}\ndefault_pass = ${password}\n`,
            });
          },
        ],
      },
      start: {
        from: "configured",
        to: "running",
        durationS: 8,
        timeoutMs: 180_000,
        // Asked whether it runs, its script starts as large a program as itself: so it is not asked.
        run: ({ sh }) => sh`service rabbitmq-server start`,
      },
    },
    uninstall: {
      stop: {
        from: "running",
        to: "configured",
        durationS: 5,
        run: ({ sh }) => sh`service rabbitmq-server stop`,
      },
      erase: {
        from: "configured",
        to: "installed",
        durationS: 0.1,
        steps: [absent("/var/lib/rabbitmq/mnesia"), absent(configured)],
      },
      remove: {
        from: "installed",
        to: "claimed",
        durationS: 5,
        limits: ["apt"],
        steps: [aptRemoved("rabbitmq-server", { purge: true })],
      },
      release: { from: "claimed", to: "absent" },
    },
  },
  probes: { running: async ({ sh }) => (await sh`rabbitmqctl -q ping`) !== "" },
});
