/**
 * Which members of one shape are alike: the transitions of one are those of the other, at other places.
 *
 * They are where their ports have equally many connections, none of which an instruction makes or ends, and where the same ones of
 * these lead to the same place.
 */
import type { Link } from "./course.ts";
import { type Desk, isMade, mayBeLost } from "./port-case.ts";
import { publicationsOf } from "./publication.ts";
import type { Seat } from "./seat.ts";

/** Equal for members of one shape that are alike; undefined where instructions make or end a connection. Cost: connections. */
export function likenessOf(desk: Desk, seat: Seat): string | undefined {
  const { member, life } = seat;
  if (desk.hazards.isWithdrawn) return undefined;
  const far = new Map<number, number>();
  let text = limitsText(desk, seat);
  for (const [q, links] of member.links.entries()) {
    if (links.length === 0) continue;
    const side = life.ports[q]?.side ?? "use";
    text += ` ${q}:${links.length}`;
    for (const link of links) {
      if (isMade(link, desk.course)) return undefined;
      if (link.user === link.provider) text += `.${link.use}=${link.provide}`;
      const key = farKeyOf(link, side);
      const before = far.get(key);
      if (before === undefined) far.set(key, far.size);
      else text += `.${before}`;
    }
    if (side === "use" && links.some((link) => mayBeLost(desk, link))) text += "?";
  }
  return text;
}

/** Which limits are about which transitions: that may hang on the member's name. */
function limitsText({ hazards }: Desk, { member, life }: Seat): string {
  return hazards.limits
    .map(({ isAbout }) =>
      life.transitions.flatMap((_, t) => (isAbout(member.name, life, t) ? [t] : [])).join(),
    )
    .join(";");
}

/** What a port asks the other side of a connection for, as a number: the level of a port, or the values of a publication. */
export function farKeyOf({ user, use, provider, provide }: Link, side: "use" | "provide"): number {
  if (side === "provide") return farKey(user.index, use, false);
  return provider.life.ports[provide]?.kind === "data"
    ? farKey(provider.index, publicationsOf(provider.life).of.get(provide) ?? 0, true)
    : farKey(provider.index, provide, false);
}

/** `what`: a port, or a publication. */
export const farKey = (member: number, what: number, isValue: boolean): number =>
  (member * whatMax + what) * 2 + Number(isValue);
const whatMax = 2 ** 20;
