/** The journal as the page has it just now: drawn again when something came, and each second while a run is at work. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Pulse } from "../show/page-message.ts";
import { Chronology } from "./chronology.ts";
import type { Connection, Source } from "./source.ts";

export interface Live {
  readonly chronology: Chronology;
  readonly pulse: Pulse;
  readonly connection: Connection | undefined;
  /** What keeps the journal from being understood. */
  readonly fault: string | undefined;
  /** What time it is where the run is. */
  nowMs(): number;
  /** Another one, where anything is different. */
  readonly version: number;
}

export function useLive(source: Source): Live {
  const [version, setVersion] = useState(0);
  const [state] = useState(() => ({
    chronology: new Chronology(),
    pulse: { atWork: null, nowMs: Date.now(), isEmpty: true } as Pulse,
    aheadMs: 0,
    connection: undefined as Connection | undefined,
    fault: undefined as string | undefined,
  }));
  const due = useRef<number>(undefined);
  useEffect(() => {
    const draw = (): void => {
      due.current ??= window.setTimeout(() => {
        due.current = undefined;
        setVersion((before) => before + 1);
      }, drawEveryMs);
    };
    const end = source.follow({
      records(records) {
        try {
          state.chronology.add(records);
        } catch (error) {
          state.fault ??= error instanceof Error ? error.message : String(error);
        }
        draw();
      },
      pulse(pulse) {
        state.pulse = pulse;
        state.aheadMs = pulse.nowMs - Date.now();
        draw();
      },
      connection(connection) {
        state.connection = connection;
        draw();
      },
    });
    const second = window.setInterval(() => {
      if (state.pulse.atWork !== null && state.connection === "open") draw();
    }, 1000);
    return () => {
      end();
      clearInterval(second);
      clearTimeout(due.current);
    };
  }, [source]);
  const { chronology, pulse, connection, fault } = state;
  const nowMs = (): number =>
    connection === "open" ? Date.now() + state.aheadMs : state.pulse.nowMs;
  return { chronology, pulse, connection, fault, nowMs, version };
}
const drawEveryMs = 60;
