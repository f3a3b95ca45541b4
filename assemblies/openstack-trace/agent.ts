/** The simplest of the eleven: one transition, begun when the facts about the host are gathered. */
import { component, service } from "madeus";
import type { Replay } from "./replay.ts";

export const Facts = service("facts");
export const Ready = service("ready");
export const Sql = service("sql");
export const Identity = service("identity");

export const facts = (took: Replay) =>
  component({
    name: "facts",
    places: ["initiated", "deployed"],
    initial: "initiated",
    provides: { facts: { type: Facts, in: ["deployed"] } },
    behaviors: {
      deploy: { deploy: { from: "initiated", to: "deployed", ...took("facts.deploy") } },
    },
  });

export const agent = <const Name extends string>(name: Name, took: Replay) =>
  component({
    name,
    places: ["initiated", "deployed"],
    initial: "initiated",
    uses: { facts: { type: Facts, in: ["deploy", "deployed"] } },
    provides: { ready: { type: Ready, in: ["deployed"] } },
    behaviors: {
      deploy: { deploy: { from: "initiated", to: "deployed", ...took(`${name}.deploy`) } },
    },
  });
