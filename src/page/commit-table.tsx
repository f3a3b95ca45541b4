/** Commits, newest first, with their descent; two of them are chosen to be compared. */
import type { JSX } from "preact";
import { type Drawn, commitGraph } from "../show/commit-graph.ts";
import type { CommitTold } from "../show/page-message.ts";
import type { ViewProps } from "./look.ts";

/** Ids; undefined: nobody has chosen. */
export interface Pair {
  readonly from: string | undefined;
  readonly to: string | undefined;
}
interface TableProps extends ViewProps {
  readonly commits: readonly CommitTold[];
  readonly pair: Pair;
  readonly choose: (pair: Pair) => void;
}

export function CommitTable(props: TableProps): JSX.Element {
  return (
    <div class="commits" role="group" aria-label="Commits" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">Descent</span>
            </th>
            <th scope="col">from</th>
            <th scope="col">to</th>
            <th scope="col">commit</th>
            <th scope="col">
              <span class="unseen">Moment</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {commitGraph(props.commits).map((drawn) => (
            <CommitRow key={drawn.commit.id} {...props} drawn={drawn} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CommitRow({
  drawn: { commit, before, mark, after },
  pair,
  choose,
  live,
  source,
  change,
}: TableProps & { readonly drawn: Drawn<CommitTold> }): JSX.Element {
  const { id, record } = commit;
  const { chronology } = live;
  const seq = record === undefined ? undefined : chronology.placeOf(record);
  return (
    <tr>
      <td class="descent">{[...before, mark, ...after].join("\n")}</td>
      {(["from", "to"] as const).map((side) => (
        <End key={side} id={id} side={side} pair={pair} choose={choose} source={source} />
      ))}
      <td>
        <About {...commit} />
      </td>
      <td>
        {seq !== undefined && (
          <button
            type="button"
            class="chip"
            aria-label={`Show how things stood at ${shortId(id)}`}
            onClick={() =>
              change({
                tab: "graph",
                seq: seq === chronology.last ? undefined : seq,
                run: undefined,
              })
            }
          >
            show
          </button>
        )}
      </td>
    </tr>
  );
}

/** One end of the pair; pale where the page does not know what is between the two. */
function End({
  id,
  side,
  pair,
  choose,
  source: { tells },
}: Pick<TableProps, "pair" | "choose" | "source"> & {
  readonly id: string;
  readonly side: keyof Pair;
}): JSX.Element {
  const { from = "", to = "" }: Pair = { ...pair, [side]: id };
  const isTold = tells === undefined || tells(from, to);
  return (
    <td class={isTold ? "" : "unsaved"}>
      <input
        type="radio"
        name={side}
        aria-label={`${side} ${shortId(id)}${isTold ? "" : ", not saved"}`}
        checked={pair[side] === id}
        onChange={() => choose({ ...pair, [side]: id })}
      />
    </td>
  );
}

function About({ id, message, atMs, by, branches }: CommitTold): JSX.Element {
  return (
    <>
      <span class="subject">{message.split("\n")[0]}</span>
      <span class="about">
        <code>{shortId(id)}</code> {timeText(atMs)} {by}
        {branches.map((branch) => (
          <span key={branch} class="branch">
            {branch}
          </span>
        ))}
      </span>
    </>
  );
}

export const shortId = (id: string): string => id.slice(0, 10);

/** In UTC, to the second. */
const timeText = (atMs: number): string =>
  `${new Date(atMs).toISOString().slice(0, 19).replace("T", " ")}Z`;
