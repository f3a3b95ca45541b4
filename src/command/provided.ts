/** What a deployment provides to the outside: the values of its data ports that nobody in it uses. */
import { isSecretReference } from "../model/secret.ts";
import { type Configuration, nothing } from "../semantics/configuration.ts";
import type { Output } from "./output.ts";

/** `instance.port: value` a line; secrets stay references. */
export function tellProvided(to: Output, c: Configuration): void {
  for (const { instance, port, value } of provided(c)) {
    to.result(`${instance}.${port}: ${text(value)}`);
    to.object({ type: "provided", instance, port, value });
  }
}

interface Provided {
  readonly instance: string;
  readonly port: string;
  readonly value: unknown;
}

/** Values that can be read and that no instance uses. */
export function provided(c: Configuration): readonly Provided[] {
  return [...c.all()].flatMap((instance) =>
    c.life(instance).ports.flatMap((port, q): readonly Provided[] => {
      const record = c.port(instance, q);
      const given = c.values.get(record);
      const isUsed = c.firstOf(record) !== nothing;
      if (port.side !== "provide" || given === undefined || given.version === 0 || isUsed)
        return [];
      return [{ instance: c.names[instance] ?? "", port: port.name, value: given.value }];
    }),
  );
}

function text(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const fields = Object.entries(value).map(([key, field]): readonly [string, string] => [
    key,
    isSecretReference(field)
      ? "[secret]"
      : typeof field === "object"
        ? JSON.stringify(field)
        : String(field),
  ]);
  return fields.length === 1
    ? (fields[0]?.[1] ?? "")
    : fields.map((pair) => pair.join("=")).join(" ");
}
