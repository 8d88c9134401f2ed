import { z } from 'zod';
import { ConfigError, printable, type Finding } from '../base/errors.js';
import type { ParamValue } from '../base/json.js';
import { didYouMean } from '../base/nearest-name.js';
import { createDimension } from '../search/dimension.js';
import { dimensionProblem } from '../search/dimension-problem.js';
import type { AxisSpec, DimensionSpec } from '../search/dimension-spec.js';
import type { ConfigDocument, ValuePath } from './yaml/document.js';
import { isWholeNumber } from './schema-shape.js';

const scalar = z.union([z.number(), z.string(), z.boolean(), z.null()]);

const dimensionObject = z.strictObject({
  type: z
    .enum(['int', 'float', 'list', 'choice', 'bool', 'fixed'])
    .optional()
    .describe('by default what the parameter is'),
  min: z.number().optional().describe('first value of a range'),
  max: z.number().optional().describe('end of a range, included when a step reaches it'),
  step: z.number().optional().describe('distance of two values'),
  count: z.number().optional().describe('number of values, both ends included'),
  log: z.boolean().optional().describe('equal ratios instead of equal distances'),
  values: z.array(scalar).optional().describe('the values of a list or choice'),
  value: scalar.optional().describe('the value of a fixed dimension'),
  when: z.string().optional().describe('expression over parameters above; where it is false this one is inactive'),
  otherwise: scalar.optional().describe('value while inactive; default: that of the strategy'),
});

/** One entry of `space`: a list of values, a range, or one fixed value. */
export const dimensionSection = z.union([scalar, z.array(scalar), dimensionObject]);
export type DimensionSection = z.output<typeof dimensionSection>;

/** Something that a trial can set: a parameter of the strategy or a setting of the run. */
export interface Settable {
  readonly schema: z.ZodType;
  readonly target: 'params' | 'settings';
  /** Its value in a trial that does not set it. */
  readonly base: ParamValue | undefined;
  /** Files may hold it, but nothing obeys it. */
  readonly isIgnored?: boolean;
}

type Rejection = Pick<Finding, 'rule' | 'hint'>;
const EXAMPLE = 'for example {min: 10, max: 50, step: 5}, or [10, 20, 30]';

/** Axis that an entry describes, for a parameter that takes whole numbers or not; or what is wrong with the entry. */
export function axisOf(section: DimensionSection, isWhole: boolean): AxisSpec | Rejection {
  if (Array.isArray(section)) return { kind: 'list', values: section };
  if (section === null || typeof section !== 'object') return { kind: 'fixed', value: section };
  const { type, min, max, step, count, log, values, value } = section;
  const isRange = min !== undefined || max !== undefined;
  const kinds = [isRange, values !== undefined, value !== undefined, type === 'bool'].filter(Boolean).length;
  if (kinds !== 1) return { rule: 'a dimension has either min and max, or values, or one value', hint: EXAMPLE };
  if (!isRange && (step ?? count ?? log) !== undefined)
    return { rule: 'step, count and log belong to a range', hint: EXAMPLE };
  if (type === 'bool') return { kind: 'bool' };
  if (value !== undefined)
    return type === undefined || type === 'fixed'
      ? { kind: 'fixed', value }
      : { rule: `a dimension of type ${type} has no single value`, hint: EXAMPLE };
  if (values !== undefined)
    return type === undefined || type === 'list' || type === 'choice'
      ? { kind: 'list', values }
      : { rule: `a dimension of type ${type} has no list of values`, hint: EXAMPLE };
  if (min === undefined || max === undefined) return { rule: 'a range has min and max', hint: EXAMPLE };
  if (type !== undefined && type !== 'int' && type !== 'float')
    return { rule: `a dimension of type ${type} has no range`, hint: EXAMPLE };
  return { kind: type ?? (isWhole ? 'int' : 'float'), min, max, step, count, scale: log === true ? 'log' : 'linear' };
}

