/** Use ports for any number of providers, several destinations, named stations, and what follows a choice. */
import { assembly } from "../../../src/model/assembly.ts";
import { component } from "../../../src/model/component.ts";
import { data, many } from "../../../src/model/port.ts";
import { reconfigure } from "../../../src/model/program.ts";
import { Http } from "./stack.ts";

export const At = data("at", { port: Number });

export const replica = component({
  name: "replica",
  places: ["off", "on", "broken"],
  initial: "off",
  provides: { http: { type: Http, in: ["on"] }, at: { type: At, in: ["on"] } },
  behaviors: {
    deploy: {
      start: {
        from: "off",
        to: ["on", "broken"],
        retry: { attempts: 2 },
        run: async ({ give, choose }) => {
          give("at", { port: 1 });
          choose("broken");
        },
        probe: ({ choose }) => {
          choose("on");
          return "done";
        },
      },
    },
    fix: { again: { from: "broken", to: "on/fixed", run: ({ sh }) => sh`true` } },
  },
});

export const balancer = component({
  name: "balancer",
  places: ["off", "on"],
  initial: "off",
  uses: {
    backends: { type: many(Http), in: ["check"] },
    ports: { type: many(At, { min: 0 }), in: ["check"] },
  },
  behaviors: {
    deploy: {
      check: {
        from: "off",
        to: "on",
        run: ({ read, log }) => {
          const ports: readonly { readonly port: number }[] = read("ports");
          log(ports.map(({ port }) => port).join());
        },
      },
    },
  },
});

export const balanced = assembly({
  name: "balanced",
  components: { w1: replica, w2: replica, lb: balancer },
  wires: { lb: { backends: ["w1.http", "w2.http"], ports: ["w1.at"] } },
});

export const replaceReplica = reconfigure(balanced)
  .disconnect("lb.backends", "w2.http")
  .del("w2")
  .add("w3", replica, { on: "elsewhere" })
  .connect("lb.backends", "w3.http")
  .changeBehavior("w3", "fix");
