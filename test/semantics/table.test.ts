import fc from "fast-check";
import { expect, test } from "vitest";
import { Pairs, Table } from "../../src/semantics/table.ts";

const width = 3;
const operations = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant({ op: "allocate" } as const) },
    {
      weight: 6,
      arbitrary: fc.record({
        op: fc.constantFrom("set", "add"),
        which: fc.nat(99),
        cell: fc.nat(width - 1),
        value: fc.integer({ min: -9, max: 9 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ op: fc.constant("free" as const), which: fc.nat(99) }) },
  ),
  { maxLength: 200, size: "max" },
);

test("records hold what was written to them, begin as zeros, and are given again when freed", () => {
  fc.assert(
    fc.property(operations, (all) => {
      const table = new Table(width);
      const model = new Map<number, number[]>();
      for (const one of all) {
        const records = [...model.keys()];
        if (one.op === "allocate") {
          const record = table.allocate();
          expect(model.has(record)).toBe(false);
          model.set(record, [0, 0, 0]);
        } else if (records.length > 0) {
          const record = records[one.which % records.length] ?? 0;
          const cells = model.get(record) ?? [];
          if (one.op === "free") {
            table.free(record);
            model.delete(record);
          } else {
            cells[one.cell] = one.value + (one.op === "add" ? (cells[one.cell] ?? 0) : 0);
            table[one.op](record, one.cell, one.value);
          }
        }
        for (const [record, cells] of model)
          expect(cells.map((_, cell) => table.get(record, cell))).toEqual(cells);
      }
      expect(table.size).toBeLessThanOrEqual(
        width * all.filter(({ op }) => op === "allocate").length,
      );
    }),
  );
});

test("records allocated together follow each other, and a copy lives by itself", () => {
  const table = new Table(width);
  table.free(table.allocate());
  const first = table.allocate(40);
  table.set(first + 39 * width, 2, 7);
  const copy = table.clone();
  copy.set(first + 39 * width, 2, 8);
  expect([table.get(first + 39 * width, 2), copy.get(first + 39 * width, 2)]).toEqual([7, 8]);
  expect(copy.allocate()).toBe(table.allocate());
});

test("pairs come out as they went in, also after the queue was emptied", () => {
  const pairs = new Pairs();
  for (const round of [1, 2]) {
    for (let k = 0; k < 100; k++) pairs.push(k * round, -1 - k);
    expect(pairs.length).toBe(100);
    expect(Array.from({ length: 100 }, (_, k) => [pairs.first(k), pairs.second(k)])).toEqual(
      Array.from({ length: 100 }, (_, k) => [k * round, -1 - k]),
    );
    pairs.clear();
  }
  expect(pairs.length).toBe(0);
});
