/** The forms of everything that users declare. What has its form can be used as the type of the same name. */
import type { AnyComponent } from "./component.ts";
import {
  both,
  callable,
  either,
  fields,
  type Form,
  is,
  isObject,
  listOf,
  namesTo,
  number,
  oneOf,
  optional,
  text,
} from "./form.ts";
import { path } from "./name.ts";
import { isSecretMark, isSecretReference } from "./secret.ts";
import { isSchema } from "./port.ts";

const scalars: readonly unknown[] = [String, Number, Boolean];
const field = is(
  "String, Number, Boolean or secret()",
  (value) => scalars.includes(value) || isSecretMark(value),
);
const shape: Form = either(isSchema, () => [], namesTo(field));
const portType = fields(
  { kind: oneOf("service", "data"), name: text, shape },
  "a port type, made by service() or data()",
);
const isManyLike = (value: unknown): boolean => isObject(value) && "many" in value;
const useType = either(isManyLike, fields({ many: portType, min: number }), portType);
const names = listOf(text, "a list of names");

const station: Form = either(Array.isArray, names, is("a place or a list of places", isText));
const step: Form = either(
  (value) => typeof value === "function",
  () => [],
  fields({ name: text, look: callable, act: callable }, "a step or a function that makes steps"),
);
const transition = fields(
  {
    from: text,
    to: station,
    steps: optional(listOf(step, "a list of steps")),
    run: optional(callable),
    probe: optional(callable),
    onUnknown: optional(oneOf("rerun", "ask")),
    retry: optional(
      fields({ attempts: number, delayMs: optional(number), delayMaxMs: optional(number) }),
    ),
    timeoutMs: optional(number),
    limits: optional(names),
    durationS: optional(number),
  },
  "a transition",
);

export const componentForm: Form = fields(
  {
    name: text,
    version: optional(text),
    places: names,
    initial: text,
    uses: namesTo(fields({ type: useType, in: names }, "a port")),
    provides: namesTo(fields({ type: portType, in: names }, "a port")),
    behaviors: namesTo(namesTo(transition)),
    probes: optional(namesTo(optional(callable))),
  },
  "a component",
);

/** May the value be looked at as a component? */
export const isWellShaped = (value: unknown): value is AnyComponent =>
  componentForm(value, []).length === 0;

/** Not told what it is instead: it may be the secret itself. */
const reference: Form = (value, where) =>
  isSecretReference(value)
    ? []
    : [`${path(...where)} must refer to a secret, as secret({ env: "NAME" }) does`];
const seconds = optional(number);
const sshHost = fields({
  host: is("the name or the address of a host", (value) => isText(value) && value !== ""),
  via: oneOf("auto", "openssh", "ssh2"),
  port: optional(number),
  user: optional(text),
  identityFile: optional(text),
  configFile: optional(text),
  knownHostsFile: optional(text),
  password: optional(reference),
  become: optional(fields({ user: text, password: optional(reference) })),
  connectS: seconds,
  keepAliveS: seconds,
  reconnectS: seconds,
});
const host: Form = both(fields({ kind: text, address: text }, "a host"), (value, where) =>
  (value as { readonly kind: string }).kind === "ssh" ? sshHost(value, where) : [],
);
const wire: Form = either(Array.isArray, names, is(`"instance.port" or a list of them`, isText));
/** The parts of an assembly; its components are looked at one by one. */
export const assemblyForm: Form = fields(
  {
    name: text,
    components: namesTo(is("a component", isObject)),
    wires: namesTo(namesTo(wire)),
    hosts: namesTo(host),
    on: namesTo(optional(text)),
  },
  "an assembly",
);

const portName = fields({ instance: text, port: text });
const operands: Readonly<Record<string, Form>> = {
  add: fields({ instance: text, component: is("a component", isObject), on: optional(text) }),
  del: fields({ instance: text }),
  connect: fields({ use: portName, provide: portName }),
  disconnect: fields({ use: portName, provide: portName }),
  changeBehavior: fields({ instance: text, behavior: text }),
  wait: fields({ instances: names }),
};
const instruction: Form = both(
  fields({ op: oneOf(...Object.keys(operands)) }, "an instruction"),
  (value, where) => operands[(value as { readonly op: string }).op]?.(value, where) ?? [],
);
/** A program; the assembly that it starts from is looked at by itself. */
export const programForm: Form = fields({ instructions: listOf(instruction) }, "a program");

function isText(value: unknown): boolean {
  return typeof value === "string";
}
