/** Lines about records, held back until these are committed: nobody hears of what a crash could still undo. */
import type { Output } from "./output.ts";

export interface HeldBack extends Pick<Output, "object" | "progress"> {
  /** All of them are committed. */
  readonly release: () => void;
}

export function heldBack({ object, progress }: Output): HeldBack {
  let lines: (() => void)[] = [];
  return {
    object: (line) => void lines.push(() => object(line)),
    progress: (line) => void lines.push(() => progress(line)),
    release() {
      if (lines.length === 0) return;
      for (const say of lines) say();
      lines = [];
    },
  };
}
