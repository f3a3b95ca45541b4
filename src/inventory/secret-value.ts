/** Secrets in an inventory: a lookup becomes a reference; what stands in the open, or is encrypted, is refused. Pure. */
import { isAbsolute, join } from "node:path";
import { path } from "../model/name.ts";
import { type SecretReference, secret } from "../model/secret.ts";
import { type Known, said, wrong } from "./value.ts";
import { vaultHint } from "./vault.ts";

/**
 * `{{ lookup('env', 'NAME') }}`, and the same with `file` and `pipe`, are where a secret is kept.
 *
 * @param directory  that of the inventory: files are looked up from it
 */
export function secretOf(
  known: Known,
  directory: string,
  ...names: readonly string[]
): SecretReference | undefined {
  const found = said(known, ...names);
  if (found === undefined) return undefined;
  const { at, name, value, isEncrypted = false } = found;
  const subject = `${path(known.host)}: ${name}`;
  if (isEncrypted) {
    known.draft.wrong("MADEUS_VAULT", `${subject} is encrypted`, at, vaultHint);
    return undefined;
  }
  const text = String(value);
  const [, kind, term = ""] = lookup.exec(text) ?? [];
  if (kind === "env") return secret({ env: term });
  if (kind === "file") return secret({ file: isAbsolute(term) ? term : join(directory, term) });
  if (kind === "pipe") return secret({ command: ["sh", "-c", term] });
  if (text.includes("{{"))
    wrong(
      known,
      found,
      "cannot be looked up",
      `of templates only ${example}, and the same with file or pipe, is understood`,
    );
  else
    known.draft.wrong(
      "MADEUS_SECRET_PLAIN",
      `${subject} holds a secret in the open`,
      at,
      `say where it is kept: ${name}: "${example}"`,
    );
  return undefined;
}

const example = "{{ lookup('env', 'NAME') }}";
const lookup =
  /^\{\{\s*(?:lookup|query|q)\(\s*["'](?:ansible\.builtin\.)?(env|file|pipe)["']\s*,\s*["']([^"']+)["']\s*\)\s*\}\}$/;
