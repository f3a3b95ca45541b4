/** A replica's place at the balancer: while it is attached, the balancer asks the replica in turn. */
import { component, type Scope, type ValueOf } from "madeus";
import { type Answer, ask, type Question } from "./ask.ts";
import { Admin, Control, Http, HttpAddress, Route } from "./ports.ts";

export const route = component({
  name: "route",
  places: ["detached", "attached"],
  initial: "detached",
  uses: {
    // Held while it is detached too: the replica still has to answer what it was given.
    http: { type: Http, in: ["attach", "attached", "pause", "detach"] },
    at: { type: HttpAddress, in: ["attach"] },
    admin: { type: Admin, in: ["attach", "attached", "pause", "detach"] },
    control: { type: Control, in: ["attach", "pause", "detach"] },
  },
  provides: {
    route: { type: Route, in: ["attached"] },
    backend: { type: HttpAddress, in: ["attached"] },
  },
  behaviors: {
    deploy: {
      attach: {
        from: "detached",
        to: "attached",
        durationS: 0.1,
        timeoutMs: 30_000,
        retry: { attempts: 3 },
        run: async (scope) => {
          const backend = scope.read("at");
          const answer = await atBalancer(scope, { method: "PUT", body: backend });
          if (answer?.status !== 200)
            throw new Error(`the balancer does not attach ${scope.instance}: ${answer?.text}`);
          scope.give("backend", backend);
        },
        probe: async (scope) => {
          const backend = scope.read("at");
          const answer = await atBalancer(scope, {});
          if (answer?.status !== 200 || !leadsTo(answer.text, backend)) return "not-done";
          scope.give("backend", backend);
          return "done";
        },
      },
    },
    suspend: {
      pause: { from: "attached", to: "detached", durationS: 0.1, timeoutMs: 30_000, run: detach },
    },
    uninstall: {
      detach: { from: "attached", to: "detached", durationS: 0.1, timeoutMs: 30_000, run: detach },
    },
  },
  probes: {
    attached: async (scope) => (await atBalancer(scope, {}))?.status === 200,
  },
});

type RouteScope = Pick<
  Scope<{ readonly control: typeof Control }>,
  "read" | "secret" | "instance" | "signal"
>;

/** Comes back when the replica has answered all that it was given. A balancer that does not answer forwards nothing. */
async function detach(scope: RouteScope): Promise<void> {
  const answer = await atBalancer(scope, { method: "DELETE" });
  if (answer !== undefined && answer.status !== 200 && answer.status !== 404)
    throw new Error(`the balancer does not detach ${scope.instance}: ${answer.text}`);
}

async function atBalancer(scope: RouteScope, question: Question): Promise<Answer | undefined> {
  const { url, token } = scope.read("control");
  return ask(`${url}/backends/${encodeURIComponent(scope.instance)}`, {
    ...question,
    token: await scope.secret(token),
    signal: scope.signal,
  });
}

/** Is this what the balancer says of a route to the replica? */
function leadsTo(text: string, backend: ValueOf<typeof HttpAddress>): boolean {
  const { host, port } = JSON.parse(text) as Partial<ValueOf<typeof HttpAddress>>;
  return host === backend.host && port === backend.port;
}
