/** The table of section 8 of the semantics: what independent formal semantics of this kind agree on. */
import { type AnyComponent, component } from "../../src/model/component.ts";
import { service } from "../../src/model/port.ts";
import { type Instruction, portName } from "../../src/model/program.ts";

const Service = service("service");

const client = component({
  name: "client",
  places: ["off", "on"],
  initial: "off",
  uses: { server: { type: Service, in: ["on"] } },
  behaviors: {
    deploy: { start: { from: "off", to: "on" } },
    stop: { halt: { from: "on", to: "off" } },
  },
});
const server = component({
  name: "server",
  places: ["off", "alloc", "run"],
  initial: "off",
  provides: { service: { type: Service, in: ["run"] } },
  behaviors: {
    deploy: { allocate: { from: "off", to: "alloc" }, launch: { from: "alloc", to: "run" } },
    suspend: { pause: { from: "run", to: "alloc" } },
  },
});
const forked = component({
  name: "forked",
  places: ["x", "l", "r", "el", "er"],
  initial: "x",
  provides: { service: { type: Service, in: ["x", "l", "r"] } },
  behaviors: {
    deploy: { openLeft: { from: "x", to: "l" }, openRight: { from: "x", to: "r" } },
    left: { closeLeft: { from: "l", to: "el" } },
    right: { closeRight: { from: "r", to: "er" } },
  },
});
const mutual = component({
  name: "mutual",
  places: ["a", "b"],
  initial: "a",
  uses: { other: { type: Service, in: ["b"] } },
  provides: { service: { type: Service, in: ["b"] } },
  behaviors: { deploy: { go: { from: "a", to: "b" } } },
});
const choosing = component({
  name: "choosing",
  places: ["a", "b", "z"],
  initial: "a",
  behaviors: { deploy: { go: { from: "a", to: ["b", "z"] } } },
});
const joining = component({
  name: "joining",
  places: ["a", "b", "d", "e"],
  initial: "a",
  behaviors: {
    deploy: {
      ab: { from: "a", to: "b" },
      ad: { from: "a", to: "d" },
      be: { from: "b", to: "e" },
      de: { from: "d", to: "e" },
    },
  },
});
const choosingInJoin = component({
  name: "choosingInJoin",
  places: ["a", "z", "e"],
  initial: "a",
  behaviors: { deploy: { t: { from: "a", to: ["z", "e"] }, u: { from: "a", to: "e" } } },
});

const add = (instance: string, type: AnyComponent): Instruction => ({
  op: "add",
  instance,
  component: type,
});
const push = (instance: string, behavior: string): Instruction => ({
  op: "changeBehavior",
  instance,
  behavior,
});
const wait: Instruction = { op: "wait", instances: [] };
const link = (op: "connect" | "disconnect", use: string, provide: string): Instruction => ({
  op,
  use: portName(use),
  provide: portName(provide),
});
const wired = [
  add("client", client),
  add("server", server),
  link("connect", "client.server", "server.service"),
];
const wire = "client.server = server.service";
const up = [...wired, push("client", "deploy"), push("server", "deploy"), wait];

/** A program and its final configurations, as `outcome` writes them. */
export interface Case {
  readonly name: string;
  readonly program: readonly Instruction[];
  readonly finals: readonly string[];
}
export const cases: readonly Case[] = [
  {
    name: "C1 a client waits for its server and both get up",
    program: [...wired, push("client", "deploy"), push("server", "deploy")],
    finals: [`client {on}; server {run}; ${wire}`],
  },
  {
    name: "C2 without its server a client waits before the place that uses it",
    program: [...wired, push("client", "deploy")],
    finals: [`client {start>on} [deploy]; server {off}; ${wire}`],
  },
  {
    name: "C3 a use holds its provider in its place",
    program: [...up, push("server", "suspend")],
    finals: [`client {on}; server {run} [suspend]; ${wire}`],
  },
  {
    name: "C4 a provider leaves once its user has left",
    program: [...up, push("server", "suspend"), push("client", "stop")],
    finals: [`client {off}; server {alloc}; ${wire}`],
  },
  {
    name: "C5 a provider that is about to leave refuses new uses",
    program: [...up, push("server", "suspend"), push("client", "stop"), push("client", "deploy")],
    finals: [`client {start>on} [deploy]; server {alloc}; ${wire}`],
  },
  {
    name: "C5b a use that comes back before the provider is asked to leave holds it again",
    program: [...up, push("client", "stop"), push("client", "deploy"), push("server", "suspend")],
    finals: [
      `client {on}; server {run} [suspend]; ${wire}`,
      `client {start>on} [deploy]; server {alloc}; ${wire}`,
    ],
  },
  {
    name: "C6 a use holds only the last token of a group",
    program: [
      add("client", client),
      add("server", forked),
      link("connect", "client.server", "server.service"),
      push("server", "deploy"),
      push("client", "deploy"),
      wait,
      push("server", "left"),
      push("server", "right"),
    ],
    finals: [`client {on}; server {el, r} [right]; ${wire}`],
  },
  {
    name: "C7 two components that use each other to get to the same place wait for ever",
    program: [
      add("one", mutual),
      add("two", mutual),
      link("connect", "one.other", "two.service"),
      link("connect", "two.other", "one.service"),
      push("one", "deploy"),
      push("two", "deploy"),
    ],
    finals: [
      "one {go>b} [deploy]; two {go>b} [deploy]; one.other = two.service; two.other = one.service",
    ],
  },
  {
    name: "C8 a connection in use is not removed",
    program: [
      ...up,
      link("disconnect", "client.server", "server.service"),
      { op: "del", instance: "client" },
    ],
    finals: [`client {on}; server {run}; ${wire}; 2 left`],
  },
  {
    name: "C8b a client is stopped, disconnected and deleted",
    program: [
      ...up,
      push("client", "stop"),
      wait,
      link("disconnect", "client.server", "server.service"),
      { op: "del", instance: "client" },
    ],
    finals: ["server {run}"],
  },
  {
    name: "C9 an action chooses where its transition ends",
    program: [add("i", choosing), push("i", "deploy")],
    finals: ["i {b}", "i {z}"],
  },
  {
    name: "C10 two branches join",
    program: [add("i", joining), push("i", "deploy")],
    finals: ["i {e}"],
  },
  {
    name: "C11 a use that has a provider is not connected again",
    program: [...wired, link("connect", "client.server", "server.service")],
    finals: [`client {off}; server {off}; ${wire}; 1 left`],
  },
  {
    name: "C12 a join waits for ever for a transition that chose another station",
    program: [add("i", choosingInJoin), push("i", "deploy")],
    finals: ["i {e}", "i {u>e, z} [deploy]"],
  },
];
