import { expect, test } from "vitest";
import { netOf } from "../../../src/net/net.ts";
import { promela } from "../../../src/net/format/promela.ts";
import { rowsOf } from "../../../src/net/rows.ts";
import { smv } from "../../../src/net/format/smv.ts";
import { readPromela } from "./net-text.ts";

/** `go` takes the token from a to b where c is marked; `keep` takes the one of c, puts it back, and one on b. */
const source = {
  net: netOf({
    name: "n",
    placeCount: 3,
    transitionCount: 2,
    consumed: rowsOf([[0], [2]]),
    read: rowsOf([[2], []]),
    produced: rowsOf([[1], [2, 1]]),
    initial: Uint8Array.of(1, 0, 1),
    placeName: (place) => "abc"[place] ?? "",
    transitionName: (transition) => ["go", "keep"][transition] ?? "",
    apart: () => false,
  }),
  goal: [],
  rangeOf: () => undefined,
  properties: [],
};

test("each place says in SMV what changes it, and a second token is noticed", () => {
  expect([...smv(source)].join("")).toBe(`MODULE main
VAR
  overflow : boolean;
  p_a : boolean;
  p_b : boolean;
  p_c : boolean;
IVAR
  fire : 0..2;
DEFINE
  -- go
  enabled_0 := p_a & p_c;
  -- keep
  enabled_1 := p_c;
  deadlock := !(FALSE | enabled_0 | enabled_1);
ASSIGN
  init(overflow) := FALSE;
  next(overflow) := overflow
    | p_b & fire in {0, 1};
  init(p_a) := TRUE;
  next(p_a) := case
    fire in {0} : FALSE;
    TRUE : p_a;
  esac;
  init(p_b) := FALSE;
  next(p_b) := case
    fire in {0, 1} : TRUE;
    TRUE : p_b;
  esac;
  init(p_c) := TRUE;
  next(p_c) := case
    TRUE : p_c;
  esac;
TRANS fire = 2 -> deadlock;
TRANS fire = 0 -> enabled_0;
TRANS fire = 1 -> enabled_1;
-- No place ever holds two tokens.
CTLSPEC AG (!overflow);
-- Something can always happen.
CTLSPEC AG (!(deadlock));
`);
});

test("what is taken and put back stays as it is in Promela", () => {
  expect(readPromela([...promela(source)].join("")).transitions["1"]).toEqual({
    consumed: [],
    read: ["p_c"],
    produced: ["p_b"],
  });
});
