import { existsSync } from 'node:fs';

/** The compiled worker, seen from the compiled coordinator or from its source. Threads can only run compiled code. */
export function workerUrl(name: string): URL {
  const beside = new URL(`../../workers/${name}.js`, import.meta.url);
  return existsSync(beside) ? beside : new URL(`../../dist/workers/${name}.js`, import.meta.url);
}
