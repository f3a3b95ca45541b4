/**
 * Ports: what components need of each other and give to each other.
 *
 * A port type is a value, so that a declaration exists at run time and its type at compile time.
 */
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { isSecretMark, type Secret, type SecretReference } from "./secret.ts";

/** The fields of a data port, written as their constructors so that they exist at run time too. */
export type Shape = Readonly<
  Record<string, StringConstructor | NumberConstructor | BooleanConstructor | Secret>
>;

/** What travels through a port: a `service` is held while it is used, a `data` value is written by its provider and stays readable. */
export interface PortType<Kind extends PortKind = PortKind, Name extends string = string, S = any> {
  readonly kind: Kind;
  readonly name: Name;
  /** A `Shape` or a Standard Schema; empty for services. */
  readonly shape: S;
}
export type PortKind = "service" | "data";

/** A use port that takes any number of providers; all of them are held, and `read` gives all their values in the order of the wires. */
export interface Many<P extends PortType = PortType> {
  readonly many: P;
  /** With fewer providers than this nothing that needs the port starts. */
  readonly min: number;
}

/** Declares a service: something held for as long as it is used, e.g. a database that answers. */
export function service<const Name extends string>(name: Name): PortType<"service", Name, {}> {
  return { kind: "service", name, shape: {} };
}

/**
 * Declares a type of value, e.g. an address.
 *
 * @param shape  the fields by their constructors (`{ host: String, port: Number }`), or any Standard Schema
 */
export function data<const Name extends string, const S extends Shape | StandardSchemaV1>(
  name: Name,
  shape: S,
): PortType<"data", Name, S> {
  return { kind: "data", name, shape };
}

/** A use port for any number of providers of `type`, wired to a list; at least `min` (default 1) of them must be wired. */
export function many<P extends PortType>(
  type: P,
  options: { readonly min?: number } = {},
): Many<P> {
  return { many: type, min: options.min ?? 1 };
}

export const isMany = (use: PortType | Many): use is Many => "many" in use;
/** The type of what one provider gives, whether the use takes one or many. */
export const portTypeOf = (use: PortType | Many): PortType => (isMany(use) ? use.many : use);

/** Are two port types the same? They may have been declared twice, e.g. by two copies of one package. */
export function sameType(a: PortType, b: PortType): boolean {
  if (a.kind !== b.kind || a.name !== b.name) return false;
  const described = isSchema(a.shape);
  // What two schemas accept cannot be compared: their name has to do.
  if (described || isSchema(b.shape)) return described && isSchema(b.shape);
  const fields = Object.keys(a.shape);
  return (
    fields.length === Object.keys(b.shape).length &&
    fields.every((name) => Object.hasOwn(b.shape, name) && sameField(a.shape[name], b.shape[name]))
  );
}
const sameField = (a: unknown, b: unknown): boolean =>
  a === b || (isSecretMark(a) && isSecretMark(b));

/** Schemas are objects in some libraries and functions in others. */
export const isSchema = (shape: unknown): shape is StandardSchemaV1 =>
  (typeof shape === "object" || typeof shape === "function") &&
  shape !== null &&
  "~standard" in shape;

export type ProvidePorts = Readonly<Record<string, PortType>>;
export type UsePorts = Readonly<Record<string, PortType | Many>>;

/** What an action reads from a port of type `P`: where a Standard Schema describes the value, what it makes of it. */
export type ValueOf<P> =
  P extends Many<infer One>
    ? readonly ValueOf<One>[]
    : P extends PortType<PortKind, string, infer S>
      ? S extends StandardSchemaV1
        ? StandardSchemaV1.InferOutput<S>
        : Shown<FieldsOf<S>>
      : never;

/** What an action gives through a port of type `P`: where a Standard Schema describes the value, what it accepts. */
export type GivenOf<P> =
  P extends PortType<PortKind, string, infer S>
    ? S extends StandardSchemaV1
      ? StandardSchemaV1.InferInput<S>
      : Shown<FieldsOf<S>>
    : never;

type FieldsOf<S> = {
  readonly [K in keyof S]: S[K] extends StringConstructor
    ? string
    : S[K] extends NumberConstructor
      ? number
      : S[K] extends BooleanConstructor
        ? boolean
        : SecretReference;
};

/** Prints a computed type by its members instead of by its name: error messages are part of the API. */
export type Shown<T> = T extends infer O ? { [K in keyof O]: O[K] } : never;
/** A union, or a sentence for the compiler to print where the union is empty. */
export type OrSay<Union, Sentence> = [Union] extends [never] ? Sentence : Union;
