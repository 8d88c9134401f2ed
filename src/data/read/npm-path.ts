import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataError } from '../../base/errors.js';

const PREFIX = 'npm:';

export const isNpmPath = (path: string): boolean => path.startsWith(PREFIX);

/**
 * File of an installed package for `npm:<package>/<file>`: looked up in the `node_modules` folders above `baseDir`, then in those above hgopt itself.
 * The package's own rules about what may be imported do not apply: it is read as data.
 *
 * @throws DataError when the text has another form, or the package or file is not there
 */
export function resolveNpmPath(path: string, baseDir: string): string {
  const match = /^npm:((?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*)\/(.+)$/i.exec(path);
  const [, name = '', file = ''] = match ?? [];
  if (!match || file.split(/[\\/]/).includes('..')) {
    throw new DataError({
      code: 'HG-DATA-060',
      place: 'data.path',
      value: path,
      rule: 'a file of a package is npm:<package>/<file>, inside that package',
      hint: 'for example npm:vega-datasets/data/sp500-2000.csv',
    });
  }
  for (const start of [baseDir, dirname(fileURLToPath(import.meta.url))]) {
    for (let folder = resolve(start); ; folder = dirname(folder)) {
      const root = join(folder, 'node_modules', name);
      if (existsSync(root)) return requireFile(join(root, file), path, name);
      if (folder === dirname(folder)) break;
    }
  }
  throw new DataError({
    code: 'HG-DATA-061',
    place: 'data.path',
    value: path,
    rule: `the package ${name} is installed`,
    hint: `npm install --no-save ${name}`,
  });
}

function requireFile(file: string, path: string, name: string): string {
  if (existsSync(file)) return file;
  throw new DataError({
    code: 'HG-DATA-061',
    place: 'data.path',
    value: path,
    rule: `the package ${name} has that file`,
    hint: 'check the file name, or install another version of the package',
  });
}
