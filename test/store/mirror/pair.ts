/** Stores with their mirrors, and a bare repository between them, in directories that go with the test. */
import { join } from "node:path";
import { Mirror } from "../../../src/store/mirror/mirror.ts";
import { type Exchange } from "../../../src/store/mirror/exchange.ts";
import { type Store, memoryStore } from "../../../src/store/store.ts";
import { reason } from "../pack/growth.ts";
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
