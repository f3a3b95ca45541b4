/** The client `openstack`, and a file that tells it where and as whom to ask. It knows early where everybody will be. */
import { component } from "madeus";
import { absent, apt, aptRemoved, directory, file } from "madeus/actions";
import { doorOf } from "./catalog.ts";
import { personOf } from "./identity.ts";
import { Account, Backend, Doors, Machine, Packages } from "./ports.ts";
import { region } from "./realm.ts";

/** Where the client looks for itself. */
const clouds = "/etc/openstack/clouds.yaml";

export const client = component({
  name: "client",
  places: ["absent", "claimed", "ready"],
  initial: "absent",
  uses: {
    packages: { type: Packages, in: ["install", "ready", "remove"] },
    front: { type: Machine, in: ["claim"] },
    keystone: { type: Backend, in: ["claim"] },
    glance: { type: Backend, in: ["claim"] },
    neutron: { type: Backend, in: ["claim"] },
    nova: { type: Backend, in: ["claim"] },
    doors: { type: Doors, in: ["configure"] },
    admin: { type: Account, in: ["configure"] },
  },
  provides: { known: { type: Doors, in: ["claimed"] } },
  behaviors: {
    deploy: {
      claim: {
        from: "absent",
        to: "claimed",
        durationS: 0,
        run: ({ read, give }) => {
          const front = read("front");
          give("known", {
            keystone: `${doorOf(front, read("keystone"))}/v3`,
            glance: doorOf(front, read("glance")),
            neutron: doorOf(front, read("neutron")),
            nova: doorOf(front, read("nova")),
          });
        },
      },
      install: {
        from: "claimed",
        to: "ready",
        durationS: 20,
        limits: ["apt"],
        steps: [apt(["python3-openstackclient", "curl"], { recommends: false })],
      },
      configure: {
        from: "claimed",
        to: "ready",
        durationS: 0.1,
        steps: [
          directory("/etc/openstack"),
          async (scope) => {
            const { user, password } = await personOf(scope, scope.read("admin"));
            const cloud = {
              region_name: region,
              identity_api_version: 3,
              auth: {
                auth_url: scope.read("doors").keystone,
                username: user,
                password,
                user_domain_name: "Default",
                project_name: "admin",
                project_domain_name: "Default",
              },
            };
            return file({
              path: clouds,
              content: `${JSON.stringify({ clouds: { admin: cloud } }, undefined, 2)}\n`,
              mode: "0600",
            });
          },
        ],
      },
    },
    uninstall: {
      remove: {
        from: "ready",
        to: "claimed",
        durationS: 5,
        limits: ["apt"],
        // The servers' packages need the client's.
        steps: [
          aptRemoved("python3-openstackclient", { purge: true, dependents: "spare" }),
          absent(clouds),
        ],
      },
      release: { from: "claimed", to: "absent" },
    },
  },
});
