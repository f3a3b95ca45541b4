/** Stores with their mirrors, and a bare repository between them, in directories that go with the test. */
import { join } from "node:path";
import { Mirror } from "../../../src/store/mirror/mirror.ts";
import { type Exchange } from "../../../src/store/mirror/exchange.ts";
import { type Store, memoryStore } from "../../../src/store/store.ts";
import { commitOn, last, line, reason } from "../pack/growth.ts";
import { type Repository, emptyDirectory, repository } from "../repository.ts";

/** A store and its mirror, which knows the repository as `origin`. */
export async function clerk({ directory }: Pick<Repository, "directory">): Promise<Exchange> {
  const store: Store = memoryStore();
  const mirror = await Mirror.open(join(emptyDirectory(), "mirror.git"));
  return { store, mirror, remote: { name: "origin", address: directory }, reason };
}

/** Two of them at one repository. */
export async function pair(): Promise<{
  readonly between: Repository;
  readonly ann: Exchange;
  readonly bob: Exchange;
}> {
  const between = repository();
  return { between, ann: await clerk(between), bob: await clerk(between) };
}

/** Gives the branch `main` so many commits. */
export const grow = ({ store }: Exchange, count = 3): string => {
  const head = last(line(store.objects, count));
  store.branches.move("main", undefined, head, reason);
  return head;
};
/** Gives it one more, on where it stands. */
export const add = ({ store }: Exchange, leaf: string, atS = 5000): string => {
  const head = store.branches.find("main");
  const next = commitOn(store.objects, head === undefined ? [] : [head], { [leaf]: 1 }, atS);
  store.branches.move("main", head, next, reason);
  return next;
};
