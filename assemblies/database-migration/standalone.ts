/** A server alone. */
import { component } from "madeus";
import { Software, Sql } from "./ports.ts";
import { alone, stopped } from "./server.ts";

export const standalone = component({
  name: "standalone",
  places: ["stopped", "running"],
  initial: "stopped",
  uses: { software: { type: Software, in: ["start", "running", "stop", "halt"] } },
  provides: { sql: { type: Sql, in: ["running"] } },
  behaviors: {
    deploy: {
      start: { from: "stopped", to: "running", durationS: 2, timeoutMs: 120_000, steps: alone },
    },
    /** The data stay on the host. */
    suspend: { stop: { from: "running", to: "stopped", durationS: 2, steps: stopped } },
    uninstall: { halt: { from: "running", to: "stopped", durationS: 2, steps: stopped } },
  },
  probes: { running: async ({ sh }) => (await sh`mysqladmin ping`) !== "" },
});
