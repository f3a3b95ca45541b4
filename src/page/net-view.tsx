/** The same deployment as a Petri net, with its tokens: what the proof looks at. */
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { Translation } from "../net/translate/translate.ts";
import type { ViewProps } from "./look.ts";
import { marked, netOfRun, netPart } from "./net-plan.ts";
import { NetPicture } from "./net-picture.tsx";
import { Toggle } from "./toggle.tsx";

export function NetView(props: ViewProps): JSX.Element {
  const { live, moment } = props;
  const { span } = moment;
  const programs = span === undefined ? 0 : live.chronology.programsOf(span);
  const translation = useMemo(
    () => (span === undefined ? undefined : netOfRun(live.chronology, span)),
    [live.chronology, span, programs],
  );
  return translation === undefined ? (
    <p class="hint roomy">
      This run has no net: it has no program yet, or what it does cannot be told apart case by case.
    </p>
  ) : (
    <NetOf {...props} translation={translation} />
  );
}

/** More nodes cannot be told apart. */
const nodesMax = 260;

function NetOf({
  moment,
  look,
  change,
  translation,
}: ViewProps & { readonly translation: Translation }): JSX.Element {
  const [isWhole, setWhole] = useState(false);
  const known = moment.site.instances.map(({ name }) => name);
  const chosen = known.find((name) => name === look.selection?.instance);
  const part = useMemo(
    () => netPart(translation, new Set(chosen === undefined ? known : [chosen]), isWhole),
    [translation, chosen, isWhole],
  );
  const tokens = useMemo(() => marked(translation, moment.configuration), [translation, moment]);
  const { places, transitions, nodes } = part;
  const here = chosen === undefined ? "" : `; here those of ${chosen}`;
  return (
    <div class="net">
      <div class="tools">
        <span class="summary">{`${places} places and ${transitions} transitions in all${here}`}</span>
        <span class="spring" />
        {chosen !== undefined && (
          <button type="button" class="chip" onClick={() => change({ selection: undefined })}>
            of all instances
          </button>
        )}
        <Toggle isOn={isWhole} set={setWhole} text="with guards and program" />
      </div>
      {nodes.length > nodesMax ? (
        <p class="hint roomy">
          {nodes.length} nodes cannot be read in one picture. Select an instance to see its part of
          the net; madeus export writes all of it.
        </p>
      ) : (
        <NetPicture part={part} tokens={tokens} name={chosen ?? moment.site.name} />
      )}
    </div>
  );
}
