/** What is embedded in the page: a file that somebody was sent. */
import { type Embedded, differenceKey } from "../show/page-message.ts";
import type { Source } from "./source.ts";

export function embeddedSource(embedded: Embedded): Source {
  const { pulse, records, logs, commits, differences, expected } = embedded;
  return {
    follow(listener) {
      listener.connection("file");
      listener.pulse(pulse);
      listener.records(records);
      return () => undefined;
    },
    // All that there is came with the first part.
    log: async (instance, transition, from) => {
      const part = logs[`${instance}.${transition}`];
      if (part === undefined || from !== undefined)
        return { text: "", skipped: 0, next: from ?? 0 };
      return part;
    },
    commits: async () => commits,
    tells: (from, to) => from === to || differenceKey(from, to) in differences,
    difference: async (from, to) => differences[differenceKey(from, to)],
    expected: async (run) => expected[run],
  };
}
