/** Neutron's agent on a host whose network it sets up, with Linux bridges. It reports late if it starts before whom it reports to. */
import { component } from "madeus";
import { absent, apt, aptRemoved, directory } from "madeus/actions";
import { awaitAgents } from "./agents.ts";
import { personOf } from "./identity.ts";
import { neutronFile, neutronSettings } from "./neutron-settings.ts";
import {
  Account,
  Address,
  Agents,
  Backend,
  Machine,
  Messages,
  NetworkFiles,
  Networks,
  Packages,
  Realm,
  Tokens,
} from "./ports.ts";
import { running, stopped } from "./program.ts";
import { settings } from "./text.ts";

const bridgeFile = "/etc/neutron/plugins/ml2/linuxbridge_agent.ini";

export const bridge = component({
  name: "bridge",
  places: ["absent", "installed", "configured", "running", "alive"],
  initial: "absent",
  uses: {
    packages: {
      type: Packages,
      in: ["install", "installed", "configured", "running", "alive", "remove"],
    },
    machine: { type: Machine, in: ["configure", "check"] },
    messenger: { type: Account, in: ["configure"] },
    broker: { type: Address, in: ["configure"] },
    messages: { type: Messages, in: ["start", "running", "alive"] },
    networks: { type: Networks, in: ["start", "running", "alive"] },
    neutron: { type: Backend, in: ["check"] },
    admin: { type: Account, in: ["check"] },
    tokens: { type: Tokens, in: ["check"] },
    realm: { type: Realm, in: ["check"] },
  },
  provides: {
    files: { type: NetworkFiles, in: ["configured", "running", "alive"] },
    agents: { type: Agents, in: ["alive"] },
  },
  behaviors: {
    deploy: {
      install: {
        from: "absent",
        to: "installed",
        durationS: 20,
        limits: ["apt"],
        steps: [apt("neutron-linuxbridge-agent", { recommends: false, services: false })],
      },
      configure: {
        from: "installed",
        to: "configured",
        durationS: 0.2,
        steps: [
          async (scope) => {
            const messenger = await personOf(scope, scope.read("messenger"));
            return settings(
              neutronFile,
              "neutron",
              neutronSettings(scope.read("broker"), messenger),
            );
          },
          ({ read }) =>
            settings(bridgeFile, "neutron", {
              vxlan: {
                enable_vxlan: true,
                local_ip: read("machine").address,
                l2_population: false,
              },
              securitygroup: { enable_security_group: true, firewall_driver: "iptables" },
            }),
          directory({ path: "/var/lib/neutron/lock", owner: "neutron", group: "neutron" }),
        ],
      },
      start: {
        from: "configured",
        to: "running",
        durationS: 0.7,
        timeoutMs: 60_000,
        steps: [running("neutron-linuxbridge-agent")],
      },
      check: {
        from: "running",
        to: "alive",
        durationS: 3,
        timeoutMs: 180_000,
        run: (scope) => awaitAgents(scope, ["neutron-linuxbridge-agent"]),
      },
    },
    uninstall: {
      part: { from: "alive", to: "running" },
      stop: {
        from: "running",
        to: "configured",
        durationS: 1,
        steps: [stopped("neutron-linuxbridge-agent")],
      },
      unconfigure: { from: "configured", to: "installed", steps: [absent(neutronFile)] },
      remove: {
        from: "installed",
        to: "absent",
        durationS: 5,
        limits: ["apt"],
        steps: [aptRemoved("neutron-linuxbridge-agent", { purge: true })],
      },
    },
  },
});
