/**
 * The keys of hosts that are known, as OpenSSH keeps them in `known_hosts`. Pure.
 *
 * A key is trusted only if a line says so that is about this host and this key, and none says that the key is revoked. Keys that
 * are certified by an authority are not judged here.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

/** One line. */
interface KnownHost {
  readonly marker: "" | "@revoked" | "@cert-authority";
  /** Patterns, or one hashed name. */
  readonly names: string;
  readonly type: string;
  /** As in the file: base64. */
  readonly key: string;
}

/** `changed`: another key of this type is known. `authority`: only one who certifies keys is known. */
export type Judgement = "known" | "unknown" | "changed" | "revoked" | "authority";

export type KnownHosts = readonly KnownHost[];

/** What is no line of it is left out, as OpenSSH does. */
export const parseKnownHosts = (text: string): KnownHosts =>
  text.split(/\r?\n/).flatMap((line) => {
    const match = /^\s*(?:(@revoked|@cert-authority)\s+)?([^\s#@]\S*)\s+(\S+)\s+([\w+/]+=*)/.exec(
      line,
    );
    const [, marker = "", names = "", type = "", key = ""] = match ?? [];
    return match === null ? [] : [{ marker, names, type, key } as KnownHost];
  });

/** @param key  as the host sends it: its type is in it */
export function judgeKey(known: KnownHosts, host: string, port: number, key: Buffer): Judgement {
  const type = typeOf(key);
  const encoded = key.toString("base64");
  const about = aboutHost(known, host, port);
  const same = about.filter((one) => one.type === type && isSame(one.key, encoded));
  if (same.some(({ marker }) => marker === "@revoked")) return "revoked";
  if (same.some(({ marker }) => marker === "")) return "known";
  const trusted = about.filter(({ marker }) => marker === "");
  if (trusted.some((one) => one.type === type)) return "changed";
  return trusted.length === 0 && about.some(({ marker }) => marker === "@cert-authority")
    ? "authority"
    : "unknown";
}

/** The types of the keys that are trusted: a host that has several is asked for one of these. */
export const knownTypes = (known: KnownHosts, host: string, port: number): readonly string[] => [
  ...new Set(
    aboutHost(known, host, port)
      .filter(({ marker }) => marker === "")
      .map(({ type }) => type),
  ),
];

/** A key that is known without a port is known at every port, unless one is known at this. */
function aboutHost(known: KnownHosts, host: string, port: number): KnownHosts {
  const name = host.toLowerCase();
  const exact = port === 22 ? name : `[${name}]:${port}`;
  const about = known.filter(({ names }) => isAbout(names, exact));
  const isTrusted = about.some(({ marker }) => marker === "");
  if (port === 22 || isTrusted) return about;
  return [...about, ...known.filter(({ names }) => isAbout(names, name))];
}

function isAbout(names: string, name: string): boolean {
  if (names.startsWith("|1|")) return isHashOf(names, name);
  const patterns = names.toLowerCase().split(",");
  const matches = (pattern: string): boolean => patternOf(pattern).test(name);
  if (patterns.some((one) => one.startsWith("!") && matches(one.slice(1)))) return false;
  return patterns.some((one) => !one.startsWith("!") && matches(one));
}

function isHashOf(hashed: string, name: string): boolean {
  const [, , salt = "", hash = ""] = hashed.split("|");
  const expected = createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest();
  return isSame(hash, expected.toString("base64"));
}

/** `*` is any text, `?` any character. */
const patternOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  );

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A key begins with its type, and that with its length. */
function typeOf(key: Buffer): string {
  const length = key.length < 4 ? 0 : key.readUInt32BE(0);
  return key.toString("latin1", 4, 4 + length);
}
