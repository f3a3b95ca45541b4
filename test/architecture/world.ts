/**
 * The world outside: files, processes, time, chance, promises. Only the files named here touch it, each in the ways named here.
 *
 * Everything else in `src/` computes values from values. To give a file more of the world, add it here and say why.
 */
import { matchesGlob } from "node:path";
import { type Breach, type Source, breach } from "./source.ts";
import { touches } from "./touch.ts";

interface Marked {
  /** A glob below `src/`. */
  readonly files: string;
  /** Modules with all below them (`node:fs`), packages, global names, `async`; `*` is everything. */
  readonly may: readonly string[];
  readonly why: string;
}

const marked: readonly Marked[] = [
  {
    files: "cli.ts",
    may: ["*"],
    why: "is the process that the user started",
  },
  {
    files: "command/*.ts",
    may: ["*"],
    why: "brings everything together for the user: arguments, files, output, signals",
  },
  {
    files: "engine/action*.ts",
    may: ["async", "node:async_hooks", "node:fs", "process", "setImmediate"],
    why: "runs the code of users, and keeps what it does to the process from the engine",
  },
  {
    files: "engine/clock-real.ts",
    may: ["Date", "setTimeout", "clearTimeout", "setImmediate", "clearImmediate"],
    why: "is the real clock; everything else is given one",
  },
  {
    files: "engine/crew.ts",
    may: ["async"],
    why: "awaits what the actions do on their hosts",
  },
  {
    files: "engine/engine.ts",
    may: ["async"],
    why: "is the only loop: it ends when a run ends",
  },
  {
    files: "engine/run.ts",
    may: ["async"],
    why: "is a run as a script awaits it",
  },
  {
    files: "host/local*.ts",
    may: [
      "async",
      "node:child_process",
      "node:fs",
      "node:timers",
      "process",
      "setTimeout",
      "clearTimeout",
      "setImmediate",
    ],
    why: "runs commands on this machine",
  },
  {
    files: "host/{simulation,forecast}.ts",
    may: ["async"],
    why: "awaits the end of the engine's run, as every run does",
  },
  {
    files: "model/position.ts",
    may: ["Error"],
    why: "reads the stack, to say in which line of the user's file a thing was declared",
  },
  {
    files: "model/setting.ts",
    may: ["globalThis"],
    why: "keeps one register of settings for all copies of Madeus in the process",
  },
  {
    files: "net/format/xml-read.ts",
    may: ["saxes"],
    why: "reads XML by a package that computes and does nothing else",
  },
  {
    files: "show/layout.ts",
    may: ["@dagrejs/dagre"],
    why: "lays out pictures by a package that computes and does nothing else",
  },
  {
    files: "store/lease*.ts",
    may: ["node:crypto", "node:fs", "node:os", "process"],
    why: "says which process of which machine holds a state",
  },
  {
    files: "store/sqlite*.ts",
    may: ["node:crypto", "node:fs", "node:sqlite"],
    why: "is the journal on disk",
  },
];

/** What `source` touches without being marked for it. */
export function worldBreaches(source: Source): readonly Breach[] {
  const allowed = marked
    .filter(({ files }) => matchesGlob(source.path, `src/${files}`))
    .flatMap(({ may }) => may);
  return touches(source)
    .filter(({ what }) => !allowed.some((one) => one === "*" || within(what, one)))
    .map(({ what, at }) => breach(source, at, `must not touch the world by ${what}`));
}

/** Marks that allow what no file needs any more. */
export function idleMarks(sources: readonly Source[]): readonly Breach[] {
  return marked.flatMap(({ files, may }) => {
    const used = sources
      .filter(({ path }) => matchesGlob(path, `src/${files}`))
      .flatMap((source) => touches(source).map(({ what }) => what));
    return may
      .filter((one) => one !== "*" && !used.some((what) => within(what, one)))
      .map((one) => `${files} is marked for ${one} and does not touch it`);
  });
}

const within = (what: string, allowed: string): boolean =>
  what === allowed || what.startsWith(`${allowed}/`);
