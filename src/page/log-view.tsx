/** What the action of a transition printed, followed as it grows. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { LogPart } from "../show/page-message.ts";
import type { Source } from "./source.ts";

interface LogProps {
  readonly source: Source;
  readonly instance: string;
  readonly transition: string;
  /** More may come. */
  readonly isOpen: boolean;
}

export function LogView(props: LogProps): JSX.Element {
  const log = useLog(props);
  const box = useRef<HTMLPreElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    const { current } = box;
    if (current !== null && isAtEnd.current) current.scrollTop = current.scrollHeight;
  }, [log]);
  return (
    <>
      {log !== undefined && log.skipped > 0 && log.text !== "" && (
        <p class="hint">The beginning is left out.</p>
      )}
      <pre
        ref={box}
        class="log"
        tabIndex={0}
        role="log"
        aria-label={`Log of ${props.instance}.${props.transition}`}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          isAtEnd.current = scrollTop + clientHeight >= scrollHeight - 8;
        }}
      >
        {log === undefined ? "" : log.text === "" ? emptyText(log) : log.text}
      </pre>
    </>
  );
}

const emptyText = ({ skipped }: LogPart): string =>
  skipped === 0
    ? "It has printed nothing."
    : "What it printed was not saved with the page: others had taken the room. Where the state is, madeus logs shows it.";

/** As far as it has come; undefined before the first answer. */
function useLog({ source, instance, transition, isOpen }: LogProps): LogPart | undefined {
  const [log, setLog] = useState<LogPart | undefined>(undefined);
  useEffect(() => {
    let isWanted = true;
    let wake: number | undefined;
    let so: LogPart | undefined;
    const read = async (): Promise<void> => {
      const part = await source.log(instance, transition, so?.next).catch(() => undefined);
      if (!isWanted) return;
      if (part !== undefined) setLog((so = joined(so, part)));
      if (isOpen) wake = window.setTimeout(() => void read(), everyMs);
    };
    void read();
    return () => {
      isWanted = false;
      clearTimeout(wake);
    };
  }, [source, instance, transition, isOpen]);
  return log;
}
const everyMs = 300;

/** The page keeps the last of it. */
function joined(before: LogPart | undefined, part: LogPart): LogPart {
  const text = `${before?.text ?? ""}${part.text}`;
  const isLong = text.length > lengthMax;
  const skipped = (before ?? part).skipped + (isLong ? text.length - lengthMax : 0);
  return { text: isLong ? text.slice(-lengthMax) : text, skipped, next: part.next };
}
const lengthMax = 200_000;
