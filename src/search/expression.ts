import type { Environment } from '@marcbachmann/cel-js';
import { cel } from '../base/cel.js';
import { ConfigError, printable } from '../base/errors.js';
import type { ParamValue } from '../base/json.js';
import { collectEdits, originalOffset, type Edit, type Fail } from './expression-edits.js';

/** A name that an expression may read, and what its values are; `any` is checked when it is evaluated. */
export interface Variable {
  readonly name: string;
  readonly kind: 'number' | 'string' | 'boolean' | 'any';
}

export interface Expression {
  readonly text: string;
  /** Positions in the list of variables that the expression reads. */
  readonly reads: readonly number[];
  /** Value for these values of the variables, in their order. @throws ConfigError HG-CONFIG-042 when it has none, such as null < 5. */
  test(values: readonly ParamValue[]): boolean;
}

const CEL_TYPE = { number: 'double', string: 'string', boolean: 'bool', any: 'dyn' } as const;

function createEnvironment(variables: readonly Variable[]): Environment {
  const environment = new (cel().Environment)({
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 1000, maxDepth: 64, maxListElements: 500 },
  })
    .registerOperator('double % double', (a: number, b: number) => a % b)
    .registerFunction('abs(double): double', Math.abs)
    .registerFunction('floor(double): double', Math.floor)
    .registerFunction('ceil(double): double', Math.ceil)
    .registerFunction('min(double, double): double', (a: number, b: number) => Math.min(a, b))
    .registerFunction('max(double, double): double', (a: number, b: number) => Math.max(a, b));
  variables.forEach(({ kind }, k) => environment.registerVariable(`p${k}`, CEL_TYPE[kind]));
  return environment;
}

const errorFields = (error: unknown): { summary: string; start: number } => {
  const { summary, message, range } = error as { summary?: string; message?: string; range?: { start: number } };
  return { summary: (summary ?? message ?? String(error)).split('\n')[0] ?? '', start: range?.start ?? 0 };
};

/**
 * Compiles a condition over parameters, written in the Common Expression Language; nothing is ever evaluated as code. All numbers are
 * doubles, so `fast * 2 < slow` and `a / 2 >= 0.5` mean what they say whichever of the numbers are whole.
 *
 * @param placeAt where the character at an offset of the text stands, for messages
 * @throws ConfigError HG-CONFIG-040 (syntax), -041 (unknown name, wrong types)
 */
export function compileExpression(
  text: string,
  variables: readonly Variable[],
  placeAt?: (offset: number) => string,
): Expression {
  const place = placeAt ?? ((offset: number) => `expression, character ${offset + 1}`);
  const failWith = (code: 'HG-CONFIG-040' | 'HG-CONFIG-041', rule: string, hint: string, at: number): never => {
    throw new ConfigError({ code, place: place(at), value: text, rule, hint });
  };
  const fail: Fail = (rule, hint, at) => failWith('HG-CONFIG-041', rule, hint, at);
  if (text.length > 2000)
    return failWith(
      'HG-CONFIG-040',
      'an expression has at most 2000 characters',
      'split it into several constraints',
      0,
    );
  const environment = createEnvironment(variables);
  const edits: Edit[] = [];
  const names = variables.map((v) => v.name);
  try {
    collectEdits(environment.parse(text).ast, text, names, edits, fail);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const { summary, start } = errorFields(error);
    return failWith(
      'HG-CONFIG-040',
      `not an expression: ${summary}`,
      'for example short_ma_window * 2 < long_ma_window',
      start,
    );
  }
  edits.sort((a, b) => a.start - b.start);
  const edited = edits.reduceRight((t, edit) => t.slice(0, edit.start) + edit.text + t.slice(edit.end), text);
  const program = environment.parse(edited);
  const checked = program.check();
  if (!checked.valid || !['bool', 'dyn'].includes(String(checked.type))) {
    const { summary, start } = checked.error
      ? errorFields(checked.error)
      : { summary: `it is a ${String(checked.type)}`, start: 0 };
    return fail(
      `not true or false: ${summary}`,
      'compare numbers with numbers, text with text',
      originalOffset(start, edits),
    );
  }
  const reads = [...new Set(edits.filter((e) => e.text.startsWith('p')).map((e) => Number(e.text.slice(1))))].sort(
    (a, b) => a - b,
  );
  return { text, reads, test: createTest(text, program, reads, names) };
}

function createTest(
  text: string,
  program: (context: Record<string, ParamValue>) => unknown,
  reads: readonly number[],
  names: readonly string[],
) {
  return (values: readonly ParamValue[]): boolean => {
    const context: Record<string, ParamValue> = {};
    for (const k of reads) context[`p${k}`] = values[k] ?? null;
    let rule = 'the expression is neither true nor false';
    try {
      const result = program(context);
      if (typeof result === 'boolean') return result;
    } catch (error) {
      rule = `the expression has no value: ${errorFields(error).summary}`;
    }
    const shown = reads.map((k) => `${names[k]} = ${printable(values[k] ?? null)}`).join(', ');
    throw new ConfigError({
      code: 'HG-CONFIG-042',
      place: text,
      value: shown,
      rule,
      hint: 'test for null first: x == null || x > y',
    });
  };
}
