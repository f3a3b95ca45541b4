/** Which names a branch may have: those that git gives to branches (git-check-ref-format), so that every mirror can have them. */
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";

/** Of each part: git keeps a branch as a file, with `.lock` after its name while it is moved; names of files have at most 255. */
const bytesMax = 240;

/** Why git would not have it, e.g. `holds a space`; undefined where it would. */
export function branchNameProblem(name: string): string | undefined {
  if (name === "") return "is empty";
  if (name.split("/").some((part) => utf8.encode(part).length > bytesMax))
    return `has a part of more than ${bytesMax} bytes`;
  if (name === "HEAD" || name === "@") return "means something else to git";
  if (name.startsWith("-")) return 'begins with "-"';
  if (!name.isWellFormed()) return "holds half a character";
  const rule = forbidden.find(([pattern]) => pattern.test(name));
  return rule?.[1];
}

const forbidden: readonly (readonly [pattern: RegExp, problem: string])[] = [
  [/ /, "holds a space"],
  [/\p{Cc}/u, "holds a control character"],
  [/\.\./, 'holds ".."'],
  [/[~^:?*[\\]/, "holds one of ~ ^ : ? * [ \\"],
  [/@\{/, 'holds "@{"'],
  [/^\/|\/$|\/\//, 'holds a "/" with nothing before or after it'],
  [/(^|\/)\./, 'has a part that begins with "."'],
  [/\.$/, 'ends with "."'],
  [/\.lock(\/|$)/, 'has a part that ends with ".lock"'],
];

/**
 * @param others  the branches that there are
 * @throws MadeusError  `MADEUS_BAD_BRANCH`: the name, or that a branch stands where it needs a directory, or the other way round
 */
export function checkBranchName(name: string, others: Iterable<string> = []): void {
  const problem = branchNameProblem(name);
  if (problem !== undefined)
    throw badBranch(name, problem, "Use letters, digits and dashes, such as: try-mariadb-11");
  for (const other of others)
    if (other.startsWith(`${name}/`) || name.startsWith(`${other}/`))
      throw badBranch(
        name,
        `cannot stand beside the branch ${quote(other)}: git keeps both as files`,
        "Choose a name that does not continue another one, or remove that branch.",
      );
}

function badBranch(name: string, problem: string, hint: string): MadeusError {
  return new MadeusError("MADEUS_BAD_BRANCH", `The branch name ${quote(name)} ${problem}.`, {
    hint,
  });
}

const utf8 = new TextEncoder();
