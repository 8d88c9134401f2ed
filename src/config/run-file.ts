import { basename, dirname, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../base/errors.js';
import { runData } from '../data/data-sections.js';
import { isMap, valueAt, type ConfigDocument } from './yaml/document.js';
import type { Environment } from './yaml/interpolate.js';
import { mount, overlay } from './yaml/mount.js';
import { readNamedFile } from './yaml/named-file.js';
import type { Json } from '../base/json.js';
import { applyOverrides } from './yaml/overrides.js';
import { withValue } from './yaml/resolve-point.js';
import { portfolioSettings } from './settings/portfolio.js';
import { riskSettings } from './settings/risk.js';
import { executionSettings } from './settings/execution.js';
import { metricSettings } from './settings/metrics.js';
import { accountSettings } from './settings/run-settings.js';
import { venueSettings } from './settings/venue.js';
import { readVenueFile, withVenueNames } from './venue-file.js';
import { asBacktest } from './originals/backtest.js';
import { asEventRun } from './originals/event-run.js';
import { asTrendRun } from './originals/trend-run.js';
import { asLiveRun } from './originals/live-run.js';
import { presetData } from './originals/preset.js';
import { asOpeningRangeRun } from './originals/opening-range.js';
import { windowSection } from './window-section.js';
import { readConfig } from './yaml/yaml-file.js';

/** A name that is a directory name on every system. */
export const safeName = z
  .string()
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$/,
    'a name has letters, digits, - _ . and at most 64 characters',
  );

const json: z.ZodType = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
);

export const strategyObject = z.strictObject({
  name: z.string().min(1).optional().describe('built-in strategy, or path of a .ts or .js file, relative to this file'),
  preset: z.string().min(1).optional().describe('path of a file with name and params, relative to this file'),
  params: z
    .record(z.string(), json)
    .nullable()
    .optional()
    .describe('parameters; those that are left out have their defaults'),
  profiles: z
    .string()
    .min(1)
    .optional()
    .describe('folder of <SYMBOL>.json files with parameters of single symbols, relative to this file'),
});

/** Sections that sweep and backtest files share. */
export const runFileShape = {
  name: safeName.optional().describe('name of the run and of its result directory; default: the file name'),
  description: z.string().max(2000).default('').describe('free text'),
  strategy: z
    .union([z.string().min(1), strategyObject])
    .describe('built-in name, path of a strategy or of a preset, or name with params'),
  data: runData,
  window: windowSection
    .optional()
    .describe('part of the data that is traded; the bars before it are history, on which indicators settle'),
  venue: z
    .union([z.string().min(1).describe('path of a venue file, relative to this file'), venueSettings])
    .prefault({})
    .describe('what the instrument and its market allow'),
  account: accountSettings.prefault({}).describe('the account that trades'),
  execution: executionSettings.prefault({}).describe('how orders are filled and what they cost'),
  risk: riskSettings.prefault({}).describe('when the account stops trading'),
  metrics: metricSettings.prefault({}).describe('how results are measured'),
  portfolio: portfolioSettings.optional().describe('how several symbols belong together'),
  seed: z.int().min(0).default(42).describe('seed of everything random; same seed, same results'),
};

/** A file name that means settings rather than code. */
const PRESET_FILE = /\.(ya?ml|json|toml)$/i;

export interface LoadOptions {
  /** `path=value` settings from the command line, later ones win. */
  readonly overrides?: readonly string[] | undefined;
  /** Instead of the file's seed. */
  readonly seed?: number | undefined;
  readonly environment?: Environment | undefined;
}

/** A strategy that is given by its name alone, as the section it stands for, so that single parameters can be set. */
function openStrategy(document: ConfigDocument): ConfigDocument {
  const strategy = valueAt(document.value, ['strategy']);
  if (typeof strategy !== 'string') return document;
  const section = PRESET_FILE.test(strategy) ? { preset: strategy } : { name: strategy };
  return { ...document, value: withValue(document.value, ['strategy'], section) };
}

/** The instruments and bars that the strategy's own file names, where the run file says nothing of them. */
function openPresetData(document: ConfigDocument, environment: Environment | undefined): ConfigDocument {
  const preset = valueAt(document.value, ['strategy', 'preset']);
  if (typeof preset !== 'string' || Array.isArray(valueAt(document.value, ['data']))) return document;
  const file = resolve(dirname(document.file), preset);
  const data = presetData(readNamedFile('preset', file, document.place(['strategy', 'preset']), environment));
  if (data === null) return document;
  const given = valueAt(document.value, ['data']) ?? {};
  const hasSymbols = valueAt(given, ['symbol']) !== undefined || valueAt(given, ['symbols']) !== undefined;
  const isNamed = (key: string): boolean =>
    key === 'resample' && valueAt(given, ['interval']) === valueAt(data.value, [key]);
  const kept = Object.entries(data.value as object).filter(
    ([key]) => !isNamed(key) && !(hasSymbols && key === 'symbols'),
  );
  const own = { ...data, value: Object.fromEntries(kept) as Json };
  return mount(document, ['data'], overlay(own, document, ['data']));
}

function openVenue(document: ConfigDocument, environment: Environment | undefined): ConfigDocument {
  const venue = valueAt(document.value, ['venue']);
  if (typeof venue !== 'string') return document;
  const file = resolve(dirname(document.file), venue);
  const read = readVenueFile(file, document.place(['venue']), environment);
  const opened = mount(document, ['venue'], read.venue);
  // The account as the venue has it, but for what the run file says itself.
  return read.account === null ? opened : mount(opened, ['account'], overlay(read.account, document, ['account']));
}

/** The file with what it names by a single word opened, overrides applied, empty sections left out. */
export function openRunFile(file: string, { overrides = [], environment }: LoadOptions): ConfigDocument {
  const isWhole = (text: string): boolean => /^(venue|strategy)=/.test(text);
  const { document: event, rest } = asEventRun(
    asTrendRun(asOpeningRangeRun(readConfig(file, environment))),
    overrides,
    environment,
  );
  const read = asLiveRun(asBacktest(event), environment);
  if (!isMap(read.value)) {
    throw new ConfigError({
      code: 'HG-CONFIG-011',
      place: read.place([]),
      rule: read.value === null ? 'the file is empty' : 'a settings file is a map of sections',
      hint: 'start from a shipped file in sweeps/ or configs/',
    });
  }
  const whole = applyOverrides(read, rest.filter(isWhole), environment);
  const opened = openVenue(openPresetData(openStrategy(whole), environment), environment);
  const parts = rest.filter((text) => !isWhole(text));
  const document = withVenueNames(applyOverrides(opened, parts, environment), ['venue']);
  const sections = Object.entries(document.value as object).filter(([, section]) => section !== null);
  return { ...document, value: Object.fromEntries(sections) };
}

/** Name of a run: as given, else its file's. @throws ConfigError HG-CONFIG-014 when the file name is no name */
export function runName(given: string | undefined, file: string): string {
  const name = given ?? basename(file).replace(/\.(ya?ml|json|toml)$/i, '');
  if (safeName.safeParse(name).success) return name;
  throw new ConfigError({
    code: 'HG-CONFIG-014',
    place: file,
    value: name,
    rule: 'the file name cannot name a result directory: letters, digits, - _ . and at most 64 characters',
    hint: 'add a name to the file, for example name: my-sweep',
  });
}
