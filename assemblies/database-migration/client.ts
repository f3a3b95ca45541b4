/** MariaDB's client on the host of those who use the shop: `mariadb` there asks through the proxy, as the user of the shop. */
import { component } from "madeus";
import { absent, apt, aptRemoved, file, template, waitFor } from "madeus/actions";
import { Login } from "../lamp/ports.ts";
import { Address, Door, Shop } from "./ports.ts";

/** Only root asks. */
const configured = "/etc/mysql/conf.d/shop.cnf";

export const client = component({
  name: "client",
  places: ["absent", "installed", "ready"],
  initial: "absent",
  uses: {
    at: { type: Address, in: ["configure"] },
    login: { type: Login, in: ["configure"] },
    // Held only while it is tried: a client bears that the door is shut for a while, and comes back.
    door: { type: Door, in: ["configure"] },
    shop: { type: Shop, in: ["configure"] },
  },
  behaviors: {
    deploy: {
      install: {
        from: "absent",
        to: "installed",
        durationS: 6,
        limits: ["apt"],
        steps: [apt("mariadb-client", { recommends: false })],
      },
      configure: {
        from: "installed",
        to: "ready",
        durationS: 0.3,
        timeoutMs: 60_000,
        steps: [
          async ({ read, secret }) =>
            file({
              path: configured,
              mode: "0600",
              content: template`
                [client]
                host = ${read("at").host}
                user = ${read("login").user}
                password = ${await secret(read("login").password)}
              `,
            }),
          waitFor({
            name: "the shop",
            until: "mariadb shop -e 'select 1 from customer_order limit 0'",
          }),
        ],
      },
    },
    uninstall: {
      forget: { from: "ready", to: "installed", steps: [absent(configured)] },
      remove: {
        from: "installed",
        to: "absent",
        durationS: 3,
        limits: ["apt"],
        steps: [aptRemoved(["mariadb-client", "mariadb-client-core"], { purge: true })],
      },
    },
  },
});
