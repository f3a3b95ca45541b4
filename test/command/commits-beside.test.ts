/** Commits of runs that others make commits beside: none loses what another one has put on main, or is taken for one of a stranger. */
import { expect, test } from "vitest";
import { treeOfAll } from "../../src/command/all-that-stands.ts";
import { claimed } from "../../src/command/claim.ts";
import { behindOf } from "../../src/command/current.ts";
import { adopt, openSession } from "../../src/command/session.ts";
import { VirtualClock } from "../../src/engine/clock-virtual.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { type Program, programOf } from "../../src/model/program.ts";
import { makeCommit } from "../../src/store/commit.ts";
import { deploymentIn } from "../../src/store/deployment.ts";
import { mainBranch } from "../../src/store/historian.ts";
import { history } from "../../src/store/history.ts";
import { leaseHolders } from "../../src/store/lease.ts";
import { memoryObjects } from "../../src/store/memory-objects.ts";
import { commitAt } from "../../src/store/objects.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { Tree } from "../../src/store/tree.ts";
import { stateDirectory } from "../store/state-directory.ts";
import { begun, claimedFor, deployed, opening, programOn } from "./engines.ts";
import { site } from "./four-webs.ts";

test("two commits that are written at once leave what others have put on main between", async () => {
  const directory = stateDirectory();
  await deployed(directory);
  const clock = new VirtualClock();
  const renewed = (...webs: readonly string[]): Program =>
    programOf(site, [
      ...webs.map((web) => ({ op: "changeBehavior", instance: web, behavior: "renew" }) as const),
      ...webs.map((web) => ({ op: "wait", instances: [web] }) as const),
    ]);
  const running = [
    { declared: renewed("web1", "web3", "web4"), durationMs: 4 },
    { declared: renewed("web2"), durationMs: 2 },
  ].map(({ declared, durationMs }) => {
    const give = (engine: Engine): void => engine.submit("renew", declared.instructions);
    return begun(claimedFor(directory, declared), clock, {
      declared,
      dies: Infinity,
      durationMs,
      give,
    });
  });
  clock.run();
  expect(await Promise.all(running)).toEqual(["done", "done"]);
  const session = openSession({ directory, mode: "read" });
  const { records, state, store } = session;
  const head = store.branches.find(mainBranch) ?? "";
  expect(commitAt(store.objects, head).tree).toBe(treeOfAll(state, records).write(memoryObjects()));
  const renewedIn = history(store.objects, [head]).map(({ commit }) =>
    [...deploymentIn(Tree.at(store.objects, commit.tree)).instances]
      .filter(([, { places }]) => places.includes("new"))
      .map(([name]) => name),
  );
  // The last first: of two that are written at once the first knows of one more, the second of another one.
  expect(renewedIn.filter((names) => names.includes("web1"))).toEqual([
    ["web1", "web2", "web3", "web4"],
    ["web1", "web2", "web3"],
    ["web1", "web2"],
  ]);
  session.close();
});

/** One run on one web, from its beginning to its end. */
async function renewedAlone(directory: string, name: string): Promise<void> {
  const clock = new VirtualClock();
  const declared = programOn(name, 0);
  const give = (engine: Engine): void => engine.submit(name, declared.instructions);
  const more = { declared, dies: Infinity, durationMs: 1, give };
  const ended = begun(claimedFor(directory, declared), clock, more);
  clock.run();
  expect(await ended).toBe("done");
}

test("what runs commit while somebody reads is not taken for the work of another state", async () => {
  const directory = stateDirectory();
  await deployed(directory);
  const reader = openSession({ directory, mode: "read" });
  await renewedAlone(directory, "web1");
  expect(behindOf(reader)).toBeUndefined();
  reader.close();
});

test("main that others have moved before the lease is taken is seen", async () => {
  const directory = stateDirectory();
  await deployed(directory);
  const declared = programOn("web1", 0);
  let times = 0;
  const pulled = (): void => {
    const { store, close } = openSession({ directory, mode: "write" });
    const { objects, branches } = store;
    const head = branches.find(mainBranch) ?? "";
    const by = { name: "bob", email: "bob@build2" };
    const cause = { state: "b0bb0bb0bb0b", run: 1, instruction: 0, record: 1 };
    const draft = { tree: commitAt(objects, head).tree, parents: [head], by, atMs: 0, cause };
    const made = makeCommit(objects, { ...draft, message: "bob was here" });
    branches.move(mainBranch, head, made, { atMs: 0, by: by.email, why: "pull" });
    close();
  };
  const claim = () =>
    claimed(opening(directory), (found) => {
      adopt(found, { declared, components: [], knows: "moving" });
      if (times++ === 0) pulled();
      return { due: undefined, touches: declared.instructions };
    });
  expect(claim).toThrow(expect.objectContaining({ code: "MADEUS_STATE_BEHIND" }));
  expect(times).toBe(1);
  const file = openStateFile(directory, { mode: "read" });
  expect(leaseHolders(file)).toEqual([]);
  file.close();
});
