/** The scope of one try: what the user's code can reach. Its functions stand alone, so that they can be taken out of it. */
import { MadeusError } from "../model/code.ts";
import type { ExecOptions, Scope, ShellValue, UploadOptions } from "../model/component.ts";
import { path, quote, quoteAll, shown } from "../model/name.ts";
import { type SecretReference, isSecretReference } from "../model/secret.ts";
import type { Commands, Order } from "./action-commands.ts";
import type { Ending } from "./action-ending.ts";
import { type FileGround, download, upload } from "./action-file.ts";
import type { Attempt, Surroundings } from "./attempt.ts";
import { argumentText, commandLine } from "./command-line.ts";
import { asTyped, commandTold } from "./command-told.ts";
import type { ChangeList } from "./changes.ts";
import type { Given } from "./given.ts";
import { type Command, type Host, plainCommand } from "./host.ts";
import type { Transcript } from "./transcript.ts";

/** What a scope stands on. */
export interface Ground {
  readonly attempt: Attempt;
  readonly host: Host;
  readonly around: Surroundings;
  readonly transcript: Transcript;
  readonly commands: Commands;
  readonly given: Given;
  readonly changes: ChangeList;
  readonly ending: Ending;
}

export function scopeOf(ground: Ground): Scope<any, any, any> {
  const { attempt, host, transcript, given, changes, ending } = ground;
  const scope = {
    instance: attempt.instance,
    host: host.description,
    directory: attempt.directory,
    get signal() {
      return ending.signal;
    },
    attempt: attempt.attempt,
    key: attempt.key,
    sh: (text: TemplateStringsArray, ...values: readonly ShellValue[]) =>
      later(ground, "sh", () => runShell(ground, commandLine(text, values))),
    exec: (file: string, args: readonly string[] = [], options: ExecOptions = {}) =>
      later(ground, "exec", () => runProgram(ground, file, args, options)),
    upload: (localPath: string, path: string, options: UploadOptions = {}) =>
      later(ground, "upload", () => sendFile(ground, localPath, path, options)),
    download: (path: string, localPath: string) =>
      later(ground, "download", () => fetchFile(ground, path, localPath)),
    read: (port: string) => now(ground, "read", () => read(attempt, port)),
    give: (port: string, value: unknown) => now(ground, "give", () => given.give(port, value)),
    choose: (station: string) => now(ground, "choose", () => given.choose(station)),
    secret: (reference: SecretReference) =>
      later(ground, "secret", () => secret(ground, reference)),
    log: (line: unknown) => transcript.log(String(line)),
    changed: (what: unknown) => now(ground, "changed", () => changes.changed(String(what))),
    unchanged: () => now(ground, "unchanged", () => changes.unchanged()),
  };
  return scope as unknown as Scope<any, any, any>;
}

/** Whoever uses a scope too late may not be waited for by anybody any more: the log is told as well. */
function now<T>(ground: Ground, what: string, use: () => T): T {
  if (!ground.ending.over) return use();
  const { instance, name } = ground.attempt;
  const text = `${path(instance, name)} called ${what} after it had ended`;
  ground.transcript.aside(`(${text})`);
  throw new MadeusError("MADEUS_SCOPE_ENDED", text, {
    hint: "await everything that the action does",
  });
}

function later<T>(ground: Ground, what: string, use: () => Promise<T>): Promise<T> {
  const using = (async () => now(ground, what, use))();
  if (ground.ending.over) using.catch(() => {});
  return using;
}

async function runShell(ground: Ground, line: string): Promise<string> {
  // The shell stops at the first command that fails; a text that begins with `-` is no option.
  const args = ["-ec", "--", line];
  // First redacted, then cut: half a secret would not be found any more.
  const label = quote(ground.around.secrets.redactor.redact(line.trim()));
  return run(ground, { label, command: plainCommand("sh", args) }, line);
}

async function runProgram(
  ground: Ground,
  file: string,
  args: readonly string[],
  { stdin, env = {}, cwd, daemon = false, quiet = false }: ExecOptions,
): Promise<string> {
  const name = argumentText(file, "the program of exec");
  const texts = args.map((arg, index) => argumentText(arg, `argument ${index + 1} of exec`));
  const variables = Object.entries(env).map(([variable, value]) => [
    variable,
    argumentText(value, `the variable ${variable} of exec`),
  ]);
  const command: Command = {
    file: name,
    args: texts,
    stdin,
    env: Object.fromEntries(variables),
    cwd,
    daemon,
    log: daemon ? ground.around.daemonLog : undefined,
  };
  const order: Order = { label: quote(name), command, ...(quiet ? { quiet } : {}) };
  return run(ground, order, commandTold(name, texts, stdin !== undefined));
}

async function run(ground: Ground, order: Order, told: string | undefined): Promise<string> {
  const { host, around, transcript, commands } = ground;
  const { args, daemon } = order.command;
  if (told !== undefined) transcript.aside(`$ ${told}`);
  if (args.some((arg) => around.secrets.redactor.tells(arg))) transcript.aside(`(${secretShown})`);
  const { stdout, group } = await commands.run(host, order);
  return daemon ? String(group.pid) : stdout.replace(/\r?\n$/, "");
}
function sendFile(
  ground: Ground,
  localPath: string,
  path: string,
  options: UploadOptions,
): Promise<boolean> {
  const to = argumentText(path, "the path of upload");
  const owner = options.owner === undefined ? {} : { owner: argumentText(options.owner, "owner") };
  ground.transcript.aside(`(upload ${asTyped(localPath)} to ${asTyped(to)})`);
  return upload(filesOf(ground), localPath, to, { ...options, ...owner });
}

function fetchFile(ground: Ground, path: string, localPath: string): Promise<boolean> {
  const from = argumentText(path, "the path of download");
  ground.transcript.aside(`(download ${asTyped(from)} to ${asTyped(localPath)})`);
  return download(filesOf(ground), from, localPath);
}

const filesOf = ({ commands, host, attempt }: Ground): FileGround => ({
  run: (order) => commands.run(host, order),
  key: attempt.key,
});

const secretShown =
  "a secret is among these arguments, which every user of the host can see: give it by stdin or env";

function read({ instance, name, component, readable }: Attempt, port: string): unknown {
  if (Object.hasOwn(readable, port)) return readable[port];
  const uses = Object.keys(component.uses);
  const why = uses.includes(port)
    ? `${path(instance, name)} does not use its value`
    : `${shown(instance)} has no such use port`;
  const names = Object.keys(readable);
  throw new MadeusError("MADEUS_SCOPE_PORT", `${path(instance, port)} cannot be read: ${why}`, {
    hint: names.length === 0 ? "it can read no port" : `it can read ${quoteAll(names)}`,
  });
}

async function secret({ around, commands }: Ground, reference: SecretReference): Promise<string> {
  if (!isSecretReference(reference))
    throw new TypeError("secret takes a reference, e.g. secret({ env: NAME })");
  return around.secrets.fetch(reference, (order) => commands.run(around.local, order));
}
