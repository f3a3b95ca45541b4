/** Failures that lie in a host and not in what an action does there: told with the name that the assembly gives to the host. Pure. */
import { quote, shown } from "../model/name.ts";
import type { Failure } from "../store/journal.ts";

const codes: ReadonlySet<string> = new Set([
  "MADEUS_CONNECTION_LOST",
  "MADEUS_HOST_KEY",
  "MADEUS_HOST_LOCKED",
  "MADEUS_HOST_LOGIN",
  "MADEUS_HOST_SUDO",
  "MADEUS_HOST_UNFIT",
  "MADEUS_HOST_UNREACHABLE",
  "MADEUS_SSH_MISSING",
]);

export const liesInHost = ({ code }: { readonly code: string }): boolean => codes.has(code);

/** The failure as it is, or as one of the host `name`. */
export function atHost(name: string, failure: Failure): Failure {
  const { code, message } = failure;
  const isNamed = message.startsWith(`${name} `) || message.includes(quote(name));
  if (!liesInHost({ code }) || isNamed) return failure;
  return { ...failure, message: `host ${shown(name)}: ${message}` };
}
