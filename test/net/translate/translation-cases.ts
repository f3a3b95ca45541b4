/** Programs that come to what random ones seldom do, small enough to be explored completely. */
import type { AnyComponent } from "../../../src/model/component.ts";
import { type Instruction, portName } from "../../../src/model/program.ts";
import { take } from "../../../src/semantics/advance.ts";
import type { Configuration } from "../../../src/semantics/configuration.ts";
import { start } from "../../../src/semantics/explore.ts";
import { apply, enabled } from "../../../src/semantics/step.ts";
import {
  chooser,
  client,
  clumsy,
  crowd,
  double,
  fond,
  front,
  late,
  mutual,
  reader,
  server,
  steady,
  twofold,
} from "./lockstep-types.ts";

export interface TranslationCase {
  readonly name: string;
  readonly program: readonly Instruction[];
  /** So many instructions have been applied, and all that follows from them, before the net is made. */
  readonly before?: number;
}

/** The configuration that a case begins with. */
export function startOf({ program, before = 0 }: TranslationCase): Configuration {
  const c = start(program.slice(0, before));
  for (let [step] = enabled(c); step !== undefined; [step] = enabled(c)) apply(c, step);
  take(c, { type: "program", instructions: program.slice(before) });
  c.agenda.clear();
  c.steps.clear();
  return c;
}

/** What is after ` | ` comes when all before it is done. One word each: `name:type`, `user.use=provider.provide`, `user.use/provider.provide`, `name>behavior`, `wait`, `wait:name`, `-name`. */
const programOf = (text: string): readonly Instruction[] =>
  text.split(" ").map((word): Instruction => {
    const [left = "", sign = "", right = ""] = word.split(/([:=/>-])/);
    if (left === "wait") return { op: "wait", instances: right === "" ? [] : [right] };
    if (sign === ":") return { op: "add", instance: left, component: typeOf(right) };
    if (sign === ">") return { op: "changeBehavior", instance: left, behavior: right };
    if (sign === "-") return { op: "del", instance: right };
    const op = sign === "=" ? "connect" : "disconnect";
    return { op, use: portName(left), provide: portName(right) };
  });

const types: Readonly<Record<string, AnyComponent>> = {
  chooser,
  client,
  clumsy,
  crowd,
  double,
  fond,
  front,
  late,
  mutual,
  reader,
  server,
  steady,
  twofold,
};
function typeOf(name: string): AnyComponent {
  const type = types[name];
  if (type === undefined) throw new Error(`there is no type ${name}`);
  return type;
}

