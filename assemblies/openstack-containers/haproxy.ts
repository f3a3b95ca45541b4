/** HAProxy in a container, in front of what users ask. */
import { component, many } from "madeus";
import { directory, file, noContainer } from "madeus/actions";
import { frontSettings } from "../openstack/haproxy.ts";
import { Backend, Front, Machine } from "../openstack/ports.ts";
import { pulled, running } from "./image.ts";
import { Containers, Registry, Source } from "./ports.ts";

const at = "/etc/openstack/haproxy";

export const haproxy = component({
  name: "haproxy-container",
  places: ["absent", "prepared", "running"],
  initial: "absent",
  uses: {
    containers: { type: Containers, in: ["pull", "prepared", "start", "running", "stop"] },
    registry: { type: Registry, in: ["pull"] },
    source: { type: Source, in: ["pull", "start"] },
    machine: { type: Machine, in: ["configure"] },
    backends: { type: many(Backend), in: ["configure"] },
  },
  provides: {
    front: { type: Front, in: ["running"] },
    at: { type: Machine, in: ["prepared", "running"] },
  },
  behaviors: {
    deploy: {
      pull: {
        from: "absent",
        to: "prepared",
        durationS: 5,
        steps: [({ read }) => pulled("haproxy", read("source"))],
      },
      configure: {
        from: "absent",
        to: "prepared",
        durationS: 0.2,
        steps: [
          directory(at),
          ({ read, give }) => {
            give("at", read("machine"));
            return file({ path: `${at}/haproxy.cfg`, content: frontSettings(read("backends")) });
          },
        ],
      },
      start: {
        from: "prepared",
        to: "running",
        durationS: 1.5,
        timeoutMs: 60_000,
        steps: [
          ({ read }) =>
            running("haproxy", read("source"), {
              command: ["haproxy", "-W", "-db", "-f", "/etc/haproxy/haproxy.cfg"],
              volumes: [`${at}/haproxy.cfg:/etc/haproxy/haproxy.cfg:ro`],
            }),
        ],
      },
    },
    uninstall: {
      stop: { from: "running", to: "prepared", durationS: 1, steps: [noContainer("haproxy")] },
      release: { from: "prepared", to: "absent" },
    },
  },
});
