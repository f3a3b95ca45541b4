/** The host on which networks meet: addresses, routers, and what a server asks about itself. Its agents start beside each other. */
import { component } from "madeus";
import { apt, aptRemoved } from "madeus/actions";
import { awaitAgents } from "./agents.ts";
import { personOf } from "./identity.ts";
import {
  Account,
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

const programs = ["neutron-dhcp-agent", "neutron-l3-agent", "neutron-metadata-agent"] as const;
const fileOf = (agent: string): string => `/etc/neutron/${agent}_agent.ini`;

export const network = component({
  name: "network",
  places: ["absent", "installed", "configured", "running", "alive"],
  initial: "absent",
  uses: {
    packages: {
      type: Packages,
      in: ["install", "installed", "configured", "running", "alive", "remove"],
    },
    machine: { type: Machine, in: ["check"] },
    files: {
      type: NetworkFiles,
      in: ["configure", "configured", "running", "alive"],
    },
    nova: { type: Backend, in: ["configure"] },
    metadata: { type: Account, in: ["configure"] },
    messages: {
      type: Messages,
      in: ["start_dhcp", "start_l3", "start_metadata", "running", "check", "alive"],
    },
    networks: {
      type: Networks,
      in: ["start_dhcp", "start_l3", "start_metadata", "running", "check", "alive"],
    },
    neutron: { type: Backend, in: ["check"] },
    admin: { type: Account, in: ["check"] },
    tokens: { type: Tokens, in: ["check"] },
    realm: { type: Realm, in: ["check"] },
  },
  provides: { agents: { type: Agents, in: ["alive"] } },
  behaviors: {
    deploy: {
      install: {
        from: "absent",
        to: "installed",
        durationS: 20,
        limits: ["apt"],
        steps: [apt(programs, { recommends: false, services: false })],
      },
      configure: {
        from: "installed",
        to: "configured",
        durationS: 0.2,
        steps: [
          settings(fileOf("dhcp"), "neutron", {
            DEFAULT: {
              interface_driver: "linuxbridge",
              dhcp_driver: "neutron.agent.linux.dhcp.Dnsmasq",
              enable_isolated_metadata: true,
            },
          }),
          settings(fileOf("l3"), "neutron", { DEFAULT: { interface_driver: "linuxbridge" } }),
          async (scope) =>
            settings(fileOf("metadata"), "neutron", {
              DEFAULT: {
                nova_metadata_host: scope.read("nova").host,
                metadata_proxy_shared_secret: (await personOf(scope, scope.read("metadata")))
                  .password,
                metadata_workers: 1,
              },
            }),
        ],
      },
      start_dhcp: {
        from: "configured",
        to: "running",
        durationS: 0.7,
        timeoutMs: 60_000,
        steps: [running("neutron-dhcp-agent")],
      },
      start_l3: {
        from: "configured",
        to: "running",
        durationS: 0.7,
        timeoutMs: 60_000,
        steps: [running("neutron-l3-agent")],
      },
      start_metadata: {
        from: "configured",
        to: "running",
        durationS: 0.7,
        timeoutMs: 60_000,
        steps: [running("neutron-metadata-agent")],
      },
      check: {
        from: "running",
        to: "alive",
        durationS: 3,
        timeoutMs: 180_000,
        run: (scope) => awaitAgents(scope, programs),
      },
    },
    uninstall: {
      part: { from: "alive", to: "running" },
      stop: {
        from: "running",
        to: "configured",
        durationS: 2,
        steps: programs.map((name) => stopped(name)),
      },
      unconfigure: { from: "configured", to: "installed" },
      remove: {
        from: "installed",
        to: "absent",
        durationS: 5,
        limits: ["apt"],
        steps: [aptRemoved(programs, { purge: true })],
      },
    },
  },
});
