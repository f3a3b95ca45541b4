/** A wrong dependency planted in each assembly of the repository, at each of its connections, is told in one story that names the right instances. */
import { describe, expect, test } from "vitest";
import { guestbook } from "../../../assemblies/guestbook.ts";
import { openstack } from "../../../assemblies/openstack-trace.ts";
import { serverDependencies } from "../../../assemblies/server-dependencies.ts";
import { type Assembly, assembly } from "../../../src/model/assembly.ts";
import type { Finding } from "../../../src/model/code.ts";
import { type AnyComponent, component } from "../../../src/model/component.ts";
import { service } from "../../../src/model/port.ts";
import { deployment } from "../../../src/model/program.ts";
import { check } from "../../../src/net/proof/proof.ts";

const assemblies: Readonly<Record<string, Assembly>> = { guestbook, openstack, serverDependencies };

interface Connection {
  readonly user: string;
  readonly use: string;
  readonly provider: string;
  readonly provide: string;
}
const connectionsOf = (declared: Assembly): readonly Connection[] =>
  deployment(declared).flatMap((one) =>
    one.op === "connect"
      ? [
          {
            user: one.use.instance,
            use: one.use.port,
            provider: one.provide.instance,
            provide: one.provide.port,
          },
        ]
      : [],
  );

/** The assembly with the component of one instance in another form. */
const changed = (
  declared: Assembly,
  changes: Readonly<Record<string, (one: AnyComponent) => object>>,
  wires: Assembly["wires"] = {},
): Assembly => {
  const components = Object.entries(declared.components).map(([name, one]) => {
    const change = changes[name];
    return [name, change === undefined ? one : component(change(one) as never)];
  });
  const declaration: object = {
    name: declared.name,
    components: Object.fromEntries(components),
    wires: { ...declared.wires, ...wires },
  };
  return assembly(declaration as never);
};

/** The error, which must be one, with its story as one text. */
function storyOf(findings: readonly Finding[]): {
  readonly finding: Finding;
  readonly text: string;
} {
  const errors = findings.filter(({ severity }) => severity === "error");
  expect(errors.map(({ text }) => text)).toHaveLength(1);
  const [finding] = errors;
  if (finding === undefined) throw new Error("there is no error");
  return { finding, text: (finding.because ?? []).map(({ text }) => text).join("\n") };
}

/** Those that wait themselves for what a connection brings. */
const isAmong = (text: string, names: readonly string[]): boolean =>
  names.some((name) => new RegExp(`\\b${name}\\b`).test(text));

describe.each(Object.entries(assemblies))("in %s", (_, declared) => {
  const connections = connectionsOf(declared);
  const usersOf = ({ provider, provide }: Connection): readonly string[] =>
    connections
      .filter((one) => one.provider === provider && one.provide === provide)
      .map(({ user }) => user);

  test("a port that is provided in a place which nothing comes to is told with its provider and a user", () => {
    for (const connection of connections) {
      const { provider, provide } = connection;
      const late = changed(declared, {
        [provider]: (one) => ({
          ...one,
          places: [...one.places, "beyond"],
          provides: { ...one.provides, [provide]: { ...one.provides[provide], in: ["beyond"] } },
          behaviors: {
            ...one.behaviors,
            later: { goBeyond: { from: one.places.at(-1), to: "beyond" } },
          },
        }),
      });
      const { finding, text } = storyOf(check(late));
      expect(finding.code).toBe("MADEUS_DEADLOCK");
      expect(["wrong behavior", "never provided"]).toContain(finding.kind);
      expect(finding.text).toContain(`${provider} stays in`);
      expect(text).toContain(`${provider}.${provide}`);
      expect(isAmong(text, usersOf(connection)), text).toBe(true);
      expect(finding.because?.length).toBeLessThanOrEqual(6);
    }
  });

  test("a provider that needs its user first is told as a cycle of both", () => {
    const Late = service("late");
    const services = connections.filter(
      ({ provider, user }) => provider !== user && usersFirst(declared, user),
    );
    expect(services).not.toEqual([]);
    for (const { user, provider } of services) {
      const circular = changed(
        declared,
        {
          [user]: (one) => ({
            ...one,
            provides: { ...one.provides, late: { type: Late, in: [lastPlace(one)] } },
          }),
          [provider]: (one) => ({
            ...one,
            uses: { ...one.uses, late: { type: Late, in: firstTransitions(one) } },
          }),
        },
        { [provider]: { ...declared.wires[provider], late: `${user}.late` } },
      );
      const { finding, text } = storyOf(check(circular));
      expect(finding.kind, text).toBe("cycle");
      expect(text).toMatch(new RegExp(`\\b${provider}\\b`));
      expect(text).toMatch(new RegExp(`\\b${user}\\b`));
    }
  });

  test("a provider without the behavior that brings it there is told at once", () => {
    for (const { provider } of connections) {
      const idle = changed(declared, {
        [provider]: ({ behaviors, ...one }) => ({
          ...one,
          behaviors: Object.fromEntries(
            Object.entries(behaviors).filter(([name]) => name !== "deploy"),
          ),
        }),
      });
      const findings = check(idle);
      expect(
        findings.some(({ text, severity }) => severity === "error" && text.includes(provider)),
      ).toBe(true);
    }
  });
});

/** Where deploy ends. */
const lastPlace = ({ behaviors }: AnyComponent): string => {
  const edges = Object.values(behaviors["deploy"] ?? {});
  const sources = new Set(edges.map(({ from }) => from));
  const ends = edges.flatMap(({ to }) => to).map((to) => String(to).replace(/\/.*/, ""));
  return ends.find((to) => !sources.has(to)) ?? "";
};
const firstTransitions = ({ behaviors, initial }: AnyComponent): readonly string[] =>
  Object.entries(behaviors["deploy"] ?? {})
    .filter(([, { from }]) => from === initial)
    .map(([name]) => name);

/** Can the user be given a port at its end, and does it come there only after what it uses? */
const usersFirst = ({ components }: Assembly, user: string): boolean => {
  const one = components[user];
  return one !== undefined && lastPlace(one) !== "";
};
