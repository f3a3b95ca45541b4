import { memoryJournal } from "../../src/store/memory.ts";
import { journalSuite } from "./journal-suite.ts";

journalSuite("a journal in memory", () => {
  const kept: string[] = [];
  return { open: (clock) => memoryJournal(clock, kept) };
});
