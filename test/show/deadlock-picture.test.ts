/** Pictures of where it gets stuck: what waits and what it waits for in red, and nothing else. */
import { expect, test } from "vitest";
import { Configuration } from "../../src/semantics/configuration.ts";
import { settle } from "../../src/semantics/settle.ts";
import { type Instruction, deployment, portName } from "../../src/model/program.ts";
import { deadlockPicture } from "../../src/show/deadlock-picture.ts";
import { client, pair, server } from "../net/translate/sample-pair.ts";
import { parseXml } from "./xml.ts";

function after(instructions: readonly Instruction[]): Configuration {
  const c = new Configuration();
  settle(c, { type: "program", instructions });
  return c;
}
const stuck = after([
  { op: "add", instance: "client", component: client },
  { op: "add", instance: "server", component: server },
  { op: "connect", use: portName("client.server"), provide: portName("server.service") },
  { op: "changeBehavior", instance: "client", behavior: "deploy" },
]);
const story = [
  { instance: "client", element: "on" },
  { instance: "server", element: "service" },
];
const count = (text: string, what: string): number => text.split(what).length - 1;

test("boxes, ports, the transition that waits and the connection are red, and the legend says so", () => {
  const svg = deadlockPicture({ name: "site", c: stuck, on: new Map(), involved: story });
  expect(() => parseXml(svg)).not.toThrow();
  // Two boxes, two ports, one transition, one connection, one sign of the legend.
  expect(count(svg, 'class="blocked"')).toBe(7);
  expect(svg).toContain("cannot go on");
  expect(svg).toContain(".blocked{fill:none;stroke:");
});

test("what the story is not about is drawn as ever", () => {
  const svg = deadlockPicture({
    name: "site",
    c: after(deployment(pair)),
    on: new Map(),
    involved: [{ instance: "server", element: undefined }],
  });
  expect(count(svg, 'class="blocked"')).toBe(2);
});

test("of many instances those alone are drawn that the story is about", () => {
  const crowd = Array.from(
    { length: 60 },
    (_, k): Instruction => ({
      op: "add",
      instance: `server${k}`,
      component: server,
    }),
  );
  const involved = [{ instance: "server7", element: "service" }];
  const svg = deadlockPicture({ name: "farm", c: after(crowd), on: new Map(), involved });
  expect(svg).toContain(">server7<");
  expect(svg).not.toContain(">server8<");
});
