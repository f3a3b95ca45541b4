/**
 * The parts that long values are made of: a queue, a rope.
 *
 * A leaf is a blob; what holds several parts is a tree of git. How much a part holds stands in the name of its entry, so that one object
 * says all about its children: nobody opens a part to learn that he need not.
 */
import { damagedObject } from "../object-fault.ts";
import type { ObjectId } from "../object-id.ts";
import { type TreeEntry, directoryMode, leafMode } from "../object-tree.ts";
import { type Objects, treeObjectAt } from "../objects.ts";

export interface Part {
  readonly id: ObjectId;
  /** How many elements or characters it holds, at least 1. */
  readonly size: number;
  /** 0 for a leaf, else one more than the highest part in it. */
  readonly height: number;
  /** By which push an element of a queue came; two with one mark and one id are the same. */
  readonly mark?: string;
}

/** So many parts at most stand together. */
export const widthMax = 8;

/**
 * The parts in a part that is no leaf, in order; at least one. Cost: one object read.
 *
 * @throws MadeusError  `MADEUS_OBJECT_MISSING`; `MADEUS_OBJECT_DAMAGED` where it does not hold what its name says
 */
export function partsIn(objects: Objects, { id, size, height }: Part): readonly Part[] {
  const { entries } = treeObjectAt(objects, id);
  const parts = entries.map((entry) => partOf(entry, entry.name));
  if (sizeOf(parts) !== size || highestOf(parts) + 1 !== height)
    throw damagedObject("tree", `${id} does not hold ${size} in a part of height ${height}`);
  return parts;
}

/** A part of several parts, kept. Cost: one object written. */
export function grouped(objects: Objects, parts: readonly Part[]): Part {
  const entries = parts.map((part, k) => entryOf(part, `${padded(k)}-`));
  return {
    id: objects.put({ kind: "tree", entries }),
    size: sizeOf(parts),
    height: highestOf(parts) + 1,
  };
}

/** As few parts as can hold these, filled evenly. Cost: one object written for each. */
export function groupedEvenly(objects: Objects, parts: readonly Part[]): readonly Part[] {
  const count = Math.ceil(parts.length / widthMax);
  const bound = (k: number): number => Math.round((k * parts.length) / count);
  return Array.from({ length: count }, (_, k) =>
    grouped(objects, parts.slice(bound(k), bound(k + 1))),
  );
}

export const sizeOf = (parts: readonly Part[]): number =>
  parts.reduce((sum, { size }) => sum + size, 0);

const highestOf = (parts: readonly Part[]): number =>
  parts.reduce((highest, { height }) => Math.max(highest, height), 0);

/** What tells parts apart: equal keys are equal parts, all that they hold included. */
export const keyOf = ({ id, mark = "" }: Part): string => `${id}${mark}`;

/** A part as an entry of a tree; what stands before it in the name says its place among the others. */
export function entryOf({ id, size, height, mark }: Part, place: string): TreeEntry {
  const name = `${place}${height}-${size}${mark === undefined ? "" : `-${mark}`}`;
  return { name, mode: height === 0 ? leafMode : directoryMode, id };
}

/** @param name  of the entry, or what of it comes after its place */
export function partOf({ id, mode }: TreeEntry, name: string): Part {
  const [, height = "", size = "", mark] =
    /^\d+-(\d+)-([1-9]\d*)(?:-([0-9a-f]+))?$/.exec(name) ?? [];
  if (size === "" || (height === "0") !== (mode === leafMode))
    throw damagedObject("tree", `${JSON.stringify(name)} is not the name of a part`);
  const part = { id, size: Number(size), height: Number(height) };
  return mark === undefined ? part : { ...part, mark };
}

/** A number so that names sort as their numbers do. */
export const padded = (k: number): string => String(k).padStart(2, "0");
