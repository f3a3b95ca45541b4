/** What may be asked of a host: names and paths that mean there what they mean here. Refused where a step is declared. */
import { quote } from "../model/name.ts";
import { badStep } from "./step.ts";

/** What cannot be removed by a slip. */
const kept = new Set(
  "bin boot dev etc home lib lib32 lib64 media mnt opt proc root run sbin srv sys tmp usr var".split(
    " ",
  ),
);

/** @throws MadeusError  `MADEUS_BAD_STEP` where `path` is not absolute, or leads back up */
export function ensurePath(path: string): string {
  if (!path.startsWith("/") || /[\0\n]/.test(path))
    throw badStep(
      `the path ${quote(path)} is not absolute`,
      "begin it with / or `${scope.directory}/`",
    );
  if (path.split("/").some((part) => part === ".." || part === "."))
    throw badStep(`the path ${quote(path)} leads back up`, "write where it leads to");
  return path.replaceAll(/\/+/g, "/").replace(/(?<=.)\/$/, "");
}

/** The same, of what may be removed with all that is in it. */
export function ensureRemovable(path: string): string {
  const clean = ensurePath(path);
  const [, top = "", ...below] = clean.split("/");
  if (top === "" || (below.length === 0 && kept.has(top)))
    throw badStep(`${quote(path)} is a part of the system and is not removed`);
  return clean;
}

/** As useradd takes them. */
export function ensureAccount(name: string): string {
  if (!/^[a-z_][a-z0-9_.-]{0,30}\$?$/i.test(name))
    throw badStep(`${quote(name)} is no name of a user or a group`);
  return name;
}

/** A name or a number. */
export function ensureOwner(name: string | number): string {
  return typeof name === "number" ? String(name) : ensureAccount(name);
}

/** `0644`, or the number `0o644`; as four digits. */
export function ensureMode(mode: string | number): string {
  const text = typeof mode === "number" ? mode.toString(8) : mode;
  if (!/^0?[0-7]{3,4}$/.test(text))
    throw badStep(`${quote(String(mode))} is no mode of a file`, `write four digits, e.g. "0644"`);
  return text.padStart(4, "0").slice(-4);
}

/** Not empty, and no option where a program is given it. */
export function ensureWord(word: string, what: string): string {
  if (!/^[^\s-][^\s]*$/.test(word)) throw badStep(`${quote(word)} is no name of ${what}`);
  return word;
}
