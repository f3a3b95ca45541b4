/** Podman on a host, set up so that it needs no systemd. */
import { component } from "madeus";
import { apt, aptRemoved, directory, file } from "madeus/actions";
import { Packages } from "../openstack/ports.ts";
import { Containers } from "./ports.ts";

const packages = ["podman", "runc", "containernetworking-plugins"];
const configured = "/etc/containers/containers.conf";

export const engine = component({
  name: "engine",
  places: ["absent", "ready"],
  initial: "absent",
  uses: { packages: { type: Packages, in: ["install", "ready", "remove"] } },
  provides: { containers: { type: Containers, in: ["ready"] } },
  behaviors: {
    deploy: {
      install: {
        from: "absent",
        to: "ready",
        durationS: 15,
        limits: ["apt"],
        steps: [apt(packages, { recommends: false, services: false })],
      },
      configure: {
        from: "absent",
        to: "ready",
        durationS: 0.1,
        steps: [
          directory("/etc/containers"),
          file({
            path: configured,
            content: `[containers]
default_ulimits = []

[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
`,
          }),
        ],
      },
    },
    uninstall: {
      remove: {
        from: "ready",
        to: "absent",
        durationS: 5,
        limits: ["apt"],
        steps: [aptRemoved(packages, { purge: true })],
      },
    },
  },
});
