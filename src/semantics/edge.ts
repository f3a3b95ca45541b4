/** The transitions of a type with their docks and stations, numbered in the order of their declaration. Compiled before its ports. */
import type { AnyComponent } from "../model/component.ts";
import type { Dock, Last, Skeleton } from "./lifecycle.ts";

/** Docks of one behavior that end alike are one station. */
export function compileEdges(
  component: AnyComponent,
  places: readonly string[],
  behaviors: readonly string[],
): Pick<Skeleton, "transitions" | "docks" | "stations"> {
  const placeNamed = new Map(places.map((name, p) => [name, p]));
  const all = behaviors.flatMap((behavior, b) =>
    Object.entries(component.behaviors[behavior] ?? {}).map(([name, edge]) => {
      const to = typeof edge.to === "string" ? [edge.to] : edge.to;
      return { name, declared: edge, behavior: b, source: placeNamed.get(edge.from) ?? -1, to };
    }),
  );
  const stations: { name: string; place: number; behavior: number; docks: number[] }[] = [];
  const stationNamed = new Map<string, number>();
  const docks: Omit<Dock, Last>[] = [];
  const transitions = all.map(({ name, declared, behavior, source, to }, t) => {
    const out = places.length + t;
    const on = places.length + all.length + t;
    const first = places.length + 2 * all.length + docks.length;
    const own = to.map((end: string, k: number) => {
      const key = `${behavior} ${end}`;
      let station = stationNamed.get(key);
      if (station === undefined) {
        const place = placeNamed.get(end.split("/", 1)[0] ?? end) ?? -1;
        station = stations.push({ name: end, place, behavior, docks: [] }) - 1;
        stationNamed.set(key, station);
      }
      const dock = docks.push({ transition: t, station, slot: first + k }) - 1;
      stations[station]?.docks.push(dock);
      return dock;
    });
    const slots = [out, on, ...own.map((_: number, k: number) => first + k)];
    return { name, declared, behavior, source, out, on, docks: own, slots };
  });
  return { transitions, stations, docks };
}
