/** What is different between two commits, and the program that leads from one to the other. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { DifferenceTold } from "../show/page-message.ts";
import type { ViewProps } from "./look.ts";
import { shortId } from "./commit-table.tsx";

interface Ends {
  readonly from: string;
  readonly to: string;
}

export function DifferenceView(props: ViewProps & Ends): JSX.Element {
  const { from, to } = props;
  const told = useDifference(props);
  return (
    <section class="difference" aria-label="Difference" aria-live="polite" tabIndex={0}>
      <h2>
        <code>{shortId(from)}</code> → <code>{shortId(to)}</code>
      </h2>
      {from === to ? (
        <p class="hint">It is the same commit.</p>
      ) : told === undefined ? (
        <p class="hint">Comparing …</p>
      ) : typeof told === "string" ? (
        <p class="hint">{told}</p>
      ) : (
        <Told {...told} />
      )}
    </section>
  );
}

/** Or why it cannot be told; undefined until it is known. */
function useDifference({
  source,
  from,
  to,
}: ViewProps & Ends): DifferenceTold | string | undefined {
  const [told, setTold] = useState<Ends & { readonly of: DifferenceTold | string }>();
  useEffect(() => {
    let isWanted = true;
    const put = (of: DifferenceTold | string): void => {
      if (isWanted) setTold({ from, to, of });
    };
    void source.difference(from, to).then(
      (of) => put(of ?? unsaved(from, to)),
      (error: unknown) => put(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isWanted = false;
    };
  }, [source, from, to]);
  return told?.from === from && told.to === to ? told.of : undefined;
}

const unsaved = (from: string, to: string): string =>
  `This difference was not saved with the page. Where the state is: madeus diff ${shortId(from)} ${shortId(to)}`;

const signs: Readonly<Record<string, string>> = {
  added: "+",
  wired: "+",
  removed: "−",
  unwired: "−",
};

function Told({ differences, program, because }: DifferenceTold): JSX.Element {
  return (
    <>
      {differences.length === 0 && <p class="hint">Nothing is different.</p>}
      <ul class="differences">
        {differences.slice(0, toldMax).map(({ what, name, text }) => (
          <li key={`${what} ${name} ${text}`} class={`what-${what.replace(" ", "-")}`}>
            <span class="mark" aria-hidden="true">
              {signs[what] ?? "~"}
            </span>
            <span>
              {what === "wired" || what === "unwired" ? text : <Named name={name} text={text} />}
            </span>
          </li>
        ))}
      </ul>
      {differences.length > toldMax && (
        <p class="hint">… and {differences.length - toldMax} more</p>
      )}
      {program.length > 0 && (
        <>
          <h3>The program that leads there</h3>
          <ol class="program">
            {program.slice(0, toldMax).map((line, k) => (
              <li key={k}>
                <code>{line}</code>
              </li>
            ))}
          </ol>
        </>
      )}
      {because.map((why) => (
        <p key={why} class="hint">
          No program: {why}.
        </p>
      ))}
    </>
  );
}
const toldMax = 300;

const Named = ({ name, text }: { readonly name: string; readonly text: string }): JSX.Element => (
  <>
    <b>{name}</b> {text}
  </>
);
