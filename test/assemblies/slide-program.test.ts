/** The nine printed instructions: what is found out about them before they begin, and where they lead once they are complete. */
import { expect, test } from "vitest";
import { simulate } from "madeus/testing";
import { prove } from "../../src/net/proof/proof.ts";
import { asPrinted, completed } from "./slide-program.ts";

const taken =
  "server.dep1 is connected to nothing: instruction 4, disconnect(server.dep1, dep.service), took it away";

test("as printed the port stays disconnected, and that is found before anything begins", () => {
  const { verdict, findings } = prove(asPrinted);
  expect(verdict).toBe("violated");
  const told = findings.map(({ code, severity, text, because = [] }) => ({
    [`${severity} ${code}`]: text,
    because: because.map((one) => one.text),
  }));
  expect(told).toEqual([
    {
      "error MADEUS_DEADLOCK": `it cannot come to its end: ${taken}`,
      because: ["server before running waits for server.dep1", `  ${taken}`],
    },
    {
      "warning MADEUS_NOT_CONNECTED":
        'instruction 9, changeBehavior(server, install): "install" needs server.dep1 (service "service"), which has no provider',
      because: [],
    },
  ]);
});

test("as printed the server waits before `running` for ever, and its dependency runs", async () => {
  const end = {
    server: { tokens: ["in:start"], queue: ["install"] },
    dep: { tokens: ["running"], queue: [] },
  };
  const { finals, deadlocks } = prove(asPrinted);
  expect(finals).toEqual([end]);
  expect(deadlocks.map(({ standings }) => standings)).toEqual([end]);
  const { outcome, because, marking } = await simulate(asPrinted);
  expect(outcome).toBe("stuck");
  expect(marking["dep"]).toEqual({ places: ["running"], transitions: [] });
  expect(because).toMatchObject([
    {
      text: "server before running waits for server.dep1",
      because: [{ kind: "unconnected", text: "server.dep1 is connected to nothing", because: [] }],
    },
  ]);
});

test("completed by the connection that it lacks, both run, nothing is asked of them, and it can end in no other way", async () => {
  expect(prove(completed)).toMatchObject({
    verdict: "proved",
    complete: true,
    findings: [],
    finals: [
      {
        server: { tokens: ["running"], queue: [] },
        dep: { tokens: ["running"], queue: [] },
      },
    ],
  });
  const { outcome, marking, transitions } = await simulate(completed);
  expect(outcome).toBe("done");
  expect(marking).toEqual({
    server: { places: ["running"], transitions: [] },
    dep: { places: ["running"], transitions: [] },
  });
  const order = transitions.map(({ instance, transition }) => `${instance}.${transition}`);
  expect(order).toEqual(["server.stop", "dep.renew", "server.renew", "dep.start", "server.start"]);
});
