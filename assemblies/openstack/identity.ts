/** Who somebody is to keystone, and logging in to it. */
import type { ShellValue, StepScope, ValueOf } from "madeus";
import { ask } from "./ask.ts";
import type { Account } from "./ports.ts";

/** An account whose password has been fetched. */
export interface Person {
  readonly user: string;
  readonly password: string;
}

export async function personOf(
  scope: StepScope,
  { user, password }: ValueOf<typeof Account>,
): Promise<Person> {
  return { user, password: await scope.secret(password) };
}

/** Logs in to the project `admin`. */
export async function logIn(
  scope: StepScope,
  url: string,
  { user: name, password }: Person,
): Promise<string> {
  const domain = { name: "Default" };
  const identity = { methods: ["password"], password: { user: { name, domain, password } } };
  const body = { auth: { identity, scope: { project: { name: "admin", domain } } } };
  const [answer] = await ask(scope, undefined, [
    { method: "POST", url: `${url}/auth/tokens`, body },
  ]);
  if (answer === undefined || answer.token === "") throw new Error(`${url} gives no token`);
  return answer.token;
}

/** The part of a URL after `?`, with its values escaped. */
export const query = (text: TemplateStringsArray, ...values: readonly ShellValue[]): string =>
  String.raw({ raw: text }, ...values.map((value) => encodeURIComponent(String(value))));
