/** Memcached: keystone and those who check its tokens keep there what they have found out. */
import { component } from "madeus";
import { apt, aptRemoved, line, service } from "madeus/actions";
import { Address, Cache, Machine, Packages } from "./ports.ts";

const port = 11211;
const configured = "/etc/memcached.conf";

export const memcached = component({
  name: "memcached",
  places: ["absent", "claimed", "installed", "running"],
  initial: "absent",
  uses: {
    packages: { type: Packages, in: ["install", "installed", "running", "remove"] },
    machine: { type: Machine, in: ["claim"] },
  },
  provides: {
    cache: { type: Cache, in: ["running"] },
    address: { type: Address, in: ["claimed", "installed", "running"] },
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
        durationS: 5,
        limits: ["apt"],
        steps: [apt(["memcached", "python3-memcache"], { recommends: false, services: false })],
      },
      start: {
        from: "installed",
        to: "running",
        durationS: 0.5,
        timeoutMs: 60_000,
        steps: [
          line({ path: configured, line: "-l 0.0.0.0", match: /^-l / }),
          service({ name: "memcached", restartAfter: [configured] }),
        ],
      },
    },
    uninstall: {
      stop: {
        from: "running",
        to: "installed",
        durationS: 1,
        steps: [service({ name: "memcached", state: "stopped" })],
      },
      remove: {
        from: "installed",
        to: "claimed",
        durationS: 5,
        limits: ["apt"],
        steps: [
          aptRemoved(["memcached", "python3-memcache"], { purge: true, dependents: "spare" }),
        ],
      },
      release: { from: "claimed", to: "absent" },
    },
  },
});
