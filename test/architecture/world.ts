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
    files: "actions/*.ts",
    may: ["async"],
    why: "waits for what its commands do on hosts, as the code of users does",
  },
  {
    files: "actions/uploaded.ts",
    may: ["node:fs", "node:stream"],
    why: "compares files of this machine with those of a host",
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
    files: "engine/action-{age,secret-key}.ts",
    may: ["age-encryption", "yaml", "import()"],
    why: "load what decrypts and reads secrets where there are any: packages that compute and do nothing else",
  },
  {
    files: "engine/action-secret.ts",
    may: ["node:os"],
    why: "knows where the home of the operator is, who keeps an identity there",
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
    files: "engine/host-lock.ts",
    may: ["async"],
    why: "awaits what hosts say of their locks",
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
    files: "host/{ender,output,passage}.ts",
    may: ["async", "node:events"],
    why: "pass on what programs say and are told, and await their ends, on every host",
  },
  {
    files: "host/openssh.ts",
    may: [
      "async",
      "node:child_process",
      "node:fs",
      "node:os",
      "process",
      "setTimeout",
      "clearTimeout",
    ],
    why: "starts the program `ssh`, which connects to other machines",
  },
  {
    files: "host/ssh*.ts",
    may: [
      "async",
      "node:crypto",
      "node:fs",
      "node:os",
      "node:stream",
      "node:timers",
      "performance",
      "process",
      "setTimeout",
      "clearTimeout",
      "ssh2",
      "import()",
    ],
    why: "runs commands on other machines, over connections that may be lost",
  },
  {
    files: "host/{simulation,forecast}.ts",
    may: ["async"],
    why: "awaits the end of the engine's run, as every run does",
  },
  {
    files: "inventory/{text,variable}-file.ts",
    may: ["node:fs"],
    why: "reads inventories, when the file that names them is loaded",
  },
  {
    files: "inventory/yaml-tree.ts",
    may: ["yaml"],
    why: "reads YAML by a package that computes and does nothing else",
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
    files: "page/*.tsx",
    may: ["document", "preact", "requestAnimationFrame", "setTimeout", "clearTimeout", "window"],
    why: "draw the page in the browser, and hear what is clicked",
  },
  {
    files: "page/{history-view,log-view,main}.tsx",
    may: ["async", "location", "sessionStorage"],
    why: "await what the source says; take the token out of the address",
  },
  {
    files: "page/{camera,gantt-window,graph-scene,run-report,screen-size}.ts",
    may: ["preact", "ResizeObserver"],
    why: "keep what a view shows while it is drawn again",
  },
  {
    files: "page/steady-sight.ts",
    may: ["clearTimeout", "performance", "preact", "setTimeout"],
    why: "waits for a pause of the hand before it draws anew",
  },
  {
    files: "page/live.ts",
    may: ["Date", "clearInterval", "clearTimeout", "preact", "window"],
    why: "draws the page again when something came",
  },
  {
    files: "page/layout-{client,worker}.ts",
    may: ["Worker", "document", "onmessage", "postMessage"],
    why: "lay out pictures in a worker beside the page",
  },
  {
    files: "page/{embedded,served}-source.ts",
    may: ["async", "fetch", "setTimeout"],
    why: "ask the server that the page came from, or what is embedded in it",
  },
  {
    files: "page/theme-sheet.ts",
    may: ["document"],
    why: "gives the page its colours",
  },
  {
    files: "page/browser-hash.ts",
    may: ["@noble/hashes"],
    why: "hashes by a package that computes and does nothing else, where there is no Node",
  },
  {
    files: "show/layout.ts",
    may: ["@dagrejs/dagre"],
    why: "lays out pictures by a package that computes and does nothing else",
  },
  {
    files: "show/telemetry.ts",
    may: ["async", "@opentelemetry/api"],
    why: "tells what runs tell to OpenTelemetry",
  },
  {
    files: "rx.ts",
    may: ["async", "rxjs"],
    why: "hands what runs tell to Observables",
  },
  {
    files: "store/lease*.ts",
    may: ["node:crypto", "node:fs", "node:os", "process"],
    why: "says which process of which machine holds a state",
  },
  {
    files: "store/mirror/git.ts",
    may: ["async", "node:child_process", "node:events", "node:stream", "process"],
    why: "starts the program `git`",
  },
  {
    files: "store/mirror/{exchange,mirror,remotes,transfer}.ts",
    may: ["async", "node:fs"],
    why: "await what git does on the disk, and look at it",
  },
  {
    files: "store/pack/{pack,unpacked}.ts",
    may: ["@noble/hashes"],
    why: "hash by a package that computes and does nothing else",
  },
  {
    files: "store/pack/zlib.ts",
    may: ["node:zlib"],
    why: "compresses by a module that computes and does nothing else",
  },
  {
    files: "store/serve/{event-stream,piece,remote-store}.ts",
    may: ["async"],
    why: "read what a store says that is served elsewhere",
  },
  {
    files: "store/serve/line.ts",
    may: ["async", "fetch"],
    why: "talks to a store that is served elsewhere",
  },
  {
    files: "store/serve/server.ts",
    may: ["async", "node:events", "node:http", "node:stream"],
    why: "serves a store over HTTP",
  },
  {
    files: "store/object-id.ts",
    may: ["@noble/hashes"],
    why: "hashes by a package that computes and does nothing else, in browsers too",
  },
  {
    files: "store/sqlite*.ts",
    may: ["node:crypto", "node:fs", "node:sqlite", "node:zlib"],
    why: "is the journal and the store on disk",
  },
  {
    files: "store/sqlite-file.ts",
    may: ["process"],
    why: "closes what is still open when the process ends",
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
