/** Asks the worker for layouts. In a file the worker is embedded, too, and made from its text. */
import type { Arrow, Layout, Size, Spacing } from "../show/layout.ts";

export interface LayoutQuestion {
  readonly number: number;
  readonly boxes: readonly Size[];
  readonly arrows: readonly Arrow[];
  readonly spacing: Spacing;
}
export interface LayoutAnswer {
  readonly number: number;
  readonly layout: Layout;
}

export function layoutFor(question: Omit<LayoutQuestion, "number">): Promise<Layout> {
  worker ??= startWorker();
  const number = ++asked;
  const { boxes, arrows, spacing } = question;
  const sizes = boxes.map(({ width, height }) => ({ width, height }));
  const { promise, resolve } = Promise.withResolvers<Layout>();
  waiting.set(number, resolve);
  worker.postMessage({ number, boxes: sizes, arrows, spacing } satisfies LayoutQuestion);
  return promise;
}

let worker: Worker | undefined;
let asked = 0;
const waiting = new Map<number, (layout: Layout) => void>();

function startWorker(): Worker {
  const text = document.getElementById("layout")?.textContent;
  const made =
    text === undefined || text === null || text === ""
      ? new Worker(new URL("./layout-worker.ts", import.meta.url))
      : new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  made.onmessage = ({ data: { number, layout } }: MessageEvent<LayoutAnswer>) => {
    waiting.get(number)?.(layout);
    waiting.delete(number);
  };
  return made;
}
