/** The same deployment as a Petri net, with its tokens: what the proof looks at. */
import type { JSX } from "preact";
import { useCallback, useMemo, useState } from "preact/hooks";
import type { Translation } from "../net/translate/translate.ts";
import type { Site } from "../show/site.ts";
import type { ViewProps } from "./look.ts";
import { marked, netOfRun, netPart } from "./net-plan.ts";
import { NetPicture } from "./net-picture.tsx";
import { withNeighbours } from "./scene-plan.ts";
import { countStages, stageWords } from "./stage.ts";
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
const nodesMax = 800;

function NetOf({
  moment,
  look,
  change,
  translation,
}: ViewProps & { readonly translation: Translation }): JSX.Element {
  const [isWhole, setWhole] = useState(false);
  const [isWide, setWide] = useState(false);
  const known = moment.site.instances.map(({ name }) => name);
  const chosen = known.find((name) => name === look.selection?.instance);
  const names = useMemo(
    () => namesOf(moment.site, chosen, isWide),
    [moment.site.connections.length, known.length, chosen, isWide],
  );
  const part = useMemo(() => netPart(translation, names, isWhole), [translation, names, isWhole]);
  const tokens = useMemo(() => marked(translation, moment.configuration), [translation, moment]);
  const choose = (instance: string | undefined): void =>
    change({ selection: instance === undefined ? undefined : { instance } });
  const ask = useCallback((selection: ViewProps["look"]["selection"]) => change({ selection }), []);
  const { places, transitions, nodes } = part;
  return (
    <div class="net">
      <div class="tools">
        <InstanceField key={chosen} known={known} chosen={chosen} choose={choose} />
        {chosen !== undefined && (
          <>
            <Toggle isOn={isWide} set={setWide} text="with neighbours" />
            <button type="button" class="chip" onClick={() => choose(undefined)}>
              of all instances
            </button>
          </>
        )}
        <Toggle isOn={isWhole} set={setWhole} text="with guards and program" />
        <span class="spring" />
        <span class="summary">{`${places} places and ${transitions} transitions in all`}</span>
      </div>
      {nodes.length > nodesMax ? (
        <TooMany moment={moment} names={names} nodes={nodes.length} choose={choose} />
      ) : (
        <NetPicture part={part} tokens={tokens} name={chosen ?? moment.site.name} choose={ask} />
      )}
    </div>
  );
}

function namesOf(site: Site, chosen: string | undefined, isWide: boolean): ReadonlySet<string> {
  if (chosen === undefined) return new Set(site.instances.map(({ name }) => name));
  return isWide ? withNeighbours(site, chosen) : new Set([chosen]);
}

/** Whose net it is: typed, with those that there are proposed. */
function InstanceField({
  known,
  chosen = "",
  choose,
}: {
  readonly known: readonly string[];
  readonly chosen: string | undefined;
  readonly choose: (instance: string) => void;
}): JSX.Element {
  const [typed, setTyped] = useState(chosen);
  const proposed = known.filter((name) => name.includes(typed)).slice(0, proposedMax);
  const take = (name: string): void => {
    if (name !== chosen && known.includes(name)) choose(name);
  };
  return (
    <label>
      Of{" "}
      <input
        type="text"
        list="net-instances"
        placeholder="all instances"
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onChange={({ currentTarget }) => take(currentTarget.value)}
        onKeyDown={({ key }) => {
          if (key === "Enter") take(known.includes(typed) ? typed : (proposed[0] ?? ""));
        }}
      />
      <datalist id="net-instances">
        {proposed.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </label>
  );
}
const proposedMax = 50;

/** What to look at instead: those that something is the matter with, or goes on with, first. */
function TooMany({
  moment: { site, stages },
  names,
  nodes,
  choose,
}: Pick<ViewProps, "moment"> & {
  readonly names: ReadonlySet<string>;
  readonly nodes: number;
  readonly choose: (instance: string) => void;
}): JSX.Element {
  const order = [...countStages(stages).keys()];
  const worth = site.instances
    .map(({ name }, k) => ({ name, stage: stages[k] ?? "fresh" }))
    .filter(({ name }) => names.has(name))
    .toSorted((a, b) => order.indexOf(a.stage) - order.indexOf(b.stage))
    .slice(0, worthMax);
  return (
    <div class="hint roomy">
      <p>
        {nodes} nodes are too many for one picture, which holds {nodesMax}. Look at one instance,
        alone or with its neighbours; <code>madeus export</code> writes all of it.
      </p>
      <ul class="worth">
        {worth.map(({ name, stage }) => (
          <li key={name}>
            <button type="button" class="chip" onClick={() => choose(name)}>
              {name}: {stageWords[stage]}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
const worthMax = 12;
