import { readFileSync } from 'node:fs';

/** Version of this package. Its manifest lies two folders above the sources and three above the build. */
export function packageVersion(): string {
  const up = import.meta.url.endsWith('.ts') ? '../../' : '../../../';
  const manifest = JSON.parse(readFileSync(new URL(`${up}package.json`, import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
