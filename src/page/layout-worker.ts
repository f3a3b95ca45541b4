/** Lays pictures out beside the page, which stays at hand meanwhile. */
import { arrange } from "../show/layout.ts";
import type { LayoutAnswer, LayoutQuestion } from "./layout-client.ts";

onmessage = ({ data }: MessageEvent<LayoutQuestion>): void => {
  const { number, boxes, arrows, spacing } = data;
  postMessage({ number, layout: arrange(boxes, arrows, spacing) } satisfies LayoutAnswer);
};
