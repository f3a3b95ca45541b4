/** What the HTTP interfaces of OpenStack keep: things with an id, in lists by their kind; found, or made where there is none. */
import type { StepScope } from "madeus";
import { type Demand, ask } from "./ask.ts";

export type Thing = Readonly<Record<string, unknown>> & { readonly id: string };

/** What is listed in an answer such as `{ users: [ … ] }`. */
export function listIn(body: unknown, kinds: string): readonly Readonly<Record<string, unknown>>[] {
  const list = isRecord(body) ? body[kinds] : undefined;
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

/** The same, of things that have an id. */
export const thingsIn = (body: unknown, kinds: string): readonly Thing[] =>
  listIn(body, kinds).filter(isThing);

/** The one thing in an answer such as `{ user: { … } }`. */
export function thingIn(body: unknown, kind: string): Thing {
  const thing = isRecord(body) ? body[kind] : undefined;
  if (isThing(thing)) return thing;
  throw new Error(`there is no ${kind} in the answer`);
}

export interface Wanted {
  /** Singular and plural, as in the answers. */
  readonly kind: string;
  readonly kinds: string;
  /** Where the list is, and where new ones are posted to. */
  readonly url: string;
  /** What makes the list short. If it has a name, it is found by that. */
  readonly query: string;
  /** What makes it. Images are made without the word for their kind around them. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly bare?: boolean;
}

/** Each is looked for; those that are not there are made. In the order asked for, two processes in all. */
export async function ensureThings(
  scope: StepScope,
  token: string,
  wanted: readonly Wanted[],
): Promise<readonly Thing[]> {
  const answers = await ask(
    scope,
    token,
    wanted.map(({ url, query }) => ({ url: `${url}?${query}` })),
  );
  const there = wanted.map(({ kinds, body }, index) =>
    thingsIn(answers[index]?.body, kinds).find(({ name }) => name === body["name"]),
  );
  const missing = wanted.filter((_, index) => there[index] === undefined);
  const made = missing.length === 0 ? [] : await ask(scope, token, missing.map(creation));
  const things = [...there];
  for (const [index, { kind, bare }] of missing.entries()) {
    const body = made[index]?.body;
    things[things.indexOf(undefined)] =
      bare === true ? thingIn({ [kind]: body }, kind) : thingIn(body, kind);
  }
  return things.filter(isThing);
}

/** The same for one. */
export async function ensureThing(scope: StepScope, token: string, wanted: Wanted): Promise<Thing> {
  const [thing] = await ensureThings(scope, token, [wanted]);
  if (thing === undefined) throw new Error(`there is no ${wanted.kind}`);
  return thing;
}

const creation = ({ url, kind, body, bare }: Wanted): Demand => ({
  method: "POST",
  url,
  body: bare === true ? body : { [kind]: body },
});

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
const isThing = (value: unknown): value is Thing =>
  isRecord(value) && typeof value["id"] === "string";
