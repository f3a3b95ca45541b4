/** The commits of the deployment, and what is different between two of them. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { CommitTold } from "../show/page-message.ts";
import type { ViewProps } from "./look.ts";
import { CommitTable, type Pair } from "./commit-table.tsx";
import { DifferenceView } from "./difference-view.tsx";

export function HistoryView(props: ViewProps): JSX.Element {
  const commits = useCommits(props);
  const [chosen, setChosen] = useState<Pair>({ from: undefined, to: undefined });
  if (commits === undefined) return <p class="hint roomy">Reading the history …</p>;
  const [newest] = commits;
  if (newest === undefined)
    return (
      <p class="hint roomy">
        There is no commit yet: a run makes one where its program has to wait, and at its end.
      </p>
    );
  const to = chosen.to ?? newest.id;
  const parent = commits.find(({ id }) => id === to)?.parents[0];
  const from = chosen.from ?? parent ?? to;
  return (
    <div class="history">
      <SavedPart {...props} commits={commits} />
      <CommitTable {...props} commits={commits} pair={{ from, to }} choose={setChosen} />
      <DifferenceView {...props} from={from} to={to} />
    </div>
  );
}

/** A page that is one file holds some of the differences: which, and why no more. */
function SavedPart({
  source: { tells },
  commits,
}: ViewProps & { readonly commits: readonly CommitTold[] }): JSX.Element | null {
  if (tells === undefined) return null;
  const ids = commits.map(({ id }) => id);
  const pairs = ids.flatMap((from) =>
    ids.filter((to) => from !== to).map((to) => [from, to] as const),
  );
  const kept = pairs.filter(([from, to]) => tells(from, to)).length;
  if (kept === pairs.length) return null;
  return (
    <p class="hint saved">
      This file holds {kept} of the {pairs.length} differences between its {commits.length} commits:
      all of them would make it too large to be sent. They are those from each commit&apos;s parent
      to it, and from it to the newest; what was not saved is pale. <code>madeus diff</code> and{" "}
      <code>madeus ui</code> tell all of them.
    </p>
  );
}

/** Asked for again when the journal has grown, and not at every record. */
function useCommits({ source, live }: ViewProps): readonly CommitTold[] | undefined {
  const [commits, setCommits] = useState<readonly CommitTold[]>();
  const { last } = live.chronology;
  useEffect(() => {
    let isWanted = true;
    const ask = async (): Promise<void> => {
      const told = await source.commits().catch(() => undefined);
      if (isWanted && told !== undefined) setCommits(told);
    };
    const wake = setTimeout(() => void ask(), commits === undefined ? 0 : againMs);
    return () => {
      isWanted = false;
      clearTimeout(wake);
    };
  }, [source, last]);
  return commits;
}
const againMs = 700;
