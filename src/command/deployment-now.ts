/** What stands now as commits would have it, whether there is a commit of it or not. */
import { type Deployment, deploymentIn } from "../store/deployment.ts";
import { treeOf } from "../store/deployment-tree.ts";
import type { Session } from "./session.ts";

/** O(instances + connections). */
export function deploymentNow({ state, last }: Pick<Session, "state" | "last">): Deployment {
  const { configuration, versions, on, home } = state;
  const { assembly = "", limits = {} } = last ?? {};
  return deploymentIn(treeOf({ configuration, versions, on, home, assembly, limits }));
}
