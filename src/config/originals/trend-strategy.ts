import type { Json } from '../../base/json.js';
import { isMap, valueAt, type ConfigDocument, type ValuePath } from '../yaml/document.js';
import { moved, reshaped, type Move } from './reshaped.js';

const OWNER = 'dma-atr-trend';

/** Sections whose keys are parameters of the strategy, as they stand or by an alias. */
const PARAMETERS = ['technical_parameters', 'risk_management', 'trend_confirmation', 'signal_processing'];
/** Labels, and what its program showed or checked by itself: no effect here. Conflicting signals cannot arise on a closed bar. */
const IDLE: ReadonlySet<string> = new Set([
  ...['strategy_name', 'strategy_class', 'version', 'author', 'category'],
  ...['performance_targets', 'validation_rules', 'portfolio_optimization'],
]);
const IDLE_PARAMETERS: ReadonlySet<string> = new Set(['clean_signals']);
const SECTIONS: ReadonlySet<string> = new Set([...PARAMETERS, 'portfolio_parameters', 'data_parameters']);

type Sections = Readonly<Record<string, Json>>;
const sectionOf = (value: Sections, name: string): Sections => {
  const section = value[name] ?? null;
  return isMap(section) ? (section as Sections) : {};
};

/** Whether a file is a strategy file of the vectorised trend program: its parameters are in sections by what they are for. */
export const isTrendStrategy = (value: Json): boolean =>
  isMap(value) && isMap(valueAt(value, ['technical_parameters']) ?? null);

const paramMoves = (value: Sections, to: ValuePath): readonly Move[] =>
  PARAMETERS.flatMap((section) =>
    Object.entries(sectionOf(value, section))
      .filter(([key]) => !IDLE_PARAMETERS.has(key))
      .map(([key, given]): Move => ({ to: [...to, key], from: [section, key], value: given })),
  );

/** A size of the portfolio's own, which holds where the risk management has none. */
function sizeMoves(value: Sections, to: ValuePath): readonly Move[] {
  const { position_size_mode: mode, position_size_value: size } = sectionOf(value, 'portfolio_parameters');
  if (sectionOf(value, 'risk_management')['position_sizing'] !== undefined) return [];
  const from = ['portfolio_parameters', 'position_size_mode'];
  const method = mode === 'fixed_cash' ? 'fixed_amount' : mode;
  return [
    { to: [...to, 'position_sizing', 'method'], from, value: method },
    { to: [...to, 'position_sizing', 'base_size'], from: ['portfolio_parameters', 'position_size_value'], value: size },
  ];
}

/** The preset that a strategy file means; places still point at what the user wrote. */
export function asTrendPreset(document: ConfigDocument): ConfigDocument {
  const value = document.value as Sections;
  return reshaped(document, [
    { to: ['name'], from: ['strategy_class'], value: OWNER },
    ...moved(document, [['description', 'description']]),
    ...paramMoves(value, ['params']),
    ...sizeMoves(value, ['params']),
  ]);
}

/**
 * The same file as a run: its data and portfolio in the sections of a run file of that program. What is not the strategy's stays as it is,
 * such as `metric`.
 */
export function asTrendSections(document: ConfigDocument): ConfigDocument {
  const value = document.value as Sections;
  const others = Object.keys(value).filter((key) => !IDLE.has(key) && !SECTIONS.has(key));
  const portfolio = Object.keys(sectionOf(value, 'portfolio_parameters')).filter(
    (key) => !key.startsWith('position_size_'),
  );
  return reshaped(document, [
    ...others.map((key): Move => ({ to: [key], from: [key], value: value[key] })),
    { to: ['strategy', 'name'], from: ['strategy_class'], value: OWNER },
    ...paramMoves(value, ['strategy', 'params']),
    ...sizeMoves(value, ['strategy', 'params']),
    ...moved(document, [
      ['data_parameters.symbols', 'symbols'],
      ['data_parameters.timeframe', 'timeframe'],
      ['data_parameters.start_date', 'start'],
      ['data_parameters.end_date', 'end'],
    ]),
    ...portfolio.map((key): Move => ({
      to: ['portfolio', key],
      from: ['portfolio_parameters', key],
      value: valueAt(value, ['portfolio_parameters', key]),
    })),
  ]);
}
