/** Brings the guestbook's replicas up to date, one after the other: the balancer serves all the time. */
import { reconfigure } from "madeus";
import { guestbook } from "./guestbook.ts";

export const updateReplicas = reconfigure(guestbook)
  .changeBehavior("route1", "suspend")
  .changeBehavior("app1", "update")
  .changeBehavior("app1", "deploy")
  .changeBehavior("route1", "deploy")
  .wait("route1")
  .changeBehavior("route2", "suspend")
  .changeBehavior("app2", "update")
  .changeBehavior("app2", "deploy")
  .changeBehavior("route2", "deploy")
  .wait();
