/** Where the images of a deployment come from: a registry on one of its own hosts, or one that is there already. */
import { component, setting } from "madeus";
import { apt, aptRemoved, daemon, directory, file, noDaemon, waitForPort } from "madeus/actions";
import { Machine, Packages } from "../openstack/ports.ts";
import { Registry, Source } from "./ports.ts";

const port = 4000;
const stored = "/var/lib/docker-registry";
const configured = "/etc/docker/registry/madeus.yml";

/** A registry on the instance's host; `/var/lib/docker-registry` holds its images. */
export const ownRegistry = component({
  name: "own-registry",
  places: ["absent", "installed", "running"],
  initial: "absent",
  uses: {
    packages: { type: Packages, in: ["install", "installed", "remove"] },
    machine: { type: Machine, in: ["start"] },
  },
  provides: {
    registry: { type: Registry, in: ["running"] },
    source: { type: Source, in: ["running"] },
  },
  behaviors: {
    deploy: {
      install: {
        from: "absent",
        to: "installed",
        durationS: 4,
        limits: ["apt"],
        steps: [
          apt("docker-registry", { recommends: false, services: false }),
          directory(stored),
          file({
            path: configured,
            content: `version: 0.1
log: { level: error }
storage: { filesystem: { rootdirectory: ${stored} } }
http: { addr: ":${port}" }
`,
          }),
        ],
      },
      start: {
        from: "installed",
        to: "running",
        durationS: 0.5,
        timeoutMs: 30_000,
        steps: [
          daemon({ name: "registry", command: ["docker-registry", "serve", configured] }),
          waitForPort(port),
          ({ read, give }) => give("source", { registry: `${read("machine").address}:${port}` }),
        ],
      },
    },
    uninstall: {
      stop: { from: "running", to: "installed", durationS: 0.2, steps: [noDaemon("registry")] },
      remove: {
        from: "installed",
        to: "absent",
        durationS: 3,
        limits: ["apt"],
        steps: [aptRemoved("docker-registry", { purge: true })],
      },
    },
  },
});

const distant = setting("registry", String, "registry:4000");

/** A registry that others keep: `--set registry=HOST:PORT`. */
export const distantRegistry = component({
  name: "distant-registry",
  places: ["unknown", "known"],
  initial: "unknown",
  provides: {
    registry: { type: Registry, in: ["known"] },
    source: { type: Source, in: ["known"] },
  },
  behaviors: {
    deploy: {
      name: {
        from: "unknown",
        to: "known",
        durationS: 0,
        run: ({ give }) => give("source", { registry: distant }),
      },
    },
    uninstall: { forget: { from: "known", to: "unknown" } },
  },
});
