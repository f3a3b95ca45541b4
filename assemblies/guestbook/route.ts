/** A replica's place at the balancer: as long as it is attached, the balancer asks the replica in turn. */
import { component, type Scope } from "madeus";
import { type Answer, ask, type Question } from "./ask.ts";
import { Admin, Control, Http, HttpAddress, Route } from "./ports.ts";

const uses = {
  // Held while detaching too: the replica has been given requests that it must still answer.
  http: { type: Http, in: ["attach", "attached", "pause", "detach"] },
  at: { type: HttpAddress, in: ["attach"] },
  admin: { type: Admin, in: ["attach", "attached", "pause", "detach"] },
  control: { type: Control, in: ["attach", "pause", "detach"] },
} as const;

export const route = component({
  name: "route",
  places: ["detached", "attached"],
  initial: "detached",
  uses,
  provides: {
    route: { type: Route, in: ["attached"] },
    backend: { type: HttpAddress, in: ["attached"] },
  },
  behaviors: {
    deploy: {
      attach: {
        from: "detached",
        to: "attached",
        durationS: 0.05,
        timeoutMs: 20_000,
        retry: { attempts: 3 },
        run: async (scope) => {
          const { host, port } = scope.read("at");
          const answer = await administer(scope, { method: "PUT", body: { host, port } });
          if (answer?.status !== 200) throw new Error(`the balancer does not take ${scope.instance}: ${answer?.text}`);
          scope.give("backend", { host, port });
        },
      },
    },
    suspend: { pause: { from: "attached", to: "detached", durationS: 0.05, run: detach } },
    uninstall: { detach: { from: "attached", to: "detached", durationS: 0.05, run: detach } },
  },
});
