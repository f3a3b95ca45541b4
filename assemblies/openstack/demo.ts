/**
 * What shows that all of it works: an image, a network with a router, and a server that is active and has an address.
 *
 * It asks at the front, as users do. Each thing is made as soon as there is somebody who takes it: the network when the agents live, as its
 * ports are bound to them, the server when there is a host for it.
 */
import { type Scope, component, many } from "madeus";
import {
  type Urls,
  makeFlavor,
  makeImage,
  makeNetwork,
  makeServer,
  removeDemo,
} from "./demo-things.ts";
import { logIn, personOf } from "./identity.ts";
import {
  Account,
  Agents,
  Doors,
  Front,
  Hypervisor,
  Images,
  Networks,
  Servers,
  Tokens,
} from "./ports.ts";

export const demo = component({
  name: "demo",
  places: ["absent", "furnished", "active"],
  initial: "absent",
  uses: {
    admin: { type: Account, in: ["make_image", "make_network", "make_flavor", "boot", "clear"] },
    doors: { type: Doors, in: ["make_image", "make_network", "make_flavor", "boot", "clear"] },
    front: {
      type: Front,
      in: ["make_image", "make_network", "make_flavor", "furnished", "boot", "active", "clear"],
    },
    tokens: {
      type: Tokens,
      in: ["make_image", "make_network", "make_flavor", "furnished", "boot", "active", "clear"],
    },
    images: { type: Images, in: ["make_image", "furnished", "boot", "active", "clear"] },
    networks: { type: Networks, in: ["make_network", "furnished", "boot", "active", "clear"] },
    servers: { type: Servers, in: ["make_flavor", "furnished", "boot", "active", "clear"] },
    agents: {
      type: many(Agents),
      in: ["make_network", "furnished", "boot", "active", "clear"],
    },
    hypervisors: { type: many(Hypervisor), in: ["boot", "active", "clear"] },
  },
  behaviors: {
    deploy: {
      make_image: {
        from: "absent",
        to: "furnished",
        durationS: 1,
        timeoutMs: 120_000,
        retry: { attempts: 3 },
        run: (scope) => asked(scope, makeImage),
      },
      make_network: {
        from: "absent",
        to: "furnished",
        durationS: 3,
        timeoutMs: 120_000,
        retry: { attempts: 3 },
        run: (scope) => asked(scope, makeNetwork),
      },
      make_flavor: {
        from: "absent",
        to: "furnished",
        durationS: 1,
        timeoutMs: 120_000,
        retry: { attempts: 3 },
        run: (scope) => asked(scope, makeFlavor),
      },
      boot: {
        from: "furnished",
        to: "active",
        durationS: 5,
        timeoutMs: 180_000,
        run: async (scope) => scope.log(`active at ${await asked(scope, makeServer)}`),
      },
    },
    uninstall: {
      clear: {
        from: "active",
        to: "furnished",
        durationS: 3,
        timeoutMs: 120_000,
        run: (scope) => asked(scope, removeDemo),
      },
      leave: { from: "furnished", to: "absent" },
    },
  },
});

type Asked = Scope<{ admin: typeof Account; doors: typeof Doors }>;

/** Logs in, and asks. */
async function asked<T>(
  scope: Asked,
  ask: (scope: Asked, token: string, urls: Urls) => Promise<T>,
): Promise<T> {
  const urls = scope.read("doors");
  const token = await logIn(scope, urls.keystone, await personOf(scope, scope.read("admin")));
  return ask(scope, token, urls);
}
