/** Steps that are made of values of ports, whose types are known in them. */
import { type Step, assembly, component, data, secret } from "madeus";
import { apt, file, step, template } from "madeus/actions";

const Address = data("address", { host: String, port: Number });
const Login = data("login", { user: String, password: secret() });

const server = component({
  name: "server",
  places: ["off", "on", "broken"],
  initial: "off",
  provides: { address: { type: Address, in: ["on"] }, login: { type: Login, in: ["on"] } },
  behaviors: {
    deploy: {
      start: {
        from: "off",
        to: ["on", "broken"],
        steps: [apt("server"), ({ give }) => give("address", { host: "a", port: 1 })],
        run: ({ give, choose }) => {
          give("login", { user: "u", password: secret({ env: "P" }) });
          choose("on");
        },
      },
    },
  },
});

const client = component({
  name: "client",
  places: ["off", "on"],
  initial: "off",
  uses: { address: { type: Address, in: ["start"] }, login: { type: Login, in: ["start"] } },
  behaviors: {
    deploy: {
      start: {
        from: "off",
        to: "on",
        steps: [
          ({ read }) => {
            const { host, port } = read("address");
            return file({ path: "/a", content: template`${host.toUpperCase()} ${port.toFixed()}` });
          },
          async (scope) => [
            file({ path: "/b", content: await scope.secret(scope.read("login").password) }),
            own(scope.instance),
          ],
        ],
      },
    },
  },
});

const own = (name: string): Step =>
  step(name, {
    look: async ({ sh }) => (await sh`id`) || undefined,
    act: ({ exec }) => exec("id"),
  });

export const pair = assembly({
  name: "pair",
  components: { server, client },
  wires: { client: { address: "server.address", login: "server.login" } },
});
