/**
 * The rule `withdraw`: back to the last place where the instance was in one piece (section 4).
 *
 * The past of a token is a graph of leaves and joins. It is read here as the set of all its paths back to a held token.
 */
import { gainsOnlyServed, losesOnlyUnused } from "./ports.ts";
import { withoutPasts } from "./rules.ts";
import {
  type Instance,
  type Past,
  type Push,
  type State,
  type Token,
  held,
  instanceOf,
  tokenOnPlace,
  withInstance,
} from "./state.ts";

/** Tokens that are taken up, and those that are put in their place. */
interface Change {
  readonly taken: readonly Token[];
  readonly put: readonly Token[];
}
type Leave = Past & { readonly was: "left" };

/** Applies the pending withdrawal of the instance `name`, or gives undefined where it has to wait. */
export function withdraw(state: State, name: string): State | undefined {
  const instance = instanceOf(state, name);
  const [head, ...rest] = instance.queue;
  if (instance.withdrawal === undefined) return undefined;
  if (head === undefined) return withInstance(state, name, { ...instance, withdrawal: undefined });
  if (instance.tokens.some(runsOrMay)) return undefined;
  const changes = groups(instance.tokens).filter(hasStuck).map(wayBack);
  const after = changed(instance, changes);
  if (after === undefined) return undefined;
  if (!losesOnlyUnused(state, name, after) || !gainsOnlyServed(state, name, after))
    return undefined;
  const { next: behavior } = instance.withdrawal;
  const identity = state.pushes + 1;
  const next: readonly Push[] =
    behavior === undefined ? [] : [{ identity, instance: name, behavior }];
  const done = { ...withoutPasts(after), withdrawal: undefined, queue: [...next, ...rest] };
  return {
    ...withInstance(state, name, done),
    pushes: state.pushes + next.length,
    abandoned: [...state.abandoned, head.identity],
  };
}

const runsOrMay = ({ at }: Token): boolean => at.on === "transition" && at.status !== "failed";

/** Its tokens after all changes, or undefined where a place would get a second one. */
function changed(instance: Instance, changes: readonly Change[]): Instance | undefined {
  const taken = changes.flatMap((change) => change.taken);
  const kept = instance.tokens.filter((token) => !taken.includes(token));
  return changes
    .flatMap((change) => change.put)
    .reduce<Instance | undefined>(
      (now, token) =>
        now === undefined || tokenOnPlace(now, placeOf(token)) !== undefined
          ? undefined
          : { ...now, tokens: [...now.tokens, token] },
      {
        ...instance,
        tokens: kept,
        lost: instance.lost.filter((place) => kept.some((token) => placeOf(token) === place)),
      },
    );
}

const placeOf = ({ at }: Token): string => (at.on === "place" ? at.place : "");

/** On a dock or a failed transition. */
const hasStuck = (group: readonly Token[]): boolean => group.some(isStuck);
const isStuck = ({ at }: Token): boolean => at.on !== "place";

/** Connected components of the tokens, linked by a held token that they come from. */
function groups(tokens: readonly Token[]): readonly (readonly Token[])[] {
  return tokens.reduce<readonly (readonly Token[])[]>((found, token) => {
    const linked = found.filter((group) => group.some((other) => haveCommonRoot(other, token)));
    return [...found.filter((group) => !linked.includes(group)), [...linked.flat(), token]];
  }, []);
}

const haveCommonRoot = (a: Token, b: Token): boolean =>
  roots([a]).some((one) => roots([b]).includes(one));

/** To the last leave that explains the whole trouble of the group, or to where it was when the behavior began. */
function wayBack(group: readonly Token[]): Change {
  const leave = lastCommonLeave(group);
  if (leave === undefined)
    return { taken: group, put: roots(group).map((root) => held(root.place, root.weight)) };
  const taken = group.filter((token) => descends(token, leave));
  const weight = taken.reduce((sum, token) => sum + token.weight, 0);
  return { taken, put: [held(leave.place, weight)] };
}

/**
 * The latest leave that every path back from every stuck token passes through, and through which every token that descends from it
 * has all its paths.
 */
function lastCommonLeave(group: readonly Token[]): Leave | undefined {
  const common = [...new Set(group.flatMap(({ past }) => paths(past).flat()))]
    .filter((past): past is Leave => past.was === "left")
    .filter((leave) =>
      group.every((token) =>
        isStuck(token) || descends(token, leave) ? descendsOnly(token, leave) : true,
      ),
    );
  return common.find(
    (leave) => !common.some((other) => other !== leave && paths(other).flat().includes(leave)),
  );
}

const descends = ({ past }: Token, leave: Leave): boolean => paths(past).flat().includes(leave);
const descendsOnly = ({ past }: Token, leave: Leave): boolean =>
  paths(past).every((path) => path.includes(leave));

/** The held tokens that `tokens` come from. */
const roots = (tokens: readonly Token[]) => [
  ...new Set(
    tokens.flatMap(({ past }) => paths(past).flat()).filter((past) => past.was === "held"),
  ),
];

/** All ways from `past` back to held tokens, itself included. */
function paths(past: Past): readonly (readonly Past[])[] {
  switch (past.was) {
    case "held":
      return [[past]];
    case "left":
      return paths(past.before).map((path) => [past, ...path]);
    case "joined":
      return past.before.flatMap(paths).map((path) => [past, ...path]);
  }
}
