import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import { ConfigError, type Finding } from './errors.js';

/** `file:line:column` of the first place in the error's text or stack that lies in the file and has a line, else the file. */
function placeOf(error: unknown, file: string): string {
  const text = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : '';
  for (let at = text.indexOf(`${file}:`); at >= 0; at = text.indexOf(`${file}:`, at + 1)) {
    const position = /^:\d+:\d+/.exec(text.slice(at + file.length));
    if (position !== null) return file + position[0];
  }
  return file;
}

function refuse(place: string, rule: string, hint: string, cause?: unknown): never {
  const finding: Finding = { code: 'HG-CONFIG-021', place, rule, hint };
  throw new ConfigError(finding, { cause });
}

/**
 * Default export of a module that the user wrote, TypeScript or JavaScript, compiled in memory. `provided` are the packages that it may
 * import although they are not installed beside it; they are the very instances of this process.
 *
 * @throws ConfigError HG-CONFIG-021 naming file and line: missing file, syntax error, error while loading, no default export
 */
export async function importUserModule(
  kind: string,
  url: URL,
  provided: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const file = fileURLToPath(url);
  if (!existsSync(file) || !statSync(file).isFile())
    return refuse(
      file,
      `there is no such ${kind} file`,
      'correct the path; it is read from the folder of the file that names it',
    );
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
    virtualModules: { ...provided },
  });
  let module: { default?: unknown };
  try {
    module = await jiti.import(url.href);
  } catch (error) {
    const message = (error instanceof Error ? error.message : String(error)).split('\n')[0]?.trim() ?? '';
    return refuse(
      placeOf(error, file),
      `the ${kind} file cannot be loaded: ${message}`,
      'correct the file and run again',
      error,
    );
  }
  if (module.default === undefined)
    return refuse(
      file,
      `the ${kind} file has no default export`,
      `end it with: export default define${kind[0]?.toUpperCase()}${kind.slice(1)}({ ... })`,
    );
  return module.default;
}
