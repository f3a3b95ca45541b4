/** The declarations that compile (`tsc -p .` looks at them) are also well-formed when they are run. */
import { expect, test } from "vitest";
import { told } from "../model/sample.ts";
import * as balancer from "./right/balancer.ts";
import * as blog from "./right/blog.ts";
import * as loops from "./right/loops.ts";
import * as parameters from "./right/parameters.ts";
import * as ring from "./right/ring.ts";
import { database } from "./right/stack.ts";
import * as steps from "./right/steps.ts";

test.each([
  ["an assembly on two hosts", blog.blog],
  ["a program that replaces a database", blog.replaceDatabase],
  ["an assembly without wires", blog.alone],
  ["a cluster of members that use each other", ring.ring],
  ["a cluster made in a loop", ring.ringOfMany],
  ["ports for many", balancer.balanced],
  ["components made by functions, secrets and a Standard Schema", parameters.pair],
  ["steps made of the values of ports", steps.pair],
  ["replicas made in a loop", loops.replicas(3)],
  ["components of several types, collected in a loop", loops.balanced(3)],
  ["a component whose type is not known", loops.onlyPlugin(database)],
  ["a program made in a loop", loops.withMore(loops.balanced(2), 3)],
  ["a program that takes instances away in a loop", loops.shrunk(loops.replicas(3), ["web0"])],
  ["a typed program that goes on in a loop", loops.blogWithDatabases(["db2", "db3"])],
])("%s is well-formed", (_, declaration) => {
  expect(told(declaration)).toEqual([]);
});

test("what the compiler cannot know, check does", () => {
  expect(told(loops.plugged(database))).toEqual([
    `MADEUS_UNKNOWN_PORT: assembly "plugged": "plugin" has no use port "anything" (its component uses nothing)`,
    `MADEUS_UNKNOWN_PORT: assembly "plugged": "plugin" has no use port "all" (its component uses nothing)`,
  ]);
  expect(told(balancer.replaceReplica)).toEqual([
    `MADEUS_UNKNOWN_HOST: instruction 3, add(w3): "w3" is placed on "elsewhere", which is not one of the hosts (declare it: hosts: { … })`,
  ]);
});
