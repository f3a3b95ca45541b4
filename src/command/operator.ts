/** Who gives commands here, as commits name him: never by an address of mail. */
import { hostname, userInfo } from "node:os";
import type { Person } from "../store/commit.ts";

export function operator(): Person {
  const name = userName();
  return { name, email: `${name}@${hostname()}` };
}

/** A user without an entry in the system's list has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}
