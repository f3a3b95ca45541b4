/** Streams with marks: whatever the chunks are, the same is told. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { launcherVoice } from "../../src/host/launcher-voice.ts";
import { MarkedStream } from "../../src/host/marked-stream.ts";

/** All that is told of `text`, cut at these places. */
function told(text: string, cuts: readonly number[]): readonly string[] {
  const events: string[] = [];
  const add = (kind: string, chunk: string): void => {
    const last = events.at(-1);
    if (last?.startsWith(kind) === true) events[events.length - 1] = last + chunk;
    else events.push(kind + chunk);
  };
  const mark = (name: string, before: string) => ({
    mark: name,
    before: (chunk: Buffer) => add(before, chunk.toString("latin1")),
    read: (line: string) => (line === "!" ? () => void events.push(`${name}!`) : undefined),
  });
  const stream = new MarkedStream(mark("aab", "outside: "), mark("aa", "inside: "));
  const bytes = Buffer.from(text, "latin1");
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
  const ordered = places.toSorted((a, b) => a - b);
  ordered.slice(1).forEach((to, index) => stream.push(bytes.subarray(ordered[index], to)));
  stream.end();
  return events;
}

test("the same is told however the stream is cut", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "!", "\n", "aab!\n", "aa!\n"), { maxLength: 20 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, fc.array(fc.nat(100), { maxLength: 8 }), (whole, cuts) => {
      expect(told(whole, cuts)).toEqual(told(whole, []));
    }),
  );
});

test("a mark that is none is passed on", () => {
  expect(told("xaab?\naab!\nyaaaa!\nz", [])).toEqual([
    "outside: xaab?\n",
    "aab!",
    "inside: yaa",
    "aa!",
    "outside: z",
  ]);
});

test("what may be the beginning of a mark is passed on when it turns out to be none", () => {
  const heard: string[] = [];
  const mark = (name: string) => ({
    mark: name,
    before: (chunk: Buffer) => void heard.push(chunk.toString()),
    read: () => undefined,
  });
  const stream = new MarkedStream(mark("mark"), mark("other"));
  for (const part of ["one ma", "n two m", `ark${"x".repeat(300)}`, "mar"])
    stream.push(Buffer.from(part));
  expect(heard.join("")).toBe(`one man two mark${"x".repeat(300)}`);
  stream.end();
  expect(heard.join("").endsWith("mar")).toBe(true);
});

describe("a launcher", () => {
  const listen = () => {
    const heard: unknown[] = [];
    const voice = launcherVoice("N", {
      greeted: (group) => heard.push(group),
      ended: (trailer) => heard.push(trailer),
      noise: (stream, chunk) => heard.push(`noise ${stream} ${chunk.toString()}`),
      output: (stream, chunk) => heard.push(`${stream} ${chunk.toString()}`),
    });
    const say = (out: string, err: string): void => {
      voice.stdout.push(Buffer.from(out));
      voice.stderr.push(Buffer.from(err));
    };
    return { heard, voice, say };
  };

  test("is heard when both of its streams are as far", () => {
    const { heard, voice } = listen();
    voice.stdout.push(Buffer.from("motd\nN 12 boot/34\nout"));
    expect(heard).toEqual(["noise stdout motd\n", "stdout out"]);
    voice.stderr.push(Buffer.from("N-\nerr"));
    expect(heard.slice(2)).toEqual([{ pid: 12, started: "boot/34" }, "stderr err"]);
    voice.stderr.push(Buffer.from("N-N\n"));
    expect(heard).toHaveLength(4);
    voice.stdout.push(Buffer.from("N-N-c7 0\n"));
    expect(heard.slice(4)).toEqual([{ kind: "ended", code: 7, signal: undefined, left: false }]);
  });

  test.each([
    ["c255 0", { kind: "ended", code: 255, signal: undefined, left: false }],
    ["c137 1", { kind: "ended", code: 137, signal: undefined, left: true }],
    ["s137 0", { kind: "ended", code: undefined, signal: "SIGKILL", left: false }],
    ["u143 0", { kind: "ended", code: undefined, signal: "SIGTERM", left: false }],
    ["u255 0", { kind: "ended", code: 255, signal: undefined, left: false }],
    ["b0 1", { kind: "begun", code: 0, signal: undefined, left: true }],
    ["d0 0", { kind: "absent", code: 0, signal: undefined, left: false }],
  ])("says %s of a program that has ended", (text, trailer) => {
    const { heard, say } = listen();
    say("N 1 b/2\n", "N-\n");
    say(`N-N-${text}\n`, "N-N\n");
    expect(heard.at(-1)).toEqual(trailer);
  });

  test("is not imitated by a program that prints its command line", () => {
    const { heard, say } = listen();
    say("N 1 b/2\n", "N-\n");
    say("sh -c ... N\nN-N-\nN-N-c 0\n", "N N\n");
    const told = heard.slice(1).map((text) => String(text).replace("stdout ", ""));
    expect(told.join("")).toBe("sh -c ... N\nN-N-\nN-N-c 0\nstderr N N\n");
  });
});
