/** Do neutron's agents on a host live? Neutron itself is asked: a process that runs has not yet reported. */
import type { Scope } from "madeus";
import { askUntil } from "./ask.ts";
import { logIn, personOf, query } from "./identity.ts";
import type { Account, Backend, Machine, Realm } from "./ports.ts";
import { listIn } from "./things.ts";

/** What is read to ask it. */
type AgentScope = Scope<{
  machine: typeof Machine;
  neutron: typeof Backend;
  admin: typeof Account;
  realm: typeof Realm;
}>;

/** Waits until all these programs of the host have reported that they live. */
export async function awaitAgents(scope: AgentScope, programs: readonly string[]): Promise<void> {
  const { host, backend } = scope.read("neutron");
  const token = await logIn(
    scope,
    scope.read("realm").url,
    await personOf(scope, scope.read("admin")),
  );
  const url = `http://${host}:${backend}/v2.0/agents?${query`host=${scope.read("machine").name}`}`;
  await askUntil(scope, token, { url }, (body) => {
    const living = listIn(body, "agents").filter(({ alive }) => alive === true);
    const names = new Set(living.map(({ binary }) => binary));
    return programs.every((program) => names.has(program)) || undefined;
  });
}
