import type { ParamValue } from '../base/json.js';
import type { Dimension } from './dimension.js';
import type { DimensionSpec } from './dimension-spec.js';
import { compileExpression, type Variable } from './expression.js';

/** What the `when` conditions of a space do to sampled values. */
export interface Conditions {
  /** The values a trial runs with: inactive dimensions at their `otherwise` value. Applying it twice changes nothing. */
  effective(values: readonly ParamValue[]): readonly ParamValue[];
  /** Whether sampled values differ from another candidate of the grid in inactive dimensions only, so that they are counted once. */
  isRepeat(values: readonly ParamValue[]): boolean;
}

/** Kind of the values that a list holds. */
export function kindOf(values: readonly ParamValue[]): Variable['kind'] {
  const kinds = new Set(values.map((v) => (v === null ? 'any' : typeof v)));
  const [kind] = kinds;
  return kinds.size === 1 && (kind === 'number' || kind === 'string' || kind === 'boolean') ? kind : 'any';
}

/** The variable that a dimension is in expressions; a value it takes while inactive counts, too. */
export function dimensionVariable(spec: DimensionSpec): Variable {
  const extra = spec.when === undefined || spec.otherwise === undefined ? [] : [spec.otherwise];
  switch (spec.kind) {
    case 'list':
      return { name: spec.name, kind: kindOf([...spec.values, ...extra]) };
    case 'bool':
      return { name: spec.name, kind: kindOf([true, ...extra]) };
    case 'fixed':
      return { name: spec.name, kind: kindOf([spec.value, ...extra]) };
    case 'int':
    case 'float':
      return { name: spec.name, kind: kindOf([spec.min, ...extra]) };
  }
}

/**
 * Meaning of the `when` conditions of a space. A condition reads dimensions that stand before its own, at their effective values.
 *
 * @param placeOf where the condition of the k-th dimension stands, for messages
 * @throws ConfigError HG-CONFIG-040, -041 for a bad condition
 */
export function createConditions(
  specs: readonly DimensionSpec[],
  dimensions: readonly Dimension[],
  placeOf: (k: number, offset: number) => string = (k) => `${specs[k]?.name ?? ''}.when`,
): Conditions {
  if (specs.every((spec) => spec.when === undefined)) return { effective: (values) => values, isRepeat: () => false };
  const variables = specs.map(dimensionVariable);
  const conditions = specs.map((spec, k) =>
    spec.when === undefined
      ? null
      : compileExpression(spec.when, variables.slice(0, k), (offset) => placeOf(k, offset)),
  );
  const settle = (values: readonly ParamValue[], onInactive: (k: number) => void): readonly ParamValue[] => {
    const settled: ParamValue[] = [];
    conditions.forEach((condition, k) => {
      if (condition === null || condition.test(settled)) {
        settled.push(values[k] ?? null);
      } else {
        settled.push(specs[k]?.otherwise !== undefined ? specs[k].otherwise : (dimensions[k]?.at(0) ?? null));
        onInactive(k);
      }
    });
    return settled;
  };
  return {
    effective: (values) => settle(values, () => undefined),
    isRepeat: (values) => {
      let isRepeat = false;
      settle(values, (k) => {
        const dimension = dimensions[k];
        if (dimension !== undefined && dimension.size !== null && values[k] !== dimension.at(0)) isRepeat = true;
      });
      return isRepeat;
    },
  };
}
