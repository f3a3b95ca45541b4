/** Memcached in a container. */
import { component } from "madeus";
import { noContainer, waitForPort } from "madeus/actions";
import { Address, Cache, Machine } from "../openstack/ports.ts";
import { pulled, running } from "./image.ts";
import { Containers, Registry, Source } from "./ports.ts";

const port = 11211;

export const memcached = component({
  name: "memcached-container",
  places: ["absent", "pulled", "running"],
  initial: "absent",
  uses: {
    containers: { type: Containers, in: ["pull", "pulled", "start", "running", "stop"] },
    registry: { type: Registry, in: ["pull"] },
    source: { type: Source, in: ["pull", "start"] },
    machine: { type: Machine, in: ["pull"] },
  },
  provides: {
    cache: { type: Cache, in: ["running"] },
    address: { type: Address, in: ["pulled", "running"] },
  },
  behaviors: {
    deploy: {
      pull: {
        from: "absent",
        to: "pulled",
        durationS: 5,
        steps: [
          ({ read, give }) => {
            give("address", { host: read("machine").address, port });
            return pulled("memcached", read("source"));
          },
        ],
      },
      start: {
        from: "pulled",
        to: "running",
        durationS: 1.5,
        timeoutMs: 60_000,
        steps: [
          ({ read }) =>
            running("memcached", read("source"), {
              command: ["memcached", "-u", "memcache", "-l", "0.0.0.0"],
            }),
          waitForPort(port),
        ],
      },
    },
    uninstall: {
      stop: { from: "running", to: "pulled", durationS: 1, steps: [noContainer("memcached")] },
      release: { from: "pulled", to: "absent" },
    },
  },
});
