/** Steps of a translated net in words: what happens, by the names of instances, places, transitions and behaviors. */
import { instructionText } from "../../semantics/lack-program.ts";
import { elementName } from "../translate/naming.ts";
import type { NetStep, Translation } from "../translate/translate.ts";

/** `client.start begins`, `client enters on`, `instruction 3, changeBehavior(db, suspend)`. */
export function stepText({ desk }: Translation, { rule, member, element }: NetStep): string {
  const who = desk.course.members[member];
  if (who === undefined) {
    const instruction = desk.configuration.program[element];
    const what = instruction === undefined ? "" : `, ${instructionText(instruction)}`;
    return `instruction ${element + 1}${what}`;
  }
  const { name, life } = who;
  const what = elementName(life, rule, element);
  switch (rule) {
    case "leave":
      return `${name} leaves ${what}`;
    case "fire":
      return `${name}.${what} begins`;
    case "end":
      return `${name}.${what.replace(":", " ends at ")}${what.includes(":") ? "" : " ends"}`;
    case "enter":
      return `${name} enters ${what}`;
    case "collide":
      return `a second token comes to ${name}.${what}`;
    case "finish":
      return `${name} is done with ${what}`;
    case "fail":
      return `${name}.${what} fails`;
    case "refire":
      return `${name}.${what} begins again`;
    default:
      return `${name}: ${rule} ${what}`;
  }
}

/** Do two transitions of the net stand for one step, in different cases? */
export const isSameStep = (a: NetStep, b: NetStep): boolean =>
  a.rule === b.rule && a.member === b.member && a.element === b.element;
