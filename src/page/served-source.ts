/**
 * What the server of `madeus ui` tells. The stream is opened again where it breaks, from the last record that came.
 *
 * The token goes in a header, which no page from elsewhere can set: that is why the stream is read by `fetch`.
 */
import { eventsOf } from "../store/serve/event-stream.ts";
import type { Listener, Source } from "./source.ts";

export function servedSource(token: string): Source {
  const headers = { authorization: `Bearer ${token}` };
  const ask = async (
    path: string,
    query: Readonly<Record<string, string>> = {},
  ): Promise<unknown> => {
    const response = await fetch(`${path}?${new URLSearchParams(query)}`, { headers });
    const value: unknown = await response.json();
    if (response.ok) return value;
    throw new Error((value as { readonly message?: string }).message ?? response.statusText);
  };
  return {
    follow(listener) {
      const end = new AbortController();
      void keepFollowing(headers, listener, end.signal);
      return () => end.abort();
    },
    log: async (instance, transition, from) =>
      (await ask("v1/log", {
        instance,
        transition,
        ...(from !== undefined && { from: String(from) }),
      })) as never,
    commits: async () => (await ask("v1/commits")) as never,
    difference: async (from, to) => (await ask("v1/difference", { from, to })) as never,
    expected: async (run) =>
      ((await ask("v1/expected", { run: String(run) })) ?? undefined) as never,
  };
}

async function keepFollowing(
  headers: Readonly<Record<string, string>>,
  listener: Listener,
  signal: AbortSignal,
): Promise<void> {
  let last = "";
  let pauseMs = pauseMinMs;
  while (!signal.aborted) {
    try {
      const response = await fetch("v1/records", {
        headers: { ...headers, "last-event-id": last },
        signal,
      });
      if (response.status === 401) return listener.connection("refused");
      if (response.ok && response.body !== null) {
        listener.connection("open");
        pauseMs = pauseMinMs;
        for await (const { event, data, id } of eventsOf(response.body)) {
          if (event === "records") listener.records(JSON.parse(data));
          if (event === "pulse") listener.pulse(JSON.parse(data));
          last = id ?? last;
        }
      }
    } catch {
      // The server has gone, or the line to it.
    }
    if (signal.aborted) return;
    listener.connection("lost");
    await new Promise((wake) => setTimeout(wake, pauseMs));
    pauseMs = Math.min(pauseMaxMs, 2 * pauseMs);
  }
}
const pauseMinMs = 250;
const pauseMaxMs = 5000;
