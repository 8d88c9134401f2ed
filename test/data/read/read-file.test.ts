import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataSpec, loadBars } from '../../../src/data/load.js';
import { refusal, temporaryFolder } from '../_support.js';

const folder = temporaryFolder();
const load = (path: string) => loadBars(dataSpec.parse({ path }), { baseDir: folder });

test('a file that is not there is refused as such', async () => {
  expect(await refusal(load('none.csv'))).toMatchObject([
    { code: 'HG-DATA-001', place: 'none.csv', rule: 'the data file exists' },
  ]);
});

test('a folder is no data file', async () => {
  mkdirSync(join(folder, 'folder.csv'));
  expect(await refusal(load('folder.csv'))).toMatchObject([{ code: 'HG-DATA-001', value: 'EISDIR' }]);
});

test('a file of unknown kind needs its source named', async () => {
  expect(await refusal(load('bars.xlsx'))).toMatchObject([
    { code: 'HG-DATA-007', place: 'bars.xlsx', hint: expect.stringContaining('source') },
  ]);
});
