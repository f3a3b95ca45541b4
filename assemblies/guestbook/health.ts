/** A look at the whole from outside: does the balancer show the guestbook, and is every replica behind it well? It holds nothing. */
import { component, many, type Scope } from "madeus";
import { ask } from "./ask.ts";
import { Front, HttpAddress, Route, Url } from "./ports.ts";

const Backends = many(HttpAddress);

export const health = component({
  name: "health",
  places: ["unchecked", "checked"],
  initial: "unchecked",
  uses: {
    front: { type: Front, in: ["check"] },
    url: { type: Url, in: ["check"] },
    routes: { type: many(Route), in: ["check"] },
    backends: { type: Backends, in: ["check"] },
  },
  provides: {
    site: { type: Url, in: ["checked"] },
  },
  behaviors: {
    deploy: {
      check: {
        from: "unchecked",
        to: "checked",
        durationS: 0.1,
        timeoutMs: 60_000,
        retry: { attempts: 3 },
        run: async (scope) => {
          await look(scope);
          const { url } = scope.read("url");
          const { length } = scope.read("backends");
          scope.log(`The guestbook is at ${url}, served by ${length} replicas.`);
        },
        // It leaves nothing behind that could be found: what it would see now is as good.
        probe: (scope) =>
          look(scope).then(
            () => "done",
            () => "not-done",
          ),
      },
    },
    suspend: { forget: { from: "checked", to: "unchecked" } },
    uninstall: { drop: { from: "checked", to: "unchecked" } },
  },
});

type Seen = Pick<
  Scope<{ url: typeof Url; backends: typeof Backends }, { site: typeof Url }>,
  "read" | "give" | "signal"
>;

/** Gives where the guestbook is, if the balancer shows it and every replica is well. */
async function look({ read, give, signal }: Seen): Promise<void> {
  const { url } = read("url");
  await Promise.all([
    expectPage(url, signal),
    ...read("backends").map(({ host, port }) => expectOk(`http://${host}:${port}/healthz`, signal)),
  ]);
  give("site", { url });
}

async function expectPage(url: string, signal: AbortSignal): Promise<void> {
  const page = await expectOk(url, signal);
  if (!page.includes('<form method="post"'))
    throw new Error(`${url} shows something else than the guestbook`);
}

async function expectOk(url: string, signal: AbortSignal): Promise<string> {
  const answer = await ask(url, { signal });
  if (answer?.status !== 200) throw new Error(`${url} answers ${answer?.status ?? "nothing"}`);
  return answer.text;
}
