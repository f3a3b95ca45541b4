/**
 * A store, and a shop that needs it: two components that only pretend to do something, to see how it all fits.
 *
 *     npx madeus check       what is wrong with it, and will it come to its end?
 *     npx madeus deploy      both are built at once; the shop opens when the store is stocked
 *     npx madeus status      where everything stands
 *     npx madeus down        take it away again; who needs whom is minded
 */
import { assembly, component, data, service } from "madeus";

/** What travels between components: a service is held while it is used, data is a value. */
const Goods = service("goods");
const Address = data("address", { street: String, number: Number });

const store = component({
  name: "store",
  // Milestones of its life, and where it begins.
  places: ["absent", "built", "stocked"],
  initial: "absent",
  // What others may use, and in which places it is there.
  provides: {
    address: { type: Address, in: ["built", "stocked"] },
    goods: { type: Goods, in: ["stocked"] },
  },
  behaviors: {
    // What leads from one place to the next. An action gets what it may use by name: sh, give, read, log, …
    deploy: {
      build: {
        from: "absent",
        to: "built",
        run: async ({ sh, give }) => {
          await sh`sleep 1; echo the store is built`;
          give("address", { street: "Main Street", number: 7 });
        },
      },
      stock: { from: "built", to: "stocked", run: ({ sh }) => sh`sleep 1; echo there are goods` },
    },
    uninstall: {
      clear: { from: "stocked", to: "built", run: ({ sh }) => sh`echo the goods are gone` },
      raze: { from: "built", to: "absent", run: ({ sh }) => sh`echo the store is gone` },
    },
  },
});

const shop = component({
  name: "shop",
  places: ["absent", "built", "serving"],
  initial: "absent",
  // What it needs, and while it is where: the address when it opens, the goods from then on.
  uses: {
    address: { type: Address, in: ["open"] },
    goods: { type: Goods, in: ["open", "serving", "close"] },
  },
  behaviors: {
    deploy: {
      build: { from: "absent", to: "built", run: ({ sh }) => sh`sleep 1; echo the shop is built` },
      open: {
        from: "built",
        to: "serving",
        run: ({ read, log }) => log(`goods come from number ${read("address").number}`),
      },
    },
    uninstall: {
      close: { from: "serving", to: "built", run: ({ sh }) => sh`echo the shop is closed` },
      raze: { from: "built", to: "absent", run: ({ sh }) => sh`echo the shop is gone` },
    },
  },
});

export const town = assembly({
  name: "town",
  components: { store, shop },
  // Who gets what from whom. A name that is not there, or of another type, does not compile.
  wires: { shop: { address: "store.address", goods: "store.goods" } },
});
