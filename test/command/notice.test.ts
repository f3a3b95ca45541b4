/** Which notices come of the records of a run. */
import { expect, test } from "vitest";
import { type Notice, Notices } from "../../src/command/notice.ts";
import type { Entry } from "../../src/store/journal.ts";

const begun: Entry = {
  type: "run",
  verb: "deploy",
  assembly: "site",
  file: "/a.ts",
  export: "site",
  declaration: "d",
  state: "s",
};
const of = (instance: string) => ({ instance, transition: "start" });
const started = (instance: string): Entry => ({
  type: "started",
  ...of(instance),
  attempt: 1,
  key: "k",
  host: "web1",
});
const error = { code: "MADEUS_ACTION_FAILED", message: "it is broken" };

/** One record a second. */
function told(...entries: readonly Entry[]): { notices: Notice[]; of: Notices } {
  const of = new Notices();
  const notices = entries.flatMap((entry, k) =>
    of.add({ seq: k + 1, run: 4, atMs: k * 1000, ...entry }),
  );
  return { notices, of };
}
const texts = (notices: readonly Notice[]): readonly string[] =>
  notices.map(({ event, text }) => `${event}: ${text}`);

test("a run that is done is told at its beginning and its end", () => {
  const { notices } = told(
    begun,
    started("db"),
    { type: "ended", ...of("db") },
    { type: "result", outcome: "done" },
  );
  expect(texts(notices)).toEqual([
    "begun: deploy of site has begun",
    "done: deploy of site is done after 3.0s",
  ]);
  expect(notices[1]).toMatchObject({ id: "s/4/4/done", run: 4, state: "s", tookS: 3, failed: [] });
});

test("what has failed is told when it does, and at the end unless it went well later", () => {
  const { notices } = told(
    begun,
    started("db"),
    { type: "failed", ...of("db"), error },
    started("web"),
    { type: "failed", ...of("web"), error },
    started("db"),
    { type: "ended", ...of("db") },
    { type: "result", outcome: "failed" },
  );
  expect(texts(notices)).toEqual([
    "begun: deploy of site has begun",
    "action-failed: deploy of site: db.start has failed: it is broken",
    "action-failed: deploy of site: web.start has failed: it is broken",
    "failed: deploy of site has failed after 7.0s: web.start: it is broken",
  ]);
  expect(notices.at(-1)?.failed).toEqual([{ ...of("web"), error }]);
});

test("every end that is neither good nor wanted is called failed, and says which it is", () => {
  for (const [outcome, said] of [
    ["stuck", "failed: deploy of site cannot go on after 1.0s"],
    ["timeout", "failed: deploy of site ran out of time after 1.0s"],
    ["cancelled", "cancelled: deploy of site was cancelled after 1.0s"],
  ] as const) {
    const { notices } = told(begun, { type: "result", outcome });
    expect(texts(notices).slice(1)).toEqual([said]);
    expect(notices[1]).toMatchObject({ outcome });
  }
});

test("a silence says what is at work since when, where, and names a few of many", () => {
  const { of: notices } = told(begun, ...["a", "b", "c", "d", "e"].map(started));
  const [{ text = "", atWork = [] } = {}] = notices.silence(65_000, 60_000);
  expect(text).toBe(
    "deploy of site has not moved for 60.0s; at work: a.start on web1 for 64.0s, b.start on web1 for 63.0s, c.start on web1 for 62.0s and 2 more",
  );
  expect(atWork).toHaveLength(5);
});

test("a run that has no end was broken off; one that has is not, and without one there is nothing to tell", () => {
  const cut = told(begun, started("db")).of;
  const [notice] = cut.end(9_000);
  expect(notice).toMatchObject({
    event: "failed",
    text: "deploy of site was broken off",
    outcome: "open",
    atWork: [{ instance: "db", host: "web1", sinceMs: 1000 }],
  });
  expect(cut.end(9_000)).toEqual([]);
  expect(told(begun, { type: "result", outcome: "done" }).of.end(9_000)).toEqual([]);
  expect(told().of.silence(1, 1)).toEqual([]);
});
