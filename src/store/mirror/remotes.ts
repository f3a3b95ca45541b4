/** The other stores that a mirror knows, by name. They stand in its settings, where git looks for them, too. */
import { MadeusError } from "../../model/code.ts";
import { quote, quoteAll } from "../../model/name.ts";
import { git, gitDone } from "./git.ts";
import type { Mirror } from "./mirror.ts";
import { addressOf, badRemote, isAddress, remoteDefault } from "./remote.ts";
import type { Remote } from "./transfer.ts";

/** By name. */
export async function remotesOf(mirror: Mirror): Promise<ReadonlyMap<string, string>> {
  const asked = ["config", "--local", "--null", "--get-regexp", String.raw`^remote\..*\.url$`];
  const { stdout } = await git(asked, mirror.call());
  const found = stdout.toString("utf8").split("\0").filter(Boolean);
  return new Map(
    found.map((line) => {
      const [key = "", ...address] = line.split("\n");
      return [key.slice("remote.".length, -".url".length), address.join("\n")];
    }),
  );
}

/**
 * The remote that is meant: by its name, by its address, or the only one.
 *
 * An address that is not known yet gets a name: `origin` where there is none, else the last part of the address. It is noted by
 * `remember`.
 *
 * @param directory  from which relative paths go
 * @param branches  the names of branches, none of which can be that of another store, too
 * @throws MadeusError  `MADEUS_BAD_REMOTE`
 */
export async function remoteNamed(
  mirror: Mirror,
  text: string | undefined,
  directory: string,
  branches: Iterable<string> = [],
): Promise<Remote> {
  const known = await remotesOf(mirror);
  if (text === undefined) {
    const [only] = known.size === 1 ? known : [];
    const address = known.get(remoteDefault) ?? only?.[1];
    if (address === undefined) throw noRemote(known);
    return { name: known.has(remoteDefault) ? remoteDefault : (only?.[0] ?? ""), address };
  }
  const address = known.get(text);
  if (address !== undefined) return { name: text, address };
  if (!isAddress(text)) throw unknownRemote(text, known);
  const given = addressOf(text, directory);
  const [same] = [...known].find(([, one]) => one === given) ?? [];
  return { name: same ?? freeName(given, new Set([...known.keys(), ...branches])), address: given };
}

/** Notes a remote, so that its name is enough the next time. */
export async function remember(mirror: Mirror, { name, address }: Remote): Promise<void> {
  await gitDone(["config", "--local", `remote.${name}.url`, address], mirror.call());
  const fetch = `+refs/heads/*:refs/remotes/${name}/*`;
  await gitDone(["config", "--local", `remote.${name}.fetch`, fetch], mirror.call());
}

function freeName(address: string, taken: ReadonlySet<string>): string {
  if (!taken.has(remoteDefault)) return remoteDefault;
  const [last = ""] = /[\w-]+(?=(\.git)?[/\\]*$)/.exec(address) ?? [];
  const stem = /^\w/.test(last) ? last : "remote";
  for (let k = 1; ; k += 1) {
    const name = k === 1 ? stem : `${stem}-${k}`;
    if (!taken.has(name)) return name;
  }
}

function noRemote(known: ReadonlyMap<string, string>): MadeusError {
  const names = [...known.keys()];
  return new MadeusError(
    "MADEUS_BAD_REMOTE",
    names.length === 0
      ? "This store knows no other one."
      : `This store knows several others: ${quoteAll(names)}.`,
    {
      hint: "Say which: madeus push ../site.git, or any address that git takes. It is remembered.",
    },
  );
}

function unknownRemote(name: string, known: ReadonlyMap<string, string>): MadeusError {
  const names = [...known.keys()];
  return badRemote(
    name,
    "is no other store that this one knows",
    `${names.length === 0 ? "" : `There are ${quoteAll(names)}. `}A path is written with a slash: ./${quote(name).slice(1, -1)}`,
  );
}
