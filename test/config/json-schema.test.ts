import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { jsonSchemaText, SCHEMA_KINDS } from '../../src/config/json-schema.js';

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

describe('every shipped file', () => {
  test.each(shipped)('%s begins with the schema that editors need', (file) => {
    const [first = ''] = readFileSync(file, 'utf8').split('\n');
    const schema = /^# yaml-language-server: \$schema=(\S+)$/.exec(first)?.[1] ?? '';
    expect(() => JSON.parse(readFileSync(join(dirname(file), schema), 'utf8')) as unknown).not.toThrow();
  });
});
