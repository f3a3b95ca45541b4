/**
 * Changes of a declaration by which ports could be waited for less: provided from an earlier component's place on, or used from a later
 * point on. A component is declared once for all its instances, so that a change moves the waits of all of them.
 */
import type { Lifecycle } from "../../semantics/lifecycle.ts";
import type { Occurrence } from "../time/occurrence.ts";
import { OwnEvents } from "./own-event.ts";
import type { PortWait } from "./port-wait.ts";
import type { Translation } from "../translate/translate.ts";

/** A wait is for an earlier event of the provider, or later events wait instead. */
export interface Move {
  readonly wait: PortWait;
  readonly instead: number | undefined;
  readonly later: readonly number[];
}
/** `provide`: the port of the component from this place on; `use`: not before this place is entered or this transition fired. */
export interface Change {
  readonly change: "provide" | "use";
  readonly component: string;
  readonly port: string;
  readonly at: string;
  /** Where it is bound now. */
  readonly now: readonly string[];
  readonly moves: Move[];
}

/** By component, port and where to. Cost: the waits, and for each the way of its provider so far. */
export function changesOf(
  translation: Translation,
  occurrence: Occurrence,
  waits: readonly PortWait[],
): readonly Change[] {
  const own = new OwnEvents(translation, occurrence);
  const changes = new Map<string, Change>();
  const numbers = new Map<Lifecycle, number>();
  const add = (
    change: Change["change"],
    life: Lifecycle,
    q: number,
    at: string,
    move: Move,
  ): void => {
    if (!numbers.has(life)) numbers.set(life, numbers.size);
    const key = [change, numbers.get(life), q, at].join(" ");
    const known = changes.get(key);
    if (known !== undefined) return void known.moves.push(move);
    const { name: port = "", places = [], transitions = [] } = life.ports[q] ?? {};
    const now = [
      ...transitions.map((t) => life.transitions[t]?.name ?? ""),
      ...places.map((p) => life.places[p] ?? ""),
    ];
    changes.set(key, { change, component: life.component.name, port, at, now, moves: [move] });
  };
  for (const wait of waits) {
    const { user, use, provider, provide } = wait.link;
    for (const [place, instead] of own.entriesBefore(
      wait.cause,
      provider.life.ports[provide]?.places ?? [],
    ))
      add("provide", provider.life, provide, place, { wait, instead, later: [] });
    const later = own.pointsAfter(wait.event, user.life.ports[use]?.kind ?? "service");
    const names = [...new Set(later.map((event) => own.nameOf(event)))].sort();
    if (later.length > 0)
      add("use", user.life, use, names.join(" and "), { wait, instead: undefined, later });
  }
  return [...changes.values()];
}
