/** The report of the run that is shown, and what was expected of it. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Report } from "../engine/report.ts";
import type { ExpectedTold } from "../show/page-message.ts";
import type { ViewProps } from "./look.ts";
import { shownRun } from "./shown-run.ts";

/** Undefined where there is no run. */
export function useReport(props: ViewProps): Report | undefined {
  const { live } = props;
  const { chronology, pulse, version } = live;
  const span = shownRun(props);
  return useMemo(() => {
    if (span === undefined) return undefined;
    const isGoingOn =
      span === chronology.runs.at(-1) && span.outcome === undefined && pulse.atWork !== null;
    return chronology.report(span, isGoingOn ? live.nowMs() : undefined);
  }, [chronology, version, span]);
}

/** Undefined where nobody knows. */
export function useExpected(props: ViewProps): ExpectedTold | undefined {
  const { source } = props;
  const run = shownRun(props)?.run;
  const [told, setTold] = useState<{
    readonly run: number;
    readonly of: ExpectedTold | undefined;
  }>();
  useEffect(() => {
    if (run === undefined) return undefined;
    let isWanted = true;
    void source
      .expected(run)
      .catch(() => undefined)
      .then((of) => {
        if (isWanted) setTold({ run, of });
      });
    return () => {
      isWanted = false;
    };
  }, [source, run]);
  return told?.run === run ? told?.of : undefined;
}
