/** A store that is served elsewhere, over real HTTP: what is brought is checked, and what goes wrong is told. */
import { describe, expect, test } from "vitest";
import { fsck } from "../../../src/store/fsck.ts";
import { history } from "../../../src/store/history.ts";
import { remoteStore } from "../../../src/store/serve/remote-store.ts";
import { memoryStore } from "../../../src/store/store.ts";
import { Tree } from "../../../src/store/tree.ts";
import { commitOn, reason, treeOfCommit } from "../pack/growth.ts";
import { branchOff, by, open, served, token } from "./served.ts";

describe("a client", () => {
  test("pulls a branch, whole or in part, and looks at it without the network", async () => {
    const { from, client } = await open();
    const { store, commits } = from;
    const copy = memoryStore();
    const head = commits[2] ?? "";
    expect(await client.pull(copy, "main", reason, 1)).toMatchObject({ how: "made", to: head });
    expect([...copy.boundary]).toEqual([head]);
    const tree = Tree.at(copy.objects, treeOfCommit(copy.objects, head));
    expect(tree.find(["configuration", "unit-14", "marking"])).toBe("running since 2");
    const next = commitOn(store.objects, [head], { a: 1 });
    store.branches.move("main", head, next, reason);
    expect(await client.pull(copy, "main", reason)).toMatchObject({
      how: "forward",
      from: head,
      to: next,
    });
    expect(copy.branches.list().map(({ name }) => name)).toEqual(["main", "origin/main"]);
  });

  test("with a part of the history pulls a branch from before its end, and the rest when it wants it", async () => {
    const { from, client } = await open({}, served(6));
    const [, second = "", , , , head = ""] = from.commits;
    const copy = memoryStore();
    await client.pull(copy, "main", reason, 1);
    const old = commitOn(from.store.objects, [second], { old: 1 });
    from.store.branches.move("old", undefined, old, reason);
    expect(await client.pull(copy, "old", reason)).toMatchObject({ how: "made", to: old });
    expect([...copy.boundary]).toEqual([head]);
    await client.pull(copy, "main", reason);
    expect(history(copy.objects, [head])).toHaveLength(1);
    await client.pull(copy, "main", reason, Number.POSITIVE_INFINITY);
    expect(history(copy.objects, [head])).toHaveLength(6);
    expect([[...copy.boundary], fsck(copy).findings]).toEqual([[], []]);
  });

  test("commits and merges, and is told what the server says", async () => {
    const { from, client } = await open();
    const [, , head = ""] = from.commits;
    const draft = {
      branch: "main",
      from: head,
      changes: [{ path: ["a"], value: 1 }],
      message: "a",
      by,
    };
    const id = await client.commit(draft);
    await expect(client.commit(draft)).rejects.toMatchObject({ code: "MADEUS_BRANCH_MOVED" });
    branchOff(from, "other", "b");
    expect(await client.merge({ into: "main", from: "other", by })).toMatchObject({ ok: true });
    branchOff(from, "contrary", "configuration/unit-7/marking");
    const merged = await client.merge({ into: "main", from: "contrary", by });
    expect(merged).toMatchObject({ ok: false, conflicts: [{ kind: "both changed" }] });
    await expect(client.pull(memoryStore(), "none", reason)).rejects.toMatchObject({
      code: "MADEUS_UNKNOWN_BRANCH",
    });
    expect(id).toMatch(/^[0-9a-f]{40}$/);
  });

  test("is told when the server goes while it watches, and ends in peace when it is told to", async () => {
    const { server, client } = await open();
    const ends = new AbortController();
    const [one, other] = [{}, { signal: ends.signal }].map((more) =>
      client.watch({ after: 0, ...more })[Symbol.asyncIterator](),
    );
    for (const watch of [one, other])
      expect(await watch?.next()).toMatchObject({ value: { number: 1 } });
    ends.abort();
    expect(await other?.next()).toEqual({ done: true, value: undefined });
    await server.close();
    await expect(one?.next()).rejects.toMatchObject({ code: "MADEUS_REMOTE_FAILED" });
  });

  test.each([
    ["what is no JSON", "<html>", "it answers with what is no JSON"],
    ["another answer", "{}", "it answers with what is no list of branches"],
    ["another branch", '{"branches":[{"name":"main","head":"x"}]}', "what is no branch"],
    ["too much", `{"branches":[]${" ".repeat(100)}}`, "it sends more than 99 bytes"],
  ])("of a server that says %s is told", async (_, text, why) => {
    const options = { url: "http://x", token, bytesMax: 99 };
    const other = remoteStore({ ...options, fetch: async () => new Response(text) });
    await expect(other.branches()).rejects.toMatchObject({
      code: "MADEUS_REMOTE_FAILED",
      message: expect.stringContaining(why),
    });
  });

  test("of a server that is not there, or that is something else, is told", async () => {
    const gone = remoteStore({ url: "http://127.0.0.1:1", token });
    await expect(gone.branches()).rejects.toMatchObject({
      code: "MADEUS_REMOTE_FAILED",
      message: expect.stringContaining("cannot be reached"),
    });
    const other = remoteStore({
      url: "http://x/",
      token,
      fetch: async () => new Response("<html>", { status: 502 }),
    });
    await expect(other.branches()).rejects.toMatchObject({
      message: expect.stringContaining("it answered with 502"),
    });
  });
});
