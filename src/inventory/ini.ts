/**
 * Inventories as Ansible writes them in INI, by its own grammar: a line of a group is a host with its variables, or a child, or a
 * variable of the group. Other readers of INI would take `web1 ansible_port=22` for something else. Pure.
 */
import { path, quote } from "../model/name.ts";
import type { Position } from "../model/position.ts";
import { Draft, type Group, ungrouped } from "./draft.ts";
import { literalIn } from "./literal.ts";
import { expanded } from "./range.ts";
import { wordsOf } from "./words.ts";

/** Reads all of it; what is wrong is among the findings of the draft. */
export function readIni(text: string, file: string): Draft {
  const draft = new Draft();
  const reading = new Reading(draft);
  text.split(/\r?\n/).forEach((written, index) => {
    const line = written.trim();
    if (line === "" || /^[;#]/.test(line)) return;
    reading.take(line, { file, line: index + 1, column: written.indexOf(line[0] ?? "") + 1 });
  });
  reading.end();
  return draft;
}

type Kind = "hosts" | "vars" | "children";
const kinds: readonly string[] = ["hosts", "vars", "children"] satisfies readonly Kind[];

class Reading {
  readonly #draft: Draft;
  #section: string = ungrouped;
  #kind: Kind = "hosts";
  /** Groups that are named before they may be there. */
  readonly #named: { readonly name: string; readonly by: string; readonly at: Position }[] = [];

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  take(line: string, at: Position): void {
    if (line.startsWith("[") && this.#begin(line, at)) return;
    if (this.#kind === "hosts") return this.#hosts(line, at);
    if (this.#kind === "vars") return this.#variable(line, at);
    const [name = "", ...more] = line.replace(/\s*#.*$/, "").split(/\s+/);
    if (more.length > 0 || /[:\]]/.test(name))
      return this.#draft.wrong("MADEUS_FILE_FORMAT", `${quote(line)} is no name of a group`, at);
    this.#named.push({ name, by: `the group ${quote(this.#section)} names the child`, at });
    this.#group(at).children.set(name, at);
  }

  end(): void {
    const { groups } = this.#draft;
    for (const { name, by, at } of this.#named)
      if (!groups.has(name) && name !== "all" && name !== ungrouped)
        this.#draft.wrong(
          "MADEUS_UNKNOWN_GROUP",
          `${by} ${quote(name)}, which is not a group`,
          at,
          `declare it: [${name}]`,
        );
  }

  /** A line in brackets may also be a host: an address of version 6. */
  #begin(line: string, at: Position): boolean {
    const found = /^\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$/.exec(line);
    if (found === null) {
      if (!/^\[[^\]]*$|^\[[^\]]*\]\s*(#.*)?$/.test(line) || /^\[[\da-f:.]+\]/i.test(line))
        return false;
      this.#draft.wrong("MADEUS_FILE_FORMAT", `${quote(line)} is no head of a group`, at);
      return true;
    }
    const [, name = "", kind = "hosts"] = found;
    this.#section = name;
    if (!kinds.includes(kind))
      this.#draft.wrong(
        "MADEUS_FILE_FORMAT",
        `${quote(line)} ends in :${kind}`,
        at,
        "a group has hosts, :children and :vars",
      );
    this.#kind = kinds.includes(kind) ? (kind as Kind) : "vars";
    if (kind === "vars") this.#named.push({ name, by: "variables are given for", at });
    else this.#group(at);
    return true;
  }

  /** The section's; one that has nothing but variables is not yet a group. */
  #group(at: Position): Group {
    return this.#draft.group(this.#section, at);
  }

  #hosts(line: string, at: Position): void {
    const draft = this.#draft;
    const [pattern, ...assignments] = wordsOf(line) ?? [];
    if (pattern === undefined)
      return draft.wrong("MADEUS_FILE_FORMAT", `${quote(line)} has a quote that does not end`, at);
    const found = this.#expanded(pattern, at);
    if (found === undefined) return;
    const given: (readonly [string, unknown])[] = [];
    for (const word of assignments) {
      const [, name = "", value = ""] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
      if (name !== "") given.push([name, valueOf(value)]);
      else
        draft.wrong(
          "MADEUS_FILE_FORMAT",
          `${quote(word)}, after the host ${quote(pattern)}, is no variable`,
          at,
          "write name=value; a host stands on a line of its own",
        );
    }
    for (const host of found.names) {
      const variables = draft.member(this.#group(at), host, at);
      if (found.port !== undefined)
        draft.set(host, variables, "ansible_port", { value: found.port, at });
      for (const [name, value] of given) draft.set(host, variables, name, { value, at });
    }
  }

  #expanded(pattern: string, at: Position): ReturnType<typeof expanded> | undefined {
    try {
      if (pattern.endsWith(":")) throw new RangeError("it ends in a colon");
      return expanded(pattern);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const hint = pattern.endsWith(":") ? "name a file in YAML .yaml or .yml" : undefined;
      this.#draft.wrong(
        "MADEUS_FILE_FORMAT",
        `${quote(pattern)} names no hosts: ${error.message}`,
        at,
        hint,
      );
      return undefined;
    }
  }

  #variable(line: string, at: Position): void {
    const [, name = "", value = ""] = /^([^=]*?)\s*=\s*(.*)$/s.exec(line) ?? [];
    if (name === "")
      return this.#draft.wrong(
        "MADEUS_FILE_FORMAT",
        `${quote(line)}, among the variables of ${path(this.#section)}, is no variable`,
        at,
        "write name=value",
      );
    const variables = this.#draft.variablesOf(this.#section);
    this.#draft.set(this.#section, variables, name, { value: valueOf(value), at });
  }
}

/** What is no literal is a text, with all that is written. */
function valueOf(written: string): unknown {
  const literal = literalIn(written);
  return literal === undefined ? written : literal;
}
