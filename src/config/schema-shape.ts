import type { z } from 'zod';

/** What is read of a schema here; by its public `def`, so that a schema made by another copy of zod is understood, too. */
interface SchemaDef {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly valueType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly defaultValue?: unknown;
}

const defOf = (schema: z.ZodType): SchemaDef => schema.def as unknown as SchemaDef;

const WRAPPERS = new Set(['default', 'prefault', 'optional', 'nullable', 'readonly', 'nonoptional', 'catch', 'pipe']);

/** The schema inside defaults, optionals, nullables and pipes: what an input must look like when it is there. */
export function unwrap(schema: z.ZodType): z.ZodType {
  const def = defOf(schema);
  const inner = def.innerType ?? def.in;
  return WRAPPERS.has(def.type) && inner !== undefined ? unwrap(inner) : schema;
}

/** Shapes of the objects that a schema accepts: one, several for a union, none for what is no object. */
export function shapesOf(schema: z.ZodType): readonly Readonly<Record<string, z.ZodType>>[] {
  const def = defOf(unwrap(schema));
  if (def.type === 'union') return (def.options ?? []).flatMap(shapesOf);
  return def.type === 'object' && def.shape !== undefined ? [def.shape] : [];
}

/** Keys that are known at a path of a schema. */
export function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const [key, ...rest] = path;
  if (key === undefined) return [...new Set(shapesOf(schema).flatMap((shape) => Object.keys(shape)))];
  const def = defOf(unwrap(schema));
  if (def.type === 'union') return [...new Set((def.options ?? []).flatMap((option) => knownKeys(option, path)))];
  if (def.type === 'record' && def.valueType !== undefined) return knownKeys(def.valueType, rest);
  if (def.type === 'array' && def.element !== undefined) return knownKeys(def.element, rest);
  const inside = shapesOf(schema).flatMap((shape) => (Object.hasOwn(shape, key) ? [shape[String(key)]!] : []));
  return [...new Set(inside.flatMap((s) => knownKeys(s, rest)))];
}

/** Value that stands for an absent input; undefined when there is none. */
export function defaultOf(schema: z.ZodType): unknown {
  const result = schema.safeParse(undefined);
  return result.success ? result.data : undefined;
}

/** Whether the numbers that a schema accepts are whole. */
export function isWholeNumber(schema: z.ZodType): boolean {
  const { type } = defOf(unwrap(schema));
  return (
    type === 'number' &&
    unwrap(schema)
      .safeParse(0.5)
      .error?.issues.some((issue) => issue.code === 'invalid_type' || issue.code === 'not_multiple_of') === true
  );
}

/** Single values of an object schema by dotted path, nested objects opened. */
export function leavesOf(schema: z.ZodType, prefix = ''): ReadonlyMap<string, z.ZodType> {
  const leaves = new Map<string, z.ZodType>();
  for (const shape of shapesOf(schema)) {
    for (const [key, field] of Object.entries(shape)) {
      const inner = leavesOf(field, `${prefix}${key}.`);
      const isOpened = defOf(unwrap(field)).type === 'object';
      if (!isOpened) leaves.set(prefix + key, field);
      for (const [path, leaf] of inner) leaves.set(path, leaf);
    }
  }
  return leaves;
}
