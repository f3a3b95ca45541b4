/** How the places and transitions of a translated net are called: unique names, made of those that the user wrote. */
import type { Lifecycle } from "../../semantics/lifecycle.ts";
import type { Member } from "./course.ts";
import { codesMax, levelOf, readyCode } from "./gauge.ts";
import { netRuleOf } from "./net-rule.ts";
import type { Desk } from "./port-case.ts";
import { kinds } from "./sense.ts";

/** `db`; where it was deleted and added again, `db#2`. */
const memberName = ({ name, generation }: Member): string =>
  generation === 0 ? name : `${name}#${generation + 1}`;

/**
 * Where a token is, by the words of its component: `place`, `out:transition`, `transition`, `in:transition` (with the station where
 * there are several: `in:transition:station`).
 */
export function slotName(life: Lifecycle, slot: number): string {
  if (slot < life.places.length) return life.places[slot] ?? "";
  if (slot >= life.firstIn) {
    const { transition = 0, station = 0 } = life.docks[slot - life.firstIn] ?? {};
    const { name = "", docks = [] } = life.transitions[transition] ?? {};
    const where = docks.length > 1 ? `:${life.stations[station]?.name}` : "";
    return `in:${name}${where}`;
  }
  const { name = "" } =
    life.transitions[(slot - life.places.length) % life.transitions.length] ?? {};
  return slot < life.firstOn ? `out:${name}` : name;
}

export function placeName(desk: Desk, place: number): string {
  const { kind, owner, index } = desk.draft.senseOf(place);
  if (kind === kinds.complement) return `no ${placeName(desk, index)}`;
  if (kind === kinds.program) return `program:${desk.configuration.position + index}`;
  if (kind === kinds.failures) return `failures:${index}`;
  if (kind === kinds.slots) return `limit:${desk.hazards.limits[owner]?.name}:${index}`;
  if (kind === kinds.link) return linkName(desk, owner);
  if (kind === kinds.unused) return `${linkName(desk, owner)}:unused`;
  const member = desk.course.members[owner];
  if (member === undefined) return `place ${place}`;
  const { life } = member;
  const name = memberName(member);
  switch (kind) {
    case kinds.slot:
      return `${name}.${slotName(life, index)}`;
    case kinds.failed:
      return `${name}.failed:${life.transitions[index]?.name}`;
    case kinds.lost:
      return `${name}:lost`;
    case kinds.turn:
      return `${name}:over:${index}`;
    case kinds.asked:
      return `${name}:asked:${index + 1}:${life.behaviors[member.asked[index]?.behavior ?? 0]}`;
    case kinds.absent:
      return `${name}:absent`;
    case kinds.gone:
      return `${name}:gone`;
    case kinds.level: {
      const port = life.ports[Math.floor(index / codesMax)];
      return `${name}.${port?.side}:${port?.name}:${levelName(index % codesMax)}`;
    }
    case kinds.readable:
      return `${name}:values:${index}:readable`;
    default:
      return `${name}:values:${index}:unread`;
  }
}

/** How many tokens the group holds; how many of them stay, how many have failed. */
function levelName(code: number): string {
  if (code === readyCode) return "ready";
  const { tokens, staying, failed } = levelOf(code);
  return `${tokens}-${staying}-${failed}`;
}

function linkName({ course }: Desk, link: number): string {
  const { user, use, provider, provide, from } = course.links[link] ?? {};
  if (user === undefined || provider === undefined) return `link ${link}`;
  const again = from === undefined || from < 0 ? "" : `@${from}`;
  return `${memberName(user)}.${user.life.ports[use ?? 0]?.name}=${memberName(provider)}.${provider.life.ports[provide ?? 0]?.name}${again}`;
}

/** The step, and which of its cases where there are several: `leave db.installed`, `fire db.start`, `end db.start`, `instruct 3`. */
export function transitionName(desk: Desk, transition: number): string {
  const { rule, owner, element } = desk.draft.markOf(transition);
  const member = desk.course.members[owner];
  const what = netRuleOf(rule);
  if (member === undefined) return `${what} ${element} ~${transition}`;
  return `${what} ${memberName(member)}.${elementName(member.life, what, element)} ~${transition}`;
}

/** What a rule is applied to, by name. */
export function elementName(life: Lifecycle, rule: string, element: number): string {
  switch (rule) {
    case "leave":
      return life.places[element] ?? "";
    case "end":
      return slotName(life, element + life.firstIn).replace(/^in:/, "");
    case "enter":
    case "collide":
      return life.stations[element]?.name ?? "";
    case "finish":
      return life.behaviors[element] ?? "";
    default:
      return life.transitions[element]?.name ?? "";
  }
}
