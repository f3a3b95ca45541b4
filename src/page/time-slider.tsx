/** The slider through the records: the marking at any of them. At its end it stays with what comes. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ViewProps } from "./look.ts";
import { recordText } from "./record-text.ts";

export function TimeSlider(props: ViewProps): JSX.Element {
  const { live, moment, look, change } = props;
  const { chronology } = live;
  const { last } = chronology;
  const [isPlaying, setPlaying] = useState(false);
  usePlaying(props, isPlaying, setPlaying);
  const record = chronology.record(moment.seq);
  const sinceMs = (record?.atMs ?? 0) - (moment.span?.startedMs ?? 0);
  const go = (seq: number): void =>
    change({ seq: seq >= last ? undefined : Math.max(1, seq), run: undefined });
  const text = record === undefined ? "" : recordText(record);
  return (
    <footer class="time">
      <PlayButton
        isPlaying={isPlaying}
        press={() => {
          if (!isPlaying && moment.isNow) go(moment.span?.firstSeq ?? 1);
          setPlaying(!isPlaying);
        }}
      />
      <input
        type="range"
        min={1}
        max={Math.max(1, last)}
        value={moment.seq}
        aria-label="Record that is shown"
        aria-valuetext={`record ${moment.seq} of ${last}: ${text}`}
        onInput={({ currentTarget }) => {
          setPlaying(false);
          go(Number(currentTarget.value));
        }}
      />
      <div class="record">
        <span class="number">
          {moment.seq} / {last}
        </span>
        <span class="number">+{(sinceMs / 1000).toFixed(2)} s</span>
        <span class="text">{text}</span>
      </div>
      <button
        type="button"
        class="chip"
        aria-pressed={look.seq === undefined}
        onClick={() => go(last)}
      >
        {live.pulse.atWork === null ? "end" : "now"}
      </button>
    </footer>
  );
}

function PlayButton({
  isPlaying,
  press,
}: {
  readonly isPlaying: boolean;
  readonly press: () => void;
}): JSX.Element {
  const name = isPlaying ? "Pause" : "Play the run";
  return (
    <button type="button" class="icon" aria-label={name} title={name} onClick={press}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d={isPlaying ? "M4 3h3v10H4zM9 3h3v10H9z" : "M4 2.5l9 5.5-9 5.5z"} />
      </svg>
    </button>
  );
}

/** Goes through what is left in some ten seconds, whatever it took, and stays at the end. */
function usePlaying(
  { live, moment, change }: ViewProps,
  isPlaying: boolean,
  setPlaying: (isPlaying: boolean) => void,
): void {
  const { last } = live.chronology;
  const length = last - (moment.span?.firstSeq ?? 1) + 1;
  useEffect(() => {
    if (!isPlaying) return undefined;
    if (moment.isNow) {
      setPlaying(false);
      return undefined;
    }
    const everyMs = Math.min(500, Math.max(40, 10_000 / length));
    const by = Math.max(1, Math.round((length * everyMs) / 10_000));
    const wake = setTimeout(() => {
      const next = moment.seq + by;
      change({ seq: next >= last ? undefined : next });
    }, everyMs);
    return () => clearTimeout(wake);
  }, [isPlaying, moment.seq, last]);
}