/** Values that decide whether an axis stays within what its parameter takes, and where each stands. */
function extremesOf(
  spec: AxisSpec,
  name: string,
  isList: boolean,
): readonly { readonly value: ParamValue; readonly path: ValuePath }[] {
  const at = ['space', name];
  switch (spec.kind) {
    case 'list':
      return spec.values.map((value, k) => ({ value, path: isList ? [...at, k] : [...at, 'values', k] }));
    case 'fixed':
      return [{ value: spec.value, path: at }];
    case 'bool':
      return [{ value: true, path: at }];
    case 'int':
    case 'float': {
      const second =
        spec.kind === 'float' && spec.count !== undefined
          ? createDimension({ name, ...spec }).at(1)
          : spec.min + (spec.step ?? 0);
      return [
        { value: spec.min, path: [...at, 'min'] },
        { value: spec.max, path: [...at, 'max'] },
        { value: second, path: at },
      ];
    }
  }
}

function dimensionFindings(
  name: string,
  section: DimensionSection,
  settable: Settable,
  document: ConfigDocument,
): DimensionSpec | readonly Finding[] {
  const at = ['space', name];
  const finding = (code: Finding['code'], path: ValuePath, value: unknown, rejection: Rejection): Finding => ({
    code,
    place: document.place(path),
    value: typeof value === 'string' ? value : printable(value),
    rule: `${name}: ${rejection.rule}`,
    hint: rejection.hint,
  });
  const axis = axisOf(section, isWholeNumber(settable.schema));
  if ('rule' in axis) return [finding('HG-CONFIG-030', at, section, axis)];
  const problem = dimensionProblem(axis);
  if (problem !== null) return [finding('HG-CONFIG-030', at, problem.value, problem)];
  const options = typeof section === 'object' && section !== null && !Array.isArray(section) ? section : {};
  const extremes = [...extremesOf(axis, name, Array.isArray(section))];
  if (options.otherwise !== undefined) extremes.push({ value: options.otherwise, path: [...at, 'otherwise'] });
  const wrong = extremes.flatMap(({ value, path }) => {
    const issue = settable.schema.safeParse(value).error?.issues.find((i) => i.code !== 'custom');
    return issue === undefined
      ? []
      : [
          finding('HG-CONFIG-031', path, value, {
            rule: issue.message.replace(/^Invalid (input|option): /, ''),
            hint: 'keep the values within what the parameter takes',
          }),
        ];
  });
  // A range that leaves on both ends is one mistake at each, the second value only counts when the ends are good.
  if (wrong.length > 0) return wrong.filter((f, k) => wrong.findIndex((g) => g.value === f.value) === k);
  const { when, otherwise = settable.base } = options;
  return {
    name,
    target: settable.target,
    ...axis,
    ...(when !== undefined && { when, ...(otherwise !== undefined && { otherwise }) }),
  };
}

/**
 * Dimensions of the `space` section, in file order.
 *
 * @throws ConfigError HG-CONFIG-010 unknown name, -030 axis without sense, -031 values that the parameter does not take, -034 a parameter that nothing obeys; all at once
 */
export function dimensionsOf(
  section: Readonly<Record<string, DimensionSection>>,
  settables: ReadonlyMap<string, Settable>,
  document: ConfigDocument,
): readonly DimensionSpec[] {
  const findings: Finding[] = [];
  const specs: DimensionSpec[] = [];
  for (const [name, entry] of Object.entries(section)) {
    const settable = settables.get(name);
    if (settable === undefined) {
      const inside = [...settables.keys()].filter((known) => known.startsWith(`${name}.`));
      const hint =
        inside.length > 0
          ? `write its dotted path: ${inside.slice(0, 12).join(', ')}`
          : didYouMean(name, settables.keys());
      findings.push({
        code: 'HG-CONFIG-010',
        place: document.place(['space', name], 'key'),
        value: name,
        rule: `unknown parameter ${printable(name)}`,
        hint,
      });
      continue;
    }
    if (settable.isIgnored === true) {
      findings.push({
        code: 'HG-CONFIG-034',
        place: document.place(['space', name], 'key'),
        value: name,
        rule: `${name} changes no result: all its values would be one trial`,
        hint: 'leave it out of the space',
      });
      continue;
    }
    const result = dimensionFindings(name, entry, settable, document);
    if ('name' in result) specs.push(result);
    else findings.push(...result);
  }
  if (findings.length > 0) throw new ConfigError(findings);
  return specs;
}
