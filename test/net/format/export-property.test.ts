/** What other tools are asked about a small net, word for word. */
import { describe, expect, test } from "vitest";
import type { Property } from "../../../src/net/format/export-property.ts";
import type { ExportSource } from "../../../src/net/format/export-source.ts";
import { lolaFormulas } from "../../../src/net/format/lola.ts";
import { mcc } from "../../../src/net/format/mcc.ts";
import { netOf } from "../../../src/net/net.ts";
import { promela } from "../../../src/net/format/promela.ts";
import { rowsOf } from "../../../src/net/rows.ts";
import { smv } from "../../../src/net/format/smv.ts";
import { tapnQueries } from "../../../src/net/format/tapn.ts";

const net = netOf({
  name: "n",
  placeCount: 2,
  transitionCount: 1,
  consumed: rowsOf([[0]]),
  read: rowsOf([[]]),
  produced: rowsOf([[1]]),
  initial: Uint8Array.of(1, 0),
  placeName: (place) => ["a", "b.c"][place] ?? "",
  transitionName: () => "t",
  apart: () => false,
});
const never: Property = {
  id: "neverTwo",
  text: "Never both.",
  scope: "always",
  formula: { kind: "not", of: { kind: "tokens", places: [0, 1], atLeast: 2 } },
};
const source: ExportSource = { net, goal: [1], rangeOf: () => undefined, properties: [never] };
const withoutGoal: ExportSource = { ...source, goal: [], properties: [] };

/** By the name of a property. */
const asked = (queries: Iterable<readonly [id: string, pieces: Iterable<string>]>) =>
  Object.fromEntries(Array.from(queries, ([id, pieces]) => [id, [...pieces].join("")]));
const matches = (pieces: Iterable<string>, form: RegExp): readonly string[] =>
  Array.from([...pieces].join("").matchAll(form), ([, text = ""]) => text);

describe("the properties of a net", () => {
  test("for TAPAAL", () => {
    expect(asked(tapnQueries(source))).toEqual({
      deadlocksAreFinal: "AG ((!(deadlock) or ((p_b__c >= 1))))",
      goalReachable: "EF (((p_b__c >= 1)))",
      goalInevitable: "AF (((p_b__c >= 1)))",
      oneSafe: "AG (!(((p_a >= 2) or (p_b__c >= 2))))",
      neverTwo: "AG (!((p_a + p_b__c >= 2)))",
    });
    expect(asked(tapnQueries(withoutGoal))["noDeadlock"]).toBe("AG (!(deadlock))");
  });

  test("of nothing hold for all of it, and for none of it", () => {
    const empty: Property = {
      ...never,
      formula: {
        kind: "all",
        of: [
          { kind: "all", of: [] },
          { kind: "any", of: [] },
        ],
      },
    };
    const queries = asked(tapnQueries({ ...withoutGoal, properties: [empty] }));
    expect(queries["neverTwo"]).toBe("AG ((true and false))");
  });

  test("for LoLA", () => {
    expect(asked(lolaFormulas(source))).toEqual({
      deadlocksAreFinal: "AG (((NOT DEADLOCK) OR ((p_b__c >= 1))))",
      goalReachable: "EF (((p_b__c >= 1)))",
      goalInevitable: "AF (((p_b__c >= 1)))",
      oneSafe: "AG ((NOT ((p_a >= 2) OR (p_b__c >= 2))))",
      neverTwo: "AG ((NOT (p_a + p_b__c >= 2)))",
    });
  });

  test("for NuSMV", () => {
    expect(matches(smv(source), /^CTLSPEC (.*);$/gm)).toEqual([
      "AG (!overflow)",
      "AG ((!(deadlock) | (p_b__c)))",
      "EF ((p_b__c))",
      "AF ((p_b__c))",
      "AG (!((count(p_a, p_b__c) >= 2)))",
    ]);
  });

  test("for SPIN, which looks for deadlocks and second tokens by itself", () => {
    expect(matches(promela(source), /^ltl (.*)$/gm)).toEqual([
      "denial_goalReachable { [] !((p_b__c)) }",
      "claim_goalInevitable { <> ((p_b__c)) }",
      "claim_neverTwo { [] (!((p_a + p_b__c >= 2))) }",
    ]);
    expect(matches(promela(withoutGoal), /^(ltl .*|.* -> break)$/gm)).toEqual([]);
  });

  test("for the Model Checking Contest", () => {
    const tokens = (least: number, ...places: readonly string[]): string =>
      `<integer-le><integer-constant>${least}</integer-constant><tokens-count>${places
        .map((place) => `<place>${place}</place>`)
        .join("")}</tokens-count></integer-le>`;
    const final = `<conjunction>${tokens(1, "p_b__c")}</conjunction>`;
    const alive = "<negation><deadlock/></negation>";
    const crowded = `<disjunction>${tokens(2, "p_a")}${tokens(2, "p_b__c")}</disjunction>`;
    expect(matches(mcc(source), /<formula>(.*)<\/formula>/g)).toEqual([
      `<all-paths><globally><disjunction>${alive}${final}</disjunction></globally></all-paths>`,
      `<exists-path><finally>${final}</finally></exists-path>`,
      `<all-paths><finally>${final}</finally></all-paths>`,
      `<all-paths><globally><negation>${crowded}</negation></globally></all-paths>`,
      `<all-paths><globally><negation>${tokens(2, "p_a", "p_b__c")}</negation></globally></all-paths>`,
    ]);
    expect(matches(mcc(source), /<id>(.*)<\/id>/g)).toContain("goalReachable");
    expect(matches(mcc(source), /<description>(.*)<\/description>/g)).toContain("Never both.");
  });
});
