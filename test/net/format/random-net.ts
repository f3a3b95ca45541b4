/** Random nets, in the form in which readers give them: one entry for each place that is read, none that is taken or put as well. */
import fc from "fast-check";
import { type Net, netOf } from "../../../src/net/net.ts";
import { row, rowsOf } from "../../../src/net/rows.ts";

/** How one transition and one place are joined. */
interface Joint {
  readonly consumed: number;
  readonly read: number;
  readonly produced: number;
}

/** Names that other tools could stumble over. */
const awkward = [
  ..."a.b_c a_b.c a_.b a._b a__b p_x41_ p_uA 1st if do int next page net {x}\\ <&> ]]> ü 日本 -- */".split(
    " ",
  ),
  `"quoted"`,
  "'",
  " a ",
  "a\nb",
  "a\r\n",
  "\t\ta",
];

/** What XML can hold. */
const isXml = (name: string): boolean =>
  name.isWellFormed() &&
  // oxlint-disable-next-line no-control-regex
  !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(name);

/** Any names that are not blank. */
export const anyName = fc
  .oneof(fc.constantFrom(...awkward), fc.string({ unit: "binary", minLength: 1, maxLength: 6 }))
  .filter((name) => name.trim() !== "" && isXml(name));

/** The same without control characters, for formats of lines. */
export const printableName = anyName.filter((name) => !/\p{Cc}/u.test(name));

/** At most one token in a place, and no weights. */
const safeJoint = fc.constantFrom<Joint>(
  { consumed: 1, read: 0, produced: 0 },
  { consumed: 0, read: 1, produced: 0 },
  { consumed: 0, read: 0, produced: 1 },
);
const weightedJoint = fc.oneof(
  safeJoint,
  fc
    .record({ consumed: fc.nat(3), read: fc.constant(0), produced: fc.nat(3) })
    .filter(({ consumed, produced }) => consumed !== 1 || produced !== 1),
);

export const anyNet = (
  names: fc.Arbitrary<string>,
  weights: "weighted" | "safe",
): fc.Arbitrary<Net> =>
  fc
    .record({
      name: names,
      placeNames: fc.uniqueArray(names, { maxLength: 6 }),
      transitionNames: fc.uniqueArray(names, { maxLength: 6 }),
    })
    .chain(({ name, placeNames, transitionNames }) => {
      const joint = fc.option(weights === "safe" ? safeJoint : weightedJoint, { freq: 2 });
      const rows = fc.array(
        fc.array(joint, { minLength: placeNames.length, maxLength: placeNames.length }),
        { minLength: transitionNames.length, maxLength: transitionNames.length },
      );
      const initial = fc.array(fc.nat(weights === "safe" ? 1 : 255), {
        minLength: placeNames.length,
        maxLength: placeNames.length,
      });
      return fc
        .tuple(rows, initial)
        .map(([joints, tokens]) => netFrom(name, placeNames, transitionNames, joints, tokens));
    });

function netFrom(
  name: string,
  placeNames: readonly string[],
  transitionNames: readonly string[],
  joints: readonly (readonly (Joint | null)[])[],
  tokens: readonly number[],
): Net {
  const rows = (way: keyof Joint) =>
    rowsOf(
      joints.map((places) =>
        places.flatMap((joint, place) => Array<number>(joint?.[way] ?? 0).fill(place)),
      ),
    );
  return netOf({
    name,
    placeCount: placeNames.length,
    transitionCount: transitionNames.length,
    consumed: rows("consumed"),
    read: rows("read"),
    produced: rows("produced"),
    initial: Uint8Array.from(tokens),
    placeName: (place) => placeNames[place] ?? "",
    transitionName: (transition) => transitionNames[transition] ?? "",
    apart: () => false,
  });
}

/** A net under names, in which order plays no part. */
export interface Picture {
  readonly places: Readonly<Record<string, number>>;
  readonly transitions: Readonly<
    Record<string, Readonly<Record<"consumed" | "read" | "produced", readonly string[]>>>
  >;
}

export function pictureOf(
  net: Net,
  placeName: (net: Net, place: number) => string = (_, place) => net.placeName(place),
  transitionName: (net: Net, transition: number) => string = (_, t) => net.transitionName(t),
): Picture {
  const places = Array.from({ length: net.placeCount }, (_, place) => placeName(net, place));
  const named = (items: Iterable<number>): readonly string[] =>
    Array.from(items, (place) => places[place] ?? "").toSorted();
  return {
    places: Object.fromEntries(places.map((name, place) => [name, net.initial[place] ?? 0])),
    transitions: Object.fromEntries(
      Array.from({ length: net.transitionCount }, (_, t) => [
        transitionName(net, t),
        {
          consumed: named(row(net.consumed, t)),
          read: named(row(net.read, t)),
          produced: named(row(net.produced, t)),
        },
      ]),
    ),
  };
}

/** What tools see that know no read arcs: a token that is read is taken and put back. */
export const lowered = ({ places, transitions }: Picture): Picture => ({
  places,
  transitions: Object.fromEntries(
    Object.entries(transitions).map(([name, { consumed, read, produced }]) => [
      name,
      {
        consumed: [...consumed, ...read].toSorted(),
        read: [],
        produced: [...produced, ...read].toSorted(),
      },
    ]),
  ),
});
