/** Faults to be planted into the translator: in each rule, guard and instruction, and in what is known of places. */
import { type Fault, inFile } from "../../planting.ts";

export const plantedFaults: readonly Fault[] = [
  ...inFile("member-step", {
    "leave lets a second token follow": ["seat.askedAt(k), ...clear)", "seat.askedAt(k))"],
    "leave does not look whether its behavior was asked for": [
      "seat.turnAt(k), seat.askedAt(k), ...clear",
      "seat.turnAt(k), ...clear",
    ],
    "leave does not look whose turn it is": [
      "reading(seat.turnAt(k), seat.askedAt(k), ...clear)",
      "reading(seat.askedAt(k), ...clear)",
    ],
    "leave forks to the first transition alone": [
      "leaving.map((t) => ({ slot:",
      "leaving.slice(0, 1).map((t) => ({ slot:",
    ],
    "leave forgets the ports": [
      'rule: "leave", element: p, b, taken',
      'rule: "leave", element: p, b: -1, taken',
    ],
    "fire reads no value": ["[...read, ...begun]", "[...begun]"],
    "end comes at the first dock only": [
      "for (const d of docks) {",
      "for (const d of docks.slice(0, 1)) {",
    ],
    "a join waits for one dock only": [
      "const taken = slots.map((slot) => ({ slot }));",
      "const taken = slots.slice(0, 1).map((slot) => ({ slot }));",
    ],
    "a second token merges with the first": [
      "if (isContested) desk.draft.complement(slotAt(place));",
      "",
    ],
    "nothing collides": ["if (!isContested) return;", "return;"],
    "what collides goes on": ["?.on ?? 0, isFailed: true }", "?.on ?? 0 }"],
    "a value is readable when it is given, not when it is published": [
      "consumed: [unread], produced: [readable] }, reading(readable)",
      "consumed: [unread], produced: [readable] }, reading(unread)",
    ],
    "a value is never readable": [
      "{ ...nothing, consumed: [unread], produced: [readable] }",
      "{ ...nothing, read: [unread] }",
    ],
    "finish does not look where the tokens are": [
      "const at = exactly(desk, seat, end, [...ends.values()], b);",
      "const at = nothing;",
    ],
    "finish leaves the behavior asked for": [
      "consumed: [seat.turnAt(k), seat.askedAt(k)],",
      "consumed: [seat.turnAt(k)],",
    ],
    "the next behavior begins unnoticed": [
      "return [begun, reading(desk.draft.complement(asked))];",
      "return [begun, nothing];",
    ],
    "a behavior that begins at finish refuses nothing": [
      "const factors = [[over], [at], afterFinish(desk, seat, k + 1, end)];",
      "const factors = [[over], [at]];",
    ],
    "a behavior that is asked for refuses nothing": [
      "if (!seat.isNoticed(k)) return [nothing];\n  const starts",
      "if (k >= 0) return [nothing];\n  const starts",
    ],
    "a push behind another one is lost": [
      ": [...begun, reading(desk.draft.complement(turn))];",
      ": begun;",
    ],
    "a push behind another one begins at once too": [
      ": [...begun, reading(desk.draft.complement(turn))];",
      ": [...begun, nothing];",
    ],
  }),
  ...inFile("whereabouts", {
    "finish does not wait for tokens on their way": [
      "[...new Set([...moving, ...others])]",
      "[...new Set(others)]",
    ],
    "failed tokens are not in the way": [
      "places = mayFail ? [slotAt(slot), seat.failedAt(t)]",
      "places = mayFail ? [slotAt(slot)]",
    ],
  }),
  ...inFile("port-case", {
    "a provide is ready from the start of what leads to it": [
      "const touched = new Set([...taken, ...put].flatMap",
      "const touched = new Set([...put].flatMap",
    ],
    "the last token leaves while its provide is in use": [
      "return together([step, { ...nothing, read: links.map((link) => unusedAt(desk, link)) }]);",
      "return step;",
    ],
    "every token of a provide in use is held": [
      "if (isZero(from) || !isZero(to)) return step;",
      "if (isZero(from)) return step;",
    ],
    "one user of many is asked": [
      "read: links.map((link) => unusedAt(desk, link))",
      "read: links.slice(0, 1).map((link) => unusedAt(desk, link))",
    ],
    "a use needs no provider": [
      "read: [linkAt(desk, link), readyAt(desk, link)],",
      "read: [linkAt(desk, link)],",
    ],
    "a use needs no connection": [
      "read: [linkAt(desk, link), readyAt(desk, link)],",
      "read: [readyAt(desk, link)],",
    ],
    "a use that goes on is asked again": [
      "if (isZero(from) === isZero(to)) return [step];",
      "if (isZero(to)) return [step];",
    ],
    "a use of two tokens is released by the first that goes": [
      "if (isZero(from) === isZero(to)) return [step];",
      "if (isZero(from) === isZero(to) && from.tokens !== 2) return [step];",
    ],
    "nobody is told that a use begins": [
      "consumed: trackedAt(desk, link),\n    read",
      "consumed: [],\n    read",
    ],
    "nobody is told that a use ends": ["produced: trackedAt(desk, link),", "produced: [],"],
    "no connection is enough for many": ["port?.min ?? 0, (link)", "0, (link)"],
    "too many connections are wanted": ["port?.min ?? 0, (link)", "(port?.min ?? 0) + 1, (link)"],
    "the connections of all times are wanted at once": [
      "const sets = connectionSets(links, member);",
      "const sets = [links];",
    ],
    "a set of connections may have more": [
      "return set.includes(link) ? place : desk.draft.complement(place);",
      "return place;",
    ],
    "a connection begins one instruction late": [
      "links.filter(({ from, to }) => from < at && at <= to)",
      "links.filter(({ from, to }) => from + 1 < at && at <= to)",
    ],
    "tokens in a use are not counted": ["> 1\n  );", "> 9\n  );"],
    "a use that is connected at the start is not in use": [
      "{ isMarked: !inUse }",
      "{ isMarked: true }",
    ],
  }),
  ...inFile("instruction-step", {
    "the program stands still": [
      "produced: [counter[at + 1] ?? 0],",
      "produced: [counter[at] ?? 0],",
    ],
    "add gives no token": [
      "produced: [seat.turnAt(0), slotAt(life.initial)],",
      "produced: [seat.turnAt(0)],",
    ],
    "a provide over the initial place is not noticed": [
      "return [[made], ...ports];",
      "return [[made]];",
    ],
    "del does not wait for idleness": [
      "const idle = { consumed: [lastTurn],",
      "const idle = { consumed: [seat.turnAt(0)],",
    ],
    "del leaves tokens behind": ["{ ...nothing, consumed: marked.map(slotAt) },", ""],
    "del leaves ports counted": ["...counted,", ""],
    "del leaves values readable": ["left, ...values", "left"],
    "a wait does not wait": ["read: [...over,", "read: ["],
    "a wait awaits the first alone": ["read: [...over,", "read: [...over.slice(0, 1),"],
    "a wait awaits one behavior too few": ["turnAt(asked));", "turnAt(Math.max(0, asked - 1)));"],
    "a push is forgotten": [
      "const made = { ...nothing, produced: [seat.askedAt(deed.asked)] };",
      "const made = nothing;",
    ],
    "connect looks at the use where it cannot be active, and not where it can": [
      "if (!mayBeInUse(seat, link, at)) return [idle];",
      "if (mayBeInUse(seat, link, at)) return [idle];",
    ],
    "a use in use is connected to what is not ready": [
      "tokens: k + 1 }), readyAt(desk, link)),",
      "tokens: k + 1 })),",
    ],
    "a use in use that is connected counts as not in use": [
      "{ ...nothing, consumed: trackedAt(desk, link) },\n      reading",
      "nothing,\n      reading",
    ],
    "disconnect takes away what is in use": [
      "[together([ended, reading(gaugeFor(desk, seat, link.use).at(zero))])]",
      "[ended]",
    ],
    "disconnect takes away what is read": [
      "return [together([ended, reading(...atWork)])];",
      "return [ended];",
    ],
  }),
  ...inFile("gauge", {
    "a refusing provider is ready": ["staying > 0 && failed === 0", "failed === 0"],
    "a failed token does no harm": ["staying > 0 && failed === 0", "staying > 0"],
    "a passage is one token off": ["tokens <= room; tokens++", "tokens < room; tokens++"],
    "of the tokens in a group all stay": ["staying <= (staysCount ? tokens : 0)", "staying <= 0"],
    "what takes its place is not added": [
      "[sum(taken, rest), sum(put, rest)]",
      "[sum(taken, rest), sum(taken, rest)]",
    ],
    "readiness is not kept beside the level": [
      "return this.tokensMax > 1 && isReady(level) ? [own, this.ready] : [own];",
      "return [own];",
    ],
  }),
  ...inFile("course", {
    "a use keeps its first connection for ever": ["link.to = at;", ""],
    "del and add are of one instance": [
      "generation: this.#generations.get(name) ?? 0",
      "generation: 0",
    ],
    "a second connection is made": ["return isTaken ? undefined :", "return"],
    "a wait is over before what it awaits": ["one.by = at;", "one.by = at - 1;"],
  }),
  ...inFile("shape", {
    "a token that departs counts as one that stays": [
      "const stays = port.departs[b]?.[slot] !== 1;",
      "const stays = b !== 99;",
    ],
    "a provide that is left is not noticed": [
      "group.some((slot) => departs[behavior]?.[slot] === 1)",
      "group.length < 0",
    ],
    "nothing collides in a group": [
      'side === "use" ? 0 : mayFail ? tokensMax : failedMax',
      'side === "use" ? 0 : failedMax',
    ],
    "a behavior begins where the instance began": [
      "starts.push(distinct(all));",
      "starts.push([start]);",
    ],
  }),
  ...inFile("seat", {
    "a place is known to be empty though it is not": [
      "const phaseOf = ({ at, by }: Asked): Phase => ({ from: at + 1, to: by });",
      "const phaseOf = ({ at, by }: Asked): Phase => ({ from: at + 2, to: by });",
    ],
    "values that are there are unread at the start": [
      "isMarked = number !== undefined && (c.values.get(c.port(number, q))?.version ?? 0) > 0",
      "isMarked = number !== undefined && q < 0",
    ],
  }),
  ...inFile("complement", {
    "what fills a place leaves its complement": ["consumed.add(complement);", ""],
    "what empties a place does not fill its complement": [
      "if (complement !== noComplement) produced.add(complement);",
      "if (complement === -9) produced.add(complement);",
    ],
  }),
  ...inFile("concurrency", {
    "a token comes with nothing that was there before": [
      "if (this.#addWord(slot, w, common)) changed = true",
      "if (this.#addWord(slot, w, 0)) changed = true",
    ],
  }),
  ...inFile("outcome", {
    "an action that chooses ends at its first station": [
      "choices: docks.map((d) =>",
      "choices: docks.slice(0, 1).map((d) =>",
    ],
  }),
  ...inFile("likeness", {
    "two members are alike though one uses one provider twice": ["else text += `.${before}`;", ""],
    "a use that may be lost is like one that may not": ['text += "?";', 'text += "";'],
  }),
  ...inFile("translate", {
    "it is done before all instances are idle": [
      "goal: [...counter.slice(-1), ...idle]",
      "goal: counter.slice(-1)",
    ],
    "it is done before the program is at its end": [
      "goal: [...counter.slice(-1), ...idle]",
      "goal: idle",
    ],
  }),
];
