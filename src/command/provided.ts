/** What a deployment provides to the outside: the values of its data ports that nobody in it uses. */
import { isSecretReference } from "../model/secret.ts";
import type { Configuration } from "../semantics/configuration.ts";

/** `instance.port value` a line, for values that were given and are not used by any instance; secrets stay references. */
export function provided(c: Configuration): string[] {
  return [...c.all()].flatMap((instance) =>
    c.life(instance).ports.flatMap((port, q) => {
      const record = c.port(instance, q);
      const given = c.values.get(record);
      const used = c.ports.column.first[record] !== 0;
      if (port.side !== "provide" || port.kind !== "data" || given === undefined || used) return [];
      return [`${c.names[instance]}.${port.name}: ${text(given.value)}`];
    }),
  );
}

function text(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const fields = Object.entries(value).map(([key, field]) =>
    isSecretReference(field) ? [key, "[secret]"] : [key, typeof field === "object" ? JSON.stringify(field) : String(field)],
  );
  return fields.length === 1 ? String(fields[0]?.[1]) : fields.map((pair) => pair.join("=")).join(" ");
}
