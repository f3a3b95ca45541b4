/**
 * A database and two web servers that use it, as real programs on this machine.
 *
 *     npx madeus check
 *     npx madeus deploy                        then look at http://127.0.0.1:7081 and :7082
 *     npx madeus deploy --set greeting=Salut   the servers are changed one after the other, after a yes
 *     npx madeus watch                         kill one of them, and see what is told
 *     npx madeus down
 */
import { assembly, setting } from "madeus";
import { storeAt } from "./store.ts";
import { webAt } from "./web.ts";

const greeting = setting("greeting", String, "Hello");
const port = setting("port", Number, 7080);

export const site = assembly({
  name: "site",
  components: {
    store: storeAt(port),
    web1: webAt(port + 1, greeting),
    web2: webAt(port + 2, greeting),
  },
  wires: {
    web1: { store: "store.address", queries: "store.queries" },
    web2: { store: "store.address", queries: "store.queries" },
  },
});
