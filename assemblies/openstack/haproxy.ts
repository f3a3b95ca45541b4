/** HAProxy, in front of all that users ask. It is configured with what is to come: it may run before anybody stands behind it. */
import { type ValueOf, component, many } from "madeus";
import { apt, aptRemoved, file, service } from "madeus/actions";
import { Backend, Front, Machine, Packages } from "./ports.ts";

const configured = "/etc/haproxy/haproxy.cfg";

export const haproxy = component({
  name: "haproxy",
  places: ["absent", "claimed", "installed", "configured", "running"],
  initial: "absent",
  uses: {
    packages: { type: Packages, in: ["install", "installed", "configured", "running", "remove"] },
    machine: { type: Machine, in: ["claim"] },
    backends: { type: many(Backend), in: ["configure"] },
  },
  provides: {
    front: { type: Front, in: ["running"] },
    at: { type: Machine, in: ["claimed", "installed", "configured", "running"] },
  },
  behaviors: {
    deploy: {
      claim: {
        from: "absent",
        to: "claimed",
        durationS: 0,
        run: ({ read, give }) => give("at", read("machine")),
      },
      install: {
        from: "claimed",
        to: "installed",
        durationS: 5,
        limits: ["apt"],
        steps: [apt("haproxy", { recommends: false, services: false })],
      },
      configure: {
        from: "installed",
        to: "configured",
        durationS: 0.1,
        steps: [({ read }) => file({ path: configured, content: frontSettings(read("backends")) })],
      },
      start: {
        from: "configured",
        to: "running",
        durationS: 0.3,
        timeoutMs: 60_000,
        steps: [service({ name: "haproxy", restartAfter: [configured] })],
      },
    },
    uninstall: {
      stop: {
        from: "running",
        to: "configured",
        durationS: 0.5,
        steps: [service({ name: "haproxy", state: "stopped" })],
      },
      unconfigure: { from: "configured", to: "installed" },
      remove: {
        from: "installed",
        to: "claimed",
        durationS: 5,
        limits: ["apt"],
        steps: [aptRemoved("haproxy", { purge: true, dependents: "spare" })],
      },
      release: { from: "claimed", to: "absent" },
    },
  },
});

/** The file of HAProxy. */
export const frontSettings = (backends: readonly ValueOf<typeof Backend>[]): string => `
global
  maxconn 4000
  user haproxy
  group haproxy
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
${backends
  .map(
    ({ name, port, host, backend }) => `
listen ${name}
  bind *:${port}
  server ${name} ${host}:${backend}
`,
  )
  .join("")}`;
