/** Users and groups of a host, by the programs of shadow (useradd …), which all large distributions have. */
import type { Step } from "../model/step.ts";
import { ensureAccount, ensurePath } from "./name.ts";
import { run, script, step } from "./step.ts";

export interface GroupOptions {
  readonly name: string;
  /** Of a system group the number is a low one. */
  readonly system?: boolean;
  readonly gid?: number;
}

export function group(options: string | GroupOptions): Step {
  const { name, system = false, gid } = typeof options === "string" ? { name: options } : options;
  const known = ensureAccount(name);
  const flags = [...(system ? ["--system"] : []), ...(gid === undefined ? [] : ["--gid", gid])];
  return step(`group ${known}`, {
    look: {
      text: script`getent group ${known} || true`,
      judge(answer) {
        const [, , now] = answer.split(":");
        if (now === undefined) return "create";
        return gid === undefined || now === String(gid) ? undefined : `gid ${now} → ${gid}`;
      },
    },
    act: (scope) =>
      run(
        scope,
        script`if getent group ${known}; then groupmod --gid ${gid ?? ""} ${known}; else groupadd ${flags} ${known}; fi`,
      ),
  });
}

export interface UserOptions {
  readonly name: string;
  /** Of a system user the number is a low one, and it has no home unless one is named. */
  readonly system?: boolean;
  readonly uid?: number;
  /** The primary group; by default one of the same name is made. */
  readonly group?: string;
  /** Further groups that it is in; it stays in others. They must be there. */
  readonly groups?: readonly string[];
  /** Absolute. It is made when the user is made. */
  readonly home?: string;
  /** Absolute. */
  readonly shell?: string;
}

/** A user without a password. What is not asked for stays as it is. */
export function user(options: string | UserOptions): Step {
  const wanted = cleanUser(typeof options === "string" ? { name: options } : options);
  const { name } = wanted;
  return step(`user ${name}`, {
    look: {
      text: script`getent passwd ${name} || exit 0; id -gn ${name}; id -Gn ${name}`,
      judge: (answer) => userChange(wanted, answer.split("\n")),
    },
    act: (scope) => run(scope, userText(wanted)),
  });
}

function cleanUser({
  name,
  group: primary,
  groups = [],
  home,
  shell,
  ...numbers
}: UserOptions): UserOptions & { readonly groups: readonly string[] } {
  return {
    name: ensureAccount(name),
    groups: groups.map(ensureAccount),
    ...(primary === undefined ? {} : { group: ensureAccount(primary) }),
    ...(home === undefined ? {} : { home: ensurePath(home) }),
    ...(shell === undefined ? {} : { shell: ensurePath(shell) }),
    ...numbers,
  };
}

function userChange(
  { uid, group: primary, groups = [], home, shell }: UserOptions,
  [passwd = "", primaryNow = "", all = ""]: readonly string[],
): string | undefined {
  if (passwd === "") return "create";
  const [, , uidNow, , , homeNow, shellNow] = passwd.split(":");
  const changes = [
    ["uid", uidNow, uid === undefined ? undefined : String(uid)],
    ["group", primaryNow, primary],
    ["home", homeNow, home],
    ["shell", shellNow, shell],
  ].flatMap(([what, now, then]) =>
    then === undefined || then === now ? [] : [`${what} ${now} → ${then}`],
  );
  const lacking = groups.filter((one) => !all.split(" ").includes(one));
  const joins = lacking.length === 0 ? [] : [`join ${lacking.join(", ")}`];
  const told = [...changes, ...joins];
  return told.length === 0 ? undefined : told.join(", ");
}

function userText({
  name,
  system = false,
  uid,
  group: primary,
  groups = [],
  home,
  shell,
}: UserOptions): string {
  const both = [
    ...(uid === undefined ? [] : ["--uid", uid]),
    ...(primary === undefined ? [] : ["--gid", primary]),
    ...(home === undefined ? [] : ["--home-dir", home]),
    ...(shell === undefined ? [] : ["--shell", shell]),
    ...(groups.length === 0 ? [] : ["--groups", groups.join(",")]),
  ];
  const own = primary === undefined ? ["--user-group"] : [];
  const making = [
    ...own,
    ...(system ? ["--system"] : []),
    ...(system && home === undefined ? [] : ["--create-home"]),
  ];
  // useradd and usermod call a home by another name.
  const renamed = both.map((word) => (word === "--home-dir" ? "--home" : word));
  const changing = groups.length === 0 ? renamed : ["--append", ...renamed];
  return script`if getent passwd ${name} > /dev/null; then usermod ${changing} ${name}; else useradd ${making} ${both} ${name}; fi`;
}

/** That there is no such user; its home stays. */
export function noUser(name: string): Step {
  const known = ensureAccount(name);
  return step(`no user ${known}`, {
    look: { text: script`getent passwd ${known} || true`, judge: removed },
    act: (scope) => run(scope, script`userdel ${known}`),
  });
}

export function noGroup(name: string): Step {
  const known = ensureAccount(name);
  return step(`no group ${known}`, {
    look: { text: script`getent group ${known} || true`, judge: removed },
    act: (scope) => run(scope, script`groupdel ${known}`),
  });
}

const removed = (answer: string): string | undefined => (answer === "" ? undefined : "remove");
