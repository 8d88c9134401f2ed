import { z } from 'zod';

/** One parameter of a plug-in, as a listing shows it. */
export interface ParameterRow {
  /** Dotted path. */
  readonly name: string;
  /** int, number, boolean, string, the words of a choice; `null` where it may be switched off. */
  readonly type: string;
  /** Bounds as a condition, such as ">= 1"; empty when there is none. */
  readonly range: string;
  /** As JSON; empty when the parameter must be given. */
  readonly default: string;
  readonly meaning: string;
}

interface Node {
  /** Several where a plain value may be null. */
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Node[];
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

/** The parameters of a zod object schema, sections opened, in the schema's order. */
export function parameterRows(schema: z.ZodType): ParameterRow[] {
  return rowsOf(z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' }) as Node, '');
}

function rowsOf(node: Node, prefix: string): ParameterRow[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const name = prefix + key;
    if (child.properties) return rowsOf(child, `${name}.`);
    return [
      {
        name,
        type: typeText(child),
        range: [child, ...(child.anyOf ?? [])].map(rangeText).find((text) => text !== '') ?? '',
        default: child.default === undefined ? '' : JSON.stringify(child.default),
        meaning: child.description ?? '',
      },
    ];
  });
}

function typeText(node: Node): string {
  if (node.anyOf) return [...new Set(node.anyOf.map(typeText))].join(' | ');
  if (node.enum) return node.enum.map(String).join(' | ');
  if (node.const !== undefined) return String(node.const);
  const types = node.type === undefined ? ['any'] : [node.type].flat();
  return types.map((type) => (type === 'integer' ? 'int' : type)).join(' | ');
}

function rangeText(node: Node): string {
  const isBound = (bound: number | undefined): bound is number =>
    bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  const parts: string[] = [];
  if (isBound(node.minimum)) parts.push(`>= ${node.minimum}`);
  if (isBound(node.exclusiveMinimum)) parts.push(`> ${node.exclusiveMinimum}`);
  if (isBound(node.maximum)) parts.push(`<= ${node.maximum}`);
  if (isBound(node.exclusiveMaximum)) parts.push(`< ${node.exclusiveMaximum}`);
  return parts.join(', ');
}
