/** The rules that transitions of a net stand for: those of the semantics, and the operator's decision to fire a failed action again. */
import { type Rule, ruleNames, rules } from "../../semantics/event.ts";

export type NetRule = Rule | "refire";

export const netRules: Readonly<Record<NetRule, number>> = { ...rules, refire: ruleNames.length };

/** The rule with a number. */
export const netRuleOf = (number: number): NetRule => ruleNames[number] ?? "refire";
