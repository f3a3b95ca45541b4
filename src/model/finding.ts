/** Findings in the making: a rule says what is wrong; whoever applies the rule knows of what, and where that was declared. */
import { type Code, type Finding, MadeusError } from "./code.ts";
import { type Position, isPosition } from "./position.ts";

/** A finding that does not say yet what it is about. */
export type Remark = Omit<Finding, "at">;

export const error = (code: Code, text: string, hint?: string): Remark => ({
  code,
  severity: "error",
  text,
  hint,
});

export const warning = (code: Code, text: string, hint?: string): Remark => ({
  code,
  severity: "warning",
  text,
  hint,
});

/** `subject` names what the remark is about, e.g. `component "mariadb"`; `at` may come from outside and is then not trusted. */
export const finding = (subject: string, at: unknown, remark: Remark): Finding => ({
  ...remark,
  at: position(at),
  text: `${subject}: ${remark.text}`,
});

/** @throws MadeusError  with the code of the first error among them, and all that are given; nothing where none is an error */
export function refuseErrors(findings: readonly Finding[]): void {
  const worst = findings.find(({ severity }) => severity === "error");
  if (worst === undefined) return;
  const { code, text, at, hint } = worst;
  throw new MadeusError(code, text, { at, hint, findings });
}

const position = (at: unknown): Position | undefined => (isPosition(at) ? at : undefined);