const texts: Readonly<Record<string, string>> = {
  "a use in use is connected once its provider is ready":
    "u:fond s:server u>deploy wait s>deploy u.some=s.sql s>suspend u>stop wait",
  "a use in use is not connected to what is about to leave":
    "u:fond s:server u>deploy wait s>deploy s>suspend u.some=s.sql s>deploy",
  "a use in use gets a second provider":
    "u:fond s:steady t:steady s>deploy u.some=s.sql u>deploy t>deploy u.some=t.sql t>stop u>stop",
  "a use in use is kept though its provider is about to leave":
    "u:fond s:server u.some=s.sql s>deploy wait u>deploy wait s>suspend u>update u>stop",
  "a use begins again too late":
    "c:client s:server c.sql=s.sql s>deploy c>deploy wait c>stop c>deploy s>suspend s>deploy",
  "an update keeps the service up":
    "c:late s:steady c.sql=s.sql s>deploy c>deploy s>update c>stop s>stop c>deploy",
  "the last of two tokens is held":
    "c:client p:twofold c.sql=p.sql p>deploy c>deploy p>widen wait p>close c>stop",
  "a second token lets the first one go":
    "c:late p:twofold c.sql=p.sql p>deploy p>widen c>deploy p>close",
  "a provide that is active from the start":
    "c:late p:twofold c.sql=p.first c>deploy p>deploy c>stop",
  "many providers are held on two branches":
    "f:front s:steady t:steady f.all=s.sql f.all=t.sql s>deploy t>deploy f>deploy s>stop f>stop",
  "too few of many": "f:front s:steady f.all=s.sql s>deploy f>deploy",
  "a value is read while its connection is to be ended":
    "r:reader s:server r.address=s.address s>deploy r>deploy r.address/s.address -r",
  "a value goes with its instance":
    "r:reader s:server s>deploy wait s>suspend s>stop wait -s s:server r.address=s.address r>deploy s>deploy",
  "a value is there before its reader":
    "s:server s>deploy wait r:reader r.address=s.address r>deploy r>update",
  "an action chooses not to give":
    "r:reader k:chooser r.address=k.address k>deploy r>deploy k>stop",
  "a choice needs a service": "s:server k:chooser k.sql=s.sql k>deploy s>deploy s>suspend k>stop",
  "a second token comes to a place":
    "k:clumsy s:steady k.sql=s.sql s>deploy k>deploy k>collide s>stop",
  "a provider fails by itself":
    "c:late k:clumsy s:steady c.sql=k.sql k.sql=s.sql s>deploy k>deploy k>collide c>deploy",
  "a token follows another": "k:clumsy k>deploy k>queue k>stop",
  "an instance is deleted and added again":
    "c:client s:steady c.sql=s.sql s>deploy c>deploy wait c>stop wait:c c.sql/s.sql -c c:late c.sql=s.sql c>deploy s>stop",
  "an instance is deleted while its last behavior goes on":
    "s:server t:steady s>deploy s>suspend -s t>deploy s:steady s>deploy -t",
  "a chooser is deleted wherever it is": "k:chooser s:server k>deploy wait -k s>deploy -s",
  "connected, ended, connected to another":
    "c:client s:steady t:steady s>deploy t>deploy c.sql=s.sql c>deploy c>stop c.sql/s.sql c.sql=t.sql c>deploy t>stop",
  "a connection in use is not ended":
    "c:late s:steady s>deploy c.sql=s.sql c>deploy c.sql/s.sql s>stop",
  "a wait for one of two": "s:server t:server s>deploy t>deploy wait:s t>suspend s>suspend wait:t",
  "each uses the other": "a:mutual b:mutual a.sql=b.sql b.sql=a.sql a>deploy b>deploy a>stop",
  "one uses itself": "a:mutual a.sql=a.sql a>deploy a>stop a.sql/a.sql",
  "behaviors wait for each other": "s:server s>deploy s>suspend s>stop s>deploy wait -s",
  "a behavior with nothing to do": "s:server s>suspend s>stop wait s>deploy",
  "an instruction that can never be applied": "s:server s>deploy t>deploy s>suspend",
  "one token waits behind another that failed": "k:crowd k>deploy wait k>push",
  "a use of two tokens, for ever":
    "f:front s:steady t:steady f.all=s.sql f.all=t.sql s>deploy t>deploy | f>deploy f>stop",
  "a use of two tokens goes on though its provider failed":
    "f:front k:clumsy s:steady t:steady k.sql=s.sql f.all=k.sql f.all=t.sql s>deploy t>deploy k>deploy | f>deploy k>collide",
  "two users, of which one may lose its provider":
    "a:client b:client s:steady t:steady a.sql=s.sql b.sql=t.sql s>deploy t>deploy | a>deploy b>deploy t>update t>stop",
  "two users, of which one uses a provider twice":
    "d:double e:double s:steady t:steady d.one=s.sql d.two=s.sql e.one=s.sql e.two=t.sql | s>deploy d>deploy e>deploy",
  "a use that goes on from the start":
    "c:client s:steady c.sql=s.sql s>deploy c>deploy | c>stop wait c.sql/s.sql s>stop",
  "nothing ever serves": "c:client d:late c>deploy d>deploy wait",
};

export const translationCases: readonly TranslationCase[] = Object.entries(texts).map(
  ([name, text]) => {
    const [before = "", after] = text.split(" | ");
    const first = programOf(before);
    return after === undefined
      ? { name, program: first }
      : { name, program: [...first, ...programOf(after)], before: first.length };
  },
);
