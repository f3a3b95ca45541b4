/** Stops the guestbook's database and starts it again. What uses it steps aside first and comes back; no entry is lost. */
import { reconfigure } from "madeus";
import { guestbook } from "./guestbook.ts";

export const restartDatabase = reconfigure(guestbook)
  .changeBehavior("route1", "suspend")
  .changeBehavior("route2", "suspend")
  .changeBehavior("app1", "suspend")
  .changeBehavior("app2", "suspend")
  .changeBehavior("database", "suspend")
  .changeBehavior("database", "deploy")
  .changeBehavior("app1", "deploy")
  .changeBehavior("app2", "deploy")
  .changeBehavior("route1", "deploy")
  .changeBehavior("route2", "deploy")
  .wait();
