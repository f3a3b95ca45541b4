/**
 * A stage on which instances of an assembly are led through their lifecycles by hand: real actions on this machine, no engine.
 *
 * Behaviors run in the order in which the test asks for them. Wires give the values; services are the test's own business.
 */
import { mkdir, readFile, rm } from "node:fs/promises";
import { commandLine } from "../../src/engine/command-line.ts";
import { localHost } from "../../src/host/local.ts";
import type { Assembly } from "../../src/model/assembly.ts";
import type { AnyComponent, AnyTransition, ExecOptions, Scope } from "../../src/model/component.ts";
import { local } from "../../src/model/host.ts";
import { isMany } from "../../src/model/port.ts";
import { connections } from "../../src/model/program.ts";
import type { SecretReference } from "../../src/model/secret.ts";

export class Stage {
  readonly directory: string;
  /** The place of each instance. */
  readonly places = new Map<string, string>();
  readonly lines: string[] = [];
  readonly #assembly: Assembly;
  readonly #values = new Map<string, unknown>();

  /** @param directory  everything that instances keep is below it */
  constructor(assembly: Assembly, directory: string) {
    this.#assembly = assembly;
    this.directory = directory;
    for (const [instance, { initial }] of Object.entries(assembly.components))
      this.places.set(instance, initial);
  }

  /** Leads the instances through one behavior, one instance after the other. */
  async perform(behavior: string, ...instances: readonly string[]): Promise<void> {
    for (const instance of instances) await this.#perform(behavior, instance);
  }

  /** Takes the transitions that leave the instance's place; the instance is then where they all end. */
  async step(behavior: string, instance: string): Promise<boolean> {
    const leaving = this.#leaving(behavior, instance);
    await Promise.all(leaving.map(([name, transition]) => this.act(instance, name, transition)));
    for (const [, { to }] of leaving) this.places.set(instance, String(to).split("/")[0] ?? "");
    return leaving.length > 0;
  }

  /** Is the instance where this transition begins? */
  leads(behavior: string, instance: string, name: string): boolean {
    return this.#leaving(behavior, instance).some(([leaving]) => leaving === name);
  }

  /** Runs the action of a transition, whatever place the instance is in. */
  async act(instance: string, name: string, transition?: AnyTransition): Promise<void> {
    const found = transition ?? this.#transition(instance, name);
    await found.run?.(await this.#scope(instance, name));
  }

  async probe(instance: string, name: string): Promise<unknown> {
    return this.#transition(instance, name).probe?.(await this.#scope(instance, name));
  }

  /** What the probe of the instance's place says. */
  async holds(instance: string): Promise<boolean | undefined> {
    const place = this.places.get(instance) ?? "";
    return this.#component(instance).probes[place]?.(await this.#scope(instance, `probe-${place}`));
  }

  value<Value>(instance: string, port: string): Value {
    return this.#values.get(`${instance}.${port}`) as Value;
  }

  directoryOf(instance: string): string {
    return `${this.directory}/${instance}`;
  }

  async clear(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }

  async #perform(behavior: string, instance: string): Promise<void> {
    while (await this.step(behavior, instance));
  }

  #component(instance: string): AnyComponent {
    const found = this.#assembly.components[instance];
    if (found === undefined) throw new Error(`there is no ${instance}`);
    return found;
  }

  #transition(instance: string, name: string): AnyTransition {
    for (const transitions of Object.values(this.#component(instance).behaviors) as Record<
      string,
      AnyTransition
    >[])
      if (transitions[name] !== undefined) return transitions[name];
    throw new Error(`${instance} has no transition ${name}`);
  }

  #leaving(behavior: string, instance: string): [string, AnyTransition][] {
    const transitions: Record<string, AnyTransition> =
      this.#component(instance).behaviors[behavior] ?? {};
    return Object.entries(transitions).filter(([, { from }]) => from === this.places.get(instance));
  }

  async #scope(instance: string, transition: string): Promise<Scope<any, any, any>> {
    const directory = this.directoryOf(instance);
    await mkdir(directory, { recursive: true });
    const signal = new AbortController().signal;
    const exec = (
      file: string,
      args: readonly string[] = [],
      options: ExecOptions = {},
    ): Promise<string> =>
      execute(file, args, options, `${this.directory}/logs/${instance}.${transition}`, signal);
    return {
      sh: (text, ...values) => exec("/bin/sh", ["-c", commandLine(text, values)]),
      exec,
      upload: () => Promise.reject(new Error("no assembly here uploads")),
      download: () => Promise.reject(new Error("no assembly here downloads")),
      read: (port) => this.#read(instance, String(port)) as never,
      give: (port, value) => void this.#values.set(`${instance}.${String(port)}`, value),
      choose: () => {},
      secret: fetchSecret,
      log: (line) => void this.lines.push(line),
      changed: () => {},
      unchanged: () => {},
      instance,
      host: local(),
      directory,
      signal,
      attempt: 1,
      key: `${instance}.${transition}`,
    };
  }

  #read(instance: string, port: string): unknown {
    const values = connections(this.#assembly)
      .filter(({ use }) => use.instance === instance && use.port === port)
      .map(({ provide }) => this.value(provide.instance, provide.port));
    const use = this.#component(instance).uses[port];
    return use !== undefined && isMany(use.type) ? values : values[0];
  }
}

async function execute(
  file: string,
  args: readonly string[],
  { env = {}, cwd, stdin, daemon = false }: ExecOptions,
  log: string,
  signal: AbortSignal,
): Promise<string> {
  const exit = await localHost(local()).run(
    { file, args, env, cwd, stdin, daemon, log },
    { signal, registered: () => {}, line: () => {} },
  );
  if (exit.code !== 0)
    throw new Error(`${file} ${args.join(" ")} ended with ${exit.code}: ${exit.tail}`);
  return daemon ? String(exit.group.pid) : exit.stdout.replace(/\n$/, "");
}

async function fetchSecret({ secret }: SecretReference): Promise<string> {
  if (!("file" in secret)) throw new Error("only files here");
  return (await readFile(secret.file, "utf8")).replace(/\n$/, "");
}
