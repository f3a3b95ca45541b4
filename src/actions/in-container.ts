/** Steps inside a container: their commands are run there, and nothing else of them changes. */
import type { Step, StepScope } from "../model/step.ts";
import { type ContainerEngine, engineText } from "./container-engine.ts";
import { ensureWord } from "./name.ts";
import { quote } from "../model/name.ts";
import { badStep, script, step } from "./step.ts";

/** Steps that look and act inside a container that runs. What they need must be there: `sh`, and the programs that each step names. */
export function inContainer(
  options: string | ({ readonly name: string } & ContainerEngine),
  ...steps: readonly Step[]
): readonly Step[] {
  const { name, ...engine } = typeof options === "string" ? { name: options } : options;
  const known = ensureWord(name, "a container");
  const within = (path: string): string => `${known}:${path}`;
  return steps.map(({ name: title, look, act, waits, writes, follows }) =>
    step(`${title} in ${known}`, {
      look: (scope) => look(inside(scope, known, engine)),
      act: (scope) => act(inside(scope, known, engine)),
      ...(waits === undefined ? {} : { waits }),
      ...(writes && { writes: writes.map(within) }),
      ...(follows && { follows: { ...follows, paths: follows.paths.map(within) } }),
    }),
  );
}

/** The scope of a step, with its commands run inside. They take the environment of the container, and what `exec` is given. */
function inside(scope: StepScope, name: string, engine: ContainerEngine): StepScope {
  const exec: StepScope["exec"] = (file, args = [], { env = {}, cwd, daemon, ...options } = {}) => {
    if (daemon === true) throw badStep("no daemon can be started inside a container by a step");
    const flags = [
      "-i",
      // Only the names stand among the arguments.
      ...Object.keys(env).flatMap((variable) => ["--env", variable]),
      ...(cwd === undefined ? [] : ["--workdir", cwd]),
    ];
    const text = `# in ${name}: ${quote(file)}\n${engineText(engine)}\n${script`engine exec ${flags} ${name} ${file} ${args}`}`;
    return scope.exec("sh", ["-ec", text], { ...options, env });
  };
  return {
    ...scope,
    exec,
    sh: (text, ...values) => exec("sh", ["-ec", "--", script(text, ...values)]),
  };
}
