/** Programs of nova beside its API, on the same host: conductor and scheduler. */
import { component } from "madeus";

import { Conductor, Messages, NovaTables, Placement, Scheduler, Tokens } from "./ports.ts";
import { running, stopped } from "./program.ts";

export const conductor = component({
  name: "conductor",
  places: ["stopped", "running"],
  initial: "stopped",
  uses: {
    tables: { type: NovaTables, in: ["start", "running", "stop"] },
    messages: { type: Messages, in: ["start", "running"] },
  },
  provides: { conductor: { type: Conductor, in: ["running"] } },
  behaviors: {
    deploy: {
      start: {
        from: "stopped",
        to: "running",
        durationS: 0.6,
        timeoutMs: 60_000,
        steps: [running("nova-conductor")],
      },
    },
    uninstall: {
      stop: {
        from: "running",
        to: "stopped",
        durationS: 1,
        steps: [stopped("nova-conductor")],
      },
    },
  },
});

/** It logs in to placement when it starts, and ends if it cannot. */
export const scheduler = component({
  name: "scheduler",
  places: ["stopped", "running"],
  initial: "stopped",
  uses: {
    tables: { type: NovaTables, in: ["start", "running", "stop"] },
    messages: { type: Messages, in: ["start", "running"] },
    tokens: { type: Tokens, in: ["start", "running"] },
    placement: { type: Placement, in: ["start", "running"] },
  },
  provides: { scheduler: { type: Scheduler, in: ["running"] } },
  behaviors: {
    deploy: {
      start: {
        from: "stopped",
        to: "running",
        durationS: 0.6,
        timeoutMs: 60_000,
        steps: [running("nova-scheduler")],
      },
    },
    uninstall: {
      stop: {
        from: "running",
        to: "stopped",
        durationS: 1,
        steps: [stopped("nova-scheduler")],
      },
    },
  },
});
