/** Systems in which a used group gets a second token, which drawn types hardly ever show: then the first may leave it. */
import fc from "fast-check";
import { component } from "../../src/model/component.ts";
import { service } from "../../src/model/port.ts";
import type { Instruction } from "../../src/model/program.ts";
import type { System } from "./arbitrary.ts";

const Service = service("service");
const provider = component({
  name: "provider",
  places: ["a", "b", "c", "d", "e"],
  initial: "a",
  provides: { service: { type: Service, in: ["b", "e"] } },
  behaviors: {
    deploy: { ab: { from: "a", to: "b" }, ac: { from: "a", to: "c" } },
    update: { bd: { from: "b", to: "d" }, ce: { from: "c", to: "e" } },
  },
});
const user = component({
  name: "user",
  places: ["off", "on"],
  initial: "off",
  uses: { service: { type: Service, in: ["on"] } },
  behaviors: {
    deploy: { start: { from: "off", to: "on" } },
    stop: { halt: { from: "on", to: "off" } },
  },
});

const first: readonly Instruction[] = [
  { op: "add", instance: "provider", component: provider },
  { op: "add", instance: "user", component: user },
  {
    op: "connect",
    use: { instance: "user", port: "service" },
    provide: { instance: "provider", port: "service" },
  },
  { op: "changeBehavior", instance: "provider", behavior: "deploy" },
  { op: "changeBehavior", instance: "user", behavior: "deploy" },
];

/** The provider and its user are up; then some behaviors are asked for. */
export const twofold: fc.Arbitrary<System> = fc
  .array(fc.constantFrom("provider update", "user stop", "user deploy"), { maxLength: 6 })
  .map((asked) => ({
    instructions: [
      ...first,
      ...asked.map((one): Instruction => {
        const [instance = "", behavior = ""] = one.split(" ");
        return { op: "changeBehavior", instance, behavior };
      }),
    ],
  }));
