/** Finds instances by what a person types: words that must all be in the name, the component or the host. */
import type { Instance } from "../show/site.ts";
import type { Stage } from "./stage.ts";

/** The numbers of those that fit: first whose name begins with it, then the others, each in their order. */
export function found(
  instances: readonly Instance[],
  stages: readonly Stage[],
  query: string,
  only?: Stage,
): readonly number[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = instances.flatMap(({ name, life, host }, k) => {
    const text = `${name} ${life.component.name} ${host ?? ""}`.toLowerCase();
    const isWanted = only === undefined || stages[k] === only;
    return isWanted && words.every((word) => text.includes(word)) ? [k] : [];
  });
  const begins = (k: number): boolean =>
    words.length > 0 && instances[k]?.name.toLowerCase().startsWith(words[0] ?? "") === true;
  return words.length === 0 ? fits : [...fits.filter(begins), ...fits.filter((k) => !begins(k))];
}
