/** The page: what is looked at, and the parts that show it. */
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { DetailPanel } from "./detail-panel.tsx";
import { GanttView } from "./gantt-view.tsx";
import { GraphView } from "./graph-view.tsx";
import { Header } from "./header.tsx";
import { HistoryView } from "./history-view.tsx";
import { InstanceList } from "./instance-list.tsx";
import { type Live, useLive } from "./live.ts";
import { type Look, type Tab, type ViewProps, firstLook } from "./look.ts";
import { momentOf } from "./moment.ts";
import { NetView } from "./net-view.tsx";
import type { Source } from "./source.ts";
import { TimeSlider } from "./time-slider.tsx";

export function App({ source }: { readonly source: Source }): JSX.Element {
  const live = useLive(source);
  const [look, setLook] = useState(firstLook);
  const change = (some: Partial<Look>): void => setLook((before) => ({ ...before, ...some }));
  const { chronology, pulse, version } = live;
  const moment = useMemo(
    () => momentOf(chronology, pulse, look.seq),
    [chronology, version, look.seq],
  );
  const search = useRef<HTMLInputElement>(null);
  useShortcuts(change, search);
  const assembly = moment.site.name;
  useEffect(() => {
    document.title = assembly === "" ? "Madeus" : `${assembly} · Madeus`;
  }, [assembly]);
  const props = { source, live, moment, look, change };
  if (chronology.last === 0) return <Nothing live={live} />;
  return (
    <div class="page">
      <Header {...props} />
      <div class="columns">
        <InstanceList {...props} search={search} />
        <main class="view">
          <div id="view" role="tabpanel" aria-label={viewNames[look.tab]}>
            <View {...props} />
          </div>
        </main>
        <DetailPanel {...props} />
      </div>
      <TimeSlider {...props} />
    </div>
  );
}

const viewNames: Readonly<Record<Tab, string>> = {
  graph: "Graph of the assembly",
  timeline: "Timeline of the run",
  history: "History of the deployment",
  net: "Petri net",
};

function View(props: ViewProps): JSX.Element {
  switch (props.look.tab) {
    case "graph":
      return <GraphView {...props} />;
    case "timeline":
      return <GanttView {...props} />;
    case "history":
      return <HistoryView {...props} />;
    case "net":
      return <NetView {...props} />;
  }
}

function Nothing({ live: { connection, pulse, fault } }: { readonly live: Live }): JSX.Element {
  const said =
    connection === "refused"
      ? [
          "This page needs its token",
          "Open the address that madeus ui has printed, with all that stands behind the #.",
        ]
      : connection === "lost"
        ? [
            "madeus ui does not answer",
            "It may have ended. This page comes back by itself when it answers again.",
          ]
        : pulse.isEmpty && connection !== undefined
          ? [
              "Nothing is deployed yet",
              "What madeus deploy does is shown here as soon as it begins.",
            ]
          : ["Reading the journal …", fault ?? ""];
  return (
    <main class="nothing">
      <h1>{said[0]}</h1>
      <p>{said[1]}</p>
    </main>
  );
}

/** `/` searches, Escape lets go. */
function useShortcuts(
  change: (change: Partial<Look>) => void,
  search: { readonly current: HTMLInputElement | null },
): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const isTyping =
        event.target instanceof HTMLInputElement && ["search", "text"].includes(event.target.type);
      if (event.key === "/" && !isTyping) {
        event.preventDefault();
        search.current?.focus();
      }
      if (event.key === "Escape" && !isTyping) change({ selection: undefined, focus: undefined });
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}
