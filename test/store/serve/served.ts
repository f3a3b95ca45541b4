/** A store as it is served in tests. */
import { onTestFinished } from "vitest";
import { realClock } from "../../../src/engine/clock-real.ts";
import type { ServedStore } from "../../../src/store/serve/answer.ts";
import { remoteStore } from "../../../src/store/serve/remote-store.ts";
import { type ServeLimits, serveStore } from "../../../src/store/serve/server.ts";
import { memoryStore } from "../../../src/store/store.ts";
import { commitOn, line, reason } from "../pack/growth.ts";

export const by = { name: "Ann", email: "ann@example.org" };
export const token = "a-token-of-a-test";

/** With a branch `main` of so many commits, from the first to the last. */
export function served(count = 3): ServedStore & { readonly commits: readonly string[] } {
  const store = memoryStore();
  const commits = line(store.objects, count);
  store.branches.move("main", undefined, commits.at(-1), reason);
  return { store, recorded: [], nowMs: () => 7_000_000, commits };
}

/** A branch that changes a leaf of its first commit. */
export function branchOff(
  { store, commits }: ReturnType<typeof served>,
  name: string,
  leaf: string,
): string {
  const id = commitOn(store.objects, commits.slice(0, 1), { [leaf]: name });
  store.branches.move(name, undefined, id, reason);
  return id;
}

/** A server of it, which goes with the test; its faults; and a client. */
export async function open(limits: Partial<ServeLimits> = {}, from = served()) {
  const faults: unknown[] = [];
  const server = await serveStore(from, {
    token,
    names: [],
    address: "127.0.0.1",
    port: 0,
    clock: realClock,
    limits,
    failed: (error) => faults.push(error),
  });
  onTestFinished(() => server.close());
  return { server, from, faults, client: remoteStore({ url: server.url, token }) };
}
