/** Names of many hosts in one: `web[01:10]`, `db-[a:c]`, `n[0:8:2].example.org:2222`. Pure. */

/** More hosts than this in one pattern are a slip. */
const hostsMax = 10_000;

export interface Expanded {
  readonly names: readonly string[];
  /** The one after a colon at the end. */
  readonly port: number | undefined;
}

/**
 * The hosts of a pattern: ranges include both ends, and may have a step; leading zeros are kept. `[2001:db8::1]:22` is an address.
 *
 * @throws RangeError  in words, where a range cannot be one
 */
export function expanded(pattern: string): Expanded {
  const { name, port } = withoutPort(pattern);
  if (!name.includes("[")) return { names: [name], port };
  return { names: ranged(name), port };
}

/** A port stands after the last colon; an address of version 6 has several colons, and a port only behind brackets. */
function withoutPort(pattern: string): { readonly name: string; readonly port?: number } {
  const [, address, addressPort] =
    /^\[([\da-f:.]*:[\da-f:.]*:[\da-f:.]*)\](?::(\d+))?$/i.exec(pattern) ?? [];
  if (address !== undefined)
    return { name: address, ...(addressPort === undefined ? {} : { port: Number(addressPort) }) };
  const outside = pattern.replaceAll(/\[[^\]]*\]/g, "");
  const found = /^(.*):(\d+)$/.exec(pattern);
  if (found === null || outside.split(":").length !== 2) return { name: pattern };
  return { name: found[1] ?? "", port: Number(found[2]) };
}

function ranged(pattern: string): readonly string[] {
  const found = /^([^[]*)\[([^\]]*)\](.*)$/s.exec(pattern);
  if (found === null) {
    if (/[[\]]/.test(pattern)) throw new RangeError("a bracket is not closed");
    return [pattern];
  }
  const [, head = "", range = "", tail = ""] = found;
  const tails = ranged(tail);
  const own = values(range);
  if (own.length * tails.length > hostsMax)
    throw new RangeError(`it stands for more than ${hostsMax} hosts`);
  return own.flatMap((value) => tails.map((rest) => `${head}${value}${rest}`));
}

function values(range: string): readonly string[] {
  const [first = "", last, step = "1", ...more] = range.split(":");
  if (last === undefined || more.length > 0)
    throw new RangeError("it is not written [first:last] or [first:last:step]");
  if (last === "") throw new RangeError("it has no end");
  if (!/^[1-9]\d*$/.test(step)) throw new RangeError(`its step must be 1 or more, but is ${step}`);
  const numbers = /^\d*$/.test(first) && /^\d+$/.test(last);
  if (!numbers && !(/^[a-z]$/i.test(first) && /^[a-z]$/i.test(last)))
    throw new RangeError("its ends must be two numbers or two letters");
  const isPadded = /^0\d/.test(first);
  if (numbers && isPadded && first.length !== last.length)
    throw new RangeError("one end has leading zeros, so both must have as many digits");
  const [from, to] = numbers
    ? [Number(first), Number(last)]
    : [letters.indexOf(first), letters.indexOf(last)];
  if (from > to) throw new RangeError("it ends before it begins");
  const count = Math.floor((to - from) / Number(step)) + 1;
  if (count > hostsMax) throw new RangeError(`it stands for more than ${hostsMax} hosts`);
  return Array.from({ length: count }, (_, k) => {
    const value = from + k * Number(step);
    if (!numbers) return letters[value] ?? "";
    return isPadded ? String(value).padStart(first.length, "0") : String(value);
  });
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
