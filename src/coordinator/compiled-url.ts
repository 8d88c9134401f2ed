/**
 * URL under which a worker thread finds a module: the compiled twin of a file of this project that was named from source, everything else
 * as it is. Compiled code names compiled files only.
 */
export function compiledUrl(url: string): string {
  const sources = new URL('../', import.meta.url).href;
  if (!import.meta.url.endsWith('.ts') || !url.startsWith(sources)) return url;
  return new URL(`../../dist/src/${url.slice(sources.length).replace(/\.ts$/, '.js')}`, import.meta.url).href;
}
