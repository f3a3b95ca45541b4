/**
 * Who may come in: whoever knows the token, and no page that a browser has from elsewhere.
 *
 * A name that somebody else's server of names can point at this machine (DNS rebinding) is no name of this server: only addresses,
 * `localhost` and the names that it was given are.
 */
import { hash, timingSafeEqual } from "node:crypto";

export interface Gate {
  readonly token: string;
  /** Under which it may be called, beside addresses and `localhost`. */
  readonly names: readonly string[];
}
/** Of a request. */
export interface Caller {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly authorization: string | undefined;
}
/** Why not, with the status to answer with. */
export interface Refusal {
  readonly status: 400 | 401 | 403;
  readonly why: string;
}

/** Undefined where it may come in. */
export function refusalOf(gate: Gate, caller: Caller): Refusal | undefined {
  const refused = strangeness(gate, caller);
  if (refused !== undefined || isToken(gate.token, caller.authorization)) return refused;
  return { status: 401, why: "The token is missing, or is another one." };
}

/** Undefined where it may see what is no secret: it comes by a name of this server, and not by a page from elsewhere. */
export function strangeness(
  gate: Pick<Gate, "names">,
  { host, origin }: Omit<Caller, "authorization">,
): Refusal | undefined {
  if (host === undefined || !isOwnName(gate, hostName(host)))
    return { status: 403, why: "This server is not known by that name." };
  if (origin !== undefined && originHost(origin) !== host.toLowerCase())
    return { status: 403, why: "Pages from elsewhere are not answered." };
  return undefined;
}

/** Without the port: `localhost`, `127.0.0.1`, `[::1]`. */
const hostName = (host: string): string =>
  host.toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "");

function isOwnName({ names }: Pick<Gate, "names">, name: string): boolean {
  const isIpv4 = /^\d{1,3}(\.\d{1,3}){3}$/.test(name);
  const isIpv6 = /^\[[0-9a-f:.]+\]$/.test(name);
  return (
    isIpv4 || isIpv6 || name === "localhost" || names.some((own) => own.toLowerCase() === name)
  );
}

const originHost = (origin: string): string | undefined =>
  /^https?:\/\/([^/]+)$/i.exec(origin)?.[1]?.toLowerCase();

/** Of hashes, so that neither what differs nor how long it is can be told from the time. */
function isToken(token: string, authorization: string | undefined): boolean {
  const given = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
  return timingSafeEqual(digest(given), digest(token)) && token !== "";
}
const digest = (text: string): Uint8Array => hash("sha256", text, "buffer");
