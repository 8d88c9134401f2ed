import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** This code runs compiled (`dist/src/base`) or, in tests, from its sources (`src/base`). */
const isCompiled = !import.meta.url.endsWith('.ts');
const ROOT = new URL(isCompiled ? '../../../' : '../../', import.meta.url);
const SOURCES = new URL('../', import.meta.url).href;

/** Folder of the compiled sources, which is what worker threads run. */
export const COMPILED = new URL('dist/src/', ROOT);

/** Version of this package, from its package.json. */
export const packageVersion = (): string =>
  (JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as { version: string }).version;

/** Path of a file that is shipped with this package. */
export const shippedFile = (name: string): string => fileURLToPath(new URL(name, ROOT));

/** The compiled entry of a kind of worker thread. */
export const workerUrl = (name: string): URL => new URL(`dist/workers/${name}.js`, ROOT);

/**
 * URL under which a worker thread finds a module: the compiled twin of a file of this project that was named from source, everything else
 * as it is. Compiled code names compiled files only.
 */
export function compiledUrl(url: string): string {
  if (isCompiled || !url.startsWith(SOURCES)) return url;
  return new URL(url.slice(SOURCES.length).replace(/\.ts$/, '.js'), COMPILED).href;
}
