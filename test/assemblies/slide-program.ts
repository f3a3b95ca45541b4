/**
 * The nine instructions that introduced reconfiguration by behaviors, as they were printed, and components that have these behaviors.
 *
 * The server stands aside, its dependency is updated, and both are installed again. As printed it forgets to connect what it has
 * disconnected.
 */
import { type Program, assembly, component, reconfigure, service } from "madeus";

const Service = service("service");

const server = component({
  name: "server",
  places: ["absent", "configured", "running", "suspended"],
  initial: "absent",
  uses: { dep1: { type: Service, in: ["running"] } },
  behaviors: {
    deploy: {
      configure: { from: "absent", to: "configured" },
      run: { from: "configured", to: "running" },
    },
    suspend: { stop: { from: "running", to: "suspended" } },
    update: { renew: { from: "suspended", to: "configured" } },
    install: { start: { from: "configured", to: "running" } },
  },
});

const dep = component({
  name: "dep",
  places: ["absent", "installed", "running"],
  initial: "absent",
  provides: { service: { type: Service, in: ["running"] } },
  behaviors: {
    deploy: {
      fetch: { from: "absent", to: "installed" },
      run: { from: "installed", to: "running" },
    },
    update: { renew: { from: "running", to: "installed" } },
    install: { start: { from: "installed", to: "running" } },
  },
});

const pair = assembly({
  name: "pair",
  components: { server, dep },
  wires: { server: { dep1: "dep.service" } },
});

const eight = reconfigure(pair)
  .changeBehavior("server", "suspend")
  .changeBehavior("dep", "update")
  .wait("server")
  .disconnect("server.dep1", "dep.service")
  .changeBehavior("server", "update")
  .wait("dep")
  .changeBehavior("dep", "install")
  .wait("server");

export const asPrinted: Program = eight.changeBehavior("server", "install");

/** With the connection made again before the server is to run. */
export const completed: Program = eight
  .connect("server.dep1", "dep.service")
  .changeBehavior("server", "install");
