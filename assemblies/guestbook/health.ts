/** A look at the whole from outside: does the balancer show the guestbook, and is every replica behind it well? It holds nothing. */
import { component, many } from "madeus";
import { ask } from "./ask.ts";
import { Front, HttpAddress, Route, Url } from "./ports.ts";

export const health = component({
  name: "health",
  places: ["unchecked", "checked"],
  initial: "unchecked",
  uses: {
    front: { type: Front, in: ["check"] },
    url: { type: Url, in: ["check"] },
    routes: { type: many(Route), in: ["check"] },
    backends: { type: many(HttpAddress), in: ["check"] },
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
        run: async ({ read, give, log, signal }) => {
          const { url } = read("url");
          const backends = read("backends");
          await Promise.all([
            expectPage(url, signal),
            ...backends.map(({ host, port }) => expectOk(`http://${host}:${port}/healthz`, signal)),
          ]);
          give("site", { url });
          log(`The guestbook is at ${url}, served by ${backends.length} replicas.`);
        },
      },
    },
    suspend: { forget: { from: "checked", to: "unchecked" } },
    uninstall: { drop: { from: "checked", to: "unchecked" } },
  },
});

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
