import type { Json, ParamValue } from '../base/json.js';
import { dimensionVariable, kindOf } from '../search/condition.js';
import type { DimensionSpec } from '../search/dimension-spec.js';
import { compileExpression, type Expression, type Variable } from '../search/expression.js';
import { createSpace } from '../search/space.js';
import type { StrategyDefinition } from '../strategies/_strategy.js';
import { valueAt } from './yaml/document.js';
import { instrumentRules } from './settings/instrument.js';
import { resolvePoint, type Point } from './yaml/resolve-point.js';
import { runSettings, sessionOf, toRunRules } from './settings/run-settings.js';
import type { Settable } from './space-section.js';

/** Names that constraints may read, and the values of those that no trial changes. */
export interface Scope {
  /** The dimensions in their order, then everything else that has a value, then what a trial's other parameters decide. */
  readonly variables: readonly Variable[];
  readonly constants: readonly ParamValue[];
  /** Parameters without a value of their own: the strategy's schema gives them one. */
  readonly derived: readonly string[];
}

/**
 * Scope of a space: its dimensions, each other parameter and setting at its value in the file, and parameters that the strategy derives
 * from others.
 */
export function scopeOf(dimensions: readonly DimensionSpec[], settables: ReadonlyMap<string, Settable>): Scope {
  const swept = new Set(dimensions.map((d) => d.name));
  const others = [...settables].flatMap(([name, { base }]) =>
    swept.has(name) || base === undefined ? [] : [{ name, base }],
  );
  const derived = [...settables].flatMap(([name, { base, target }]) =>
    swept.has(name) || base !== undefined || target !== 'params' ? [] : [name],
  );
  return {
    variables: [
      ...dimensions.map(dimensionVariable),
      ...others.map(({ name, base }) => ({ name, kind: kindOf([base]) })),
      ...derived.map((name): Variable => ({ name, kind: 'any' })),
    ],
    constants: others.map(({ base }) => base),
    derived,
  };
}

/**
 * Decides whether a candidate may run: null, or the constraint it breaks. The rules of the strategy's own schema are constraints, too, as
 * are those of the run settings.
 *
 * @throws ConfigError HG-CONFIG-042 when a constraint has no value for a candidate
 */
export function createFeasibility(parts: {
  readonly definition: StrategyDefinition;
  readonly base: Point;
  readonly dimensions: readonly DimensionSpec[];
  readonly constraints: readonly Expression[];
  readonly scope: Scope;
  /** Of the run's instruments, where the file names them. */
  readonly symbols: readonly (string | undefined)[];
}): (values: readonly ParamValue[]) => string | null {
  const { definition, base, constraints, scope, symbols } = parts;
  const space = createSpace(parts.dimensions);
  const setsSettings = parts.dimensions.some((d) => d.target === 'settings');
  const given = scope.variables.length - scope.derived.length;
  const readsDerived = constraints.some(({ reads }) => reads.some((k) => k >= given));
  const brokenBy = (values: readonly ParamValue[], derived: readonly ParamValue[]): Expression | undefined => {
    const known = [...space.effective(values), ...scope.constants, ...derived];
    return constraints.find((constraint) => !constraint.test(known));
  };
  return (values) => {
    // Constraints are cheap beside the schema, and go first wherever they can do without it.
    const early = readsDerived ? undefined : brokenBy(values, []);
    if (early !== undefined) return early.text;
    const { params, settings } = resolvePoint(base, space, values);
    const result = definition.params.safeParse(params);
    // Without complete parameters there is nothing to derive; the schema tells what is wrong with them.
    if (readsDerived && result.success) {
      const derived = scope.derived.map((name) => scalarAt(result.data, name));
      const broken = brokenBy(values, derived);
      if (broken !== undefined) return broken.text;
    }
    const other = result.success && setsSettings ? runSettings.safeParse(settings) : result;
    const [issue] = other.error?.issues ?? [];
    return issue === undefined
      ? strategyConflict(definition, result.data, settings, symbols)
      : issue.code === 'custom'
        ? issue.message
        : `${issue.path.join('.')}: ${issue.message}`;
  };
}

function scalarAt(params: unknown, path: string): ParamValue {
  const value = valueAt(params as Json, path.split('.')) ?? null;
  return typeof value === 'object' ? null : value;
}

/** What complete parameters ask for and the run's settings do not give; null when they agree. */
export function strategyConflict(
  definition: StrategyDefinition,
  params: unknown,
  settings: Json,
  symbols: readonly (string | undefined)[],
): string | null {
  if (definition.needsSessions === true && symbols.some((symbol) => sessionOf(settings, symbol) === undefined))
    return 'the strategy trades sessions and the venue has none; set venue.calendar: sessions and venue.session';
  if (locksLots(settings, symbols))
    return 'risk.lockout_after_losses counts trades one after the other, and a venue in hedge mode has several at a time; leave it null';
  if (definition.conflict === undefined) return null;
  const isOneAccount = valueAt(settings, ['portfolio', 'mode']) !== 'independent';
  const instruments = isOneAccount ? symbols.length : 1;
  for (const symbol of symbols) {
    // The length of a bar does not enter the rules of an instrument or an account.
    const { instrument, account, execution } = toRunRules(settings, { intervalMs: 1, symbol });
    const conflict = definition.conflict(params, { instrument, account, execution, instruments });
    if (conflict !== null) return conflict;
  }
  return null;
}

/** Whether losses in a row are to be counted where trades overlap. Asked for each candidate: settings without such a rule are not parsed. */
function locksLots(settings: Json, symbols: readonly (string | undefined)[]): boolean {
  if ((valueAt(settings, ['risk', 'lockout_after_losses']) ?? null) === null) return false;
  const { venue } = runSettings.parse(settings);
  return symbols.some((symbol) => instrumentRules(venue, symbol).positionMode === 'hedge');
}

/** Compiles constraints against a scope. @throws ConfigError HG-CONFIG-040, -041 at `placeOf(k, offset)` */
export const compileConstraints = (
  texts: readonly string[],
  scope: Scope,
  placeOf: (k: number, offset: number) => string,
): readonly Expression[] =>
  texts.map((text, k) => compileExpression(text, scope.variables, (offset) => placeOf(k, offset)));
