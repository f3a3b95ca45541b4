/** Where a run waits for ports: the events that need a provider ready or a value readable, and the event that made it so. */
import type { Link, Member } from "../translate/course.ts";
import type { Occurrence } from "../time/occurrence.ts";
import { readyAt } from "../translate/port-case.ts";
import { row } from "../rows.ts";
import { kinds } from "../translate/sense.ts";
import type { Translation } from "../translate/translate.ts";

/** An event of a user needs what an event of a provider brings. */
export interface PortWait {
  readonly event: number;
  readonly cause: number;
  readonly link: Link;
}

/** In the order of the run. What was ready at the start is not waited for. Cost: the arcs of what fires. */
export function portWaitsOf(
  { net, desk, course }: Translation,
  { transitions }: Occurrence,
): readonly PortWait[] {
  const madeBy = new Int32Array(net.placeCount).fill(-1);
  const waits: PortWait[] = [];
  for (const [event, t] of transitions.entries()) {
    const read = row(net.read, t);
    for (const place of read) {
      const { kind, owner } = desk.draft.senseOf(place);
      const link = kind === kinds.link ? course.links[owner] : undefined;
      if (link === undefined) continue;
      const ready = readyAt(desk, link);
      const cause = madeBy[ready] ?? -1;
      if (cause >= 0 && read.includes(ready)) waits.push({ event, cause, link });
    }
    for (const place of row(net.produced, t)) madeBy[place] = event;
  }
  return waits;
}

/** `web.database=db.sql` */
export const linkText = ({ user, use, provider, provide }: Link): string =>
  `${portText(user, use)}=${portText(provider, provide)}`;

const portText = ({ name, life }: Member, port: number): string =>
  `${name}.${life.ports[port]?.name}`;
