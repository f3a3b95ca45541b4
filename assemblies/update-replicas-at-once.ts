/**
 * Brings the guestbook's replicas up to date all at once: shorter than one after the other (`update-replicas.ts`), but nobody is served
 * meanwhile. `--dry-run` says for how long, and `--max-interruption "route*.route=1s"` would refuse it.
 */
import { reconfigure } from "madeus";
import { guestbook } from "./guestbook.ts";

export const updateReplicasAtOnce = reconfigure(guestbook)
  .changeBehavior("route1", "suspend")
  .changeBehavior("route2", "suspend")
  .changeBehavior("app1", "update")
  .changeBehavior("app2", "update")
  .changeBehavior("app1", "deploy")
  .changeBehavior("app2", "deploy")
  .changeBehavior("route1", "deploy")
  .changeBehavior("route2", "deploy")
  .wait();
