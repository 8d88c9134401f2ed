import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { jsonSchemaText, SCHEMA_KINDS, schemaOf, type SchemaKind } from '../../src/config/json-schema.js';

test.each(SCHEMA_KINDS)('the committed schema of a %s file is what `hgopt schema` prints', async (kind) => {
  expect(readFileSync(`configs/schema/${kind}.schema.json`, 'utf8')).toBe(await jsonSchemaText(kind));
});

test('nothing that has a default is required by an editor', async () => {
  const sweep = JSON.parse(await jsonSchemaText('sweep')) as { required: string[]; additionalProperties: boolean };
  expect(sweep.required.toSorted()).toEqual(['data', 'metric', 'space', 'strategy']);
  expect(sweep.additionalProperties).toBe(false);
});

const shipped = ['sweeps', 'configs/venues', 'configs/backtest', 'configs/strategies'].flatMap((folder) =>
  readdirSync(folder).map((file) => join(folder, file)),
);

/** In the sections of the programs they come from, which the schemas do not describe. */
const FOREIGN = ['configs/backtest/orb-confluence-original.yaml', 'configs/strategies/hedge_grid_v1.yaml'];

describe('every shipped file', () => {
  test.each(shipped.filter((file) => !FOREIGN.includes(file)))('%s names the schema that it keeps to', async (file) => {
    const text = readFileSync(file, 'utf8');
    const [, path = '', kind = ''] = /^# yaml-language-server: \$schema=(\S+\/(\w+)\.schema\.json)\n/.exec(text) ?? [];
    expect(existsSync(join(dirname(file), path))).toBe(true);
    expect((await schemaOf(kind as SchemaKind)).safeParse(parse(text)).error?.issues).toBeUndefined();
  });

  test.each(FOREIGN)('%s names none, since an editor would underline its sections', (file) => {
    expect(readFileSync(file, 'utf8')).not.toContain('$schema');
  });
});
