/** Properties in CTL over sums of tokens, as LoLA and TAPAAL are asked them; only their words differ. */
import { type FormulaWords, ctlPieces, goalProperties, oneSafety } from "./export-property.ts";
import type { ExportSource } from "./export-source.ts";
import { placeId } from "./identifier.ts";

/** All that is asked of a net, each with its formula. */
export function* ctlQueries(
  { net, goal, properties }: ExportSource,
  words: Omit<FormulaWords, "tokens">,
): Generator<readonly [id: string, pieces: Iterable<string>]> {
  const tokens: FormulaWords["tokens"] = (places, atLeast) =>
    `(${places.map((place) => placeId(net, place)).join(" + ")} >= ${atLeast})`;
  for (const property of [...goalProperties(goal), oneSafety(net.placeCount), ...properties])
    yield [property.id, ctlPieces(property, { ...words, tokens })];
}
