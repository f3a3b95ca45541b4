/** What may come next on a command line, for the verbs that there are and the names of a deployment. */
import { describe, expect, test } from "vitest";
import { type Completion, type KnownNames, completion } from "../../src/command/complete.ts";
import { commandLine } from "../../src/command/main.ts";

const program = await commandLine(() => undefined);
const web = {
  behaviors: ["deploy", "uninstall"],
  transitions: ["install", "start", "stop"],
  places: ["absent", "running"],
  provides: ["http"],
};
const names: KnownNames = {
  instances: new Map([
    ["web", web],
    ["db", { ...web, transitions: ["start"] }],
  ]),
  hosts: ["left", "right"],
  exports: ["site"],
  branches: ["main", "try"],
  list: (path) =>
    path.join("/") === "configuration" ? ["db/", "web/"] : ["configuration/", "name"],
};
/** `|` is the cursor. */
const at = (line: string): Completion =>
  completion(program, line.slice(0, -1).split(" "), () => names);

describe("completion offers", () => {
  test.each<readonly [string, readonly string[]]>([
    ["de|", ["deploy", "describe"]],
    ["bundle |", ["apply", "create"]],
    ["help sim|", ["simulate"]],
    ["deploy --per|", ["--per-host"]],
    ["deploy site.ts --no-|", ["--no-color", "--no-input", "--no-live", "--no-probe"]],
    ["deploy --notify-on w|", ["waits-long"]],
    ["deploy --notify-on done,fa|", ["done,failed"]],
    ["graph --format |", ["dot", "mermaid", "svg"]],
    ["graph --view=l|", ["--view=lifecycle"]],
    ["why w|", ["web"]],
    ["why site.ts w|", ["web"]],
    ["logs web.s|", ["web.start", "web.stop"]],
    ["deploy --only d|", ["db"]],
    [
      "deploy --on-error |",
      [
        "db=drain",
        "db=rollback",
        "db=stop",
        "drain",
        "rollback",
        "stop",
        "web=drain",
        "web=rollback",
        "web=stop",
      ],
    ],
    ["deploy --on-error web=s|", ["web=stop"]],
    ["resume --refire web.i|", ["web.install"]],
    ["resume --withdraw db=|", ["db=deploy", "db=uninstall"]],
    ["adopt --at web=r|", ["web=running"]],
    ["adopt --give web.|", ["web.http="]],
    ["unlock --host r|", ["right"]],
    ["check assembly.ts s|", ["site"]],
    ["diff H|", ["HEAD"]],
    ["checkout t|", ["try"]],
    ["history conf|", ["configuration/"]],
    ["why-changed configuration/w|", ["configuration/web/"]],
    ["completion |", []],
    ["deploy --parallel |", []],
  ])("at %s", (line, words) => {
    expect(at(line).words).toEqual(words);
  });

  test.each<readonly [string, boolean]>([
    ["deploy |", true],
    ["why |", true],
    ["check --trace |", true],
    ["clone origin |", true],
    ["deploy --|", false],
    ["deploy --timeout |", false],
    ["graph --format |", false],
    ["|", false],
  ])("files at %s: %s", (line, files) => {
    expect(at(line).files).toBe(files);
  });

  test("every verb and every flag that the help shows", () => {
    expect(at("|").words).toEqual(
      program.commands
        .map((one) => one.name())
        .concat("help")
        .toSorted(),
    );
    for (const command of program.commands.filter(({ commands }) => commands.length === 0)) {
      const flags = command.options.map(({ long }) => long);
      expect(at(`${command.name()} -|`).words).toEqual(
        expect.arrayContaining([...flags, "--json"]),
      );
    }
  });

  test("nothing of a state while nobody asks for names", () => {
    const unread = (): never => {
      throw new Error("it was read");
    };
    expect(completion(program, ["deploy", "--on"], unread).words).toEqual(["--on-error", "--only"]);
    expect(() => completion(program, ["why", ""], unread)).toThrow("it was read");
  });
});
