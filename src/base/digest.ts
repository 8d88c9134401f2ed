import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/** SHA-256 of text (as UTF-8) or bytes, lower-case hex. */
export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** SHA-256 of a file's bytes, lower-case hex. */
export const fileDigest = (file: URL): string => sha256(readFileSync(file));

/** `from './x'`, `import './x'`, `import('./x')`: what a module takes from files beside it. */
const RELATIVE_IMPORT = /(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g;

/** The file that a relative import means: as written, or with the extension that a compiler would look for. */
function importedFile(specifier: string, from: URL): URL | undefined {
  const plain = new URL(specifier, from);
  const swapped = plain.href.replace(/\.js$/, '.ts').replace(/\.mjs$/, '.mts');
  return [plain.href, swapped, `${plain.href}.ts`, `${plain.href}.js`]
    .map((href) => new URL(href))
    .find((url) => existsSync(url) && /\.[a-z]+$/.test(url.pathname));
}

/**
 * SHA-256 of a module and of the files that it imports by relative paths, directly or not. A module without such imports has the digest
 * of its bytes. Independent of where the files lie.
 */
export function moduleDigest(entry: URL): string {
  const seen = new Set<string>();
  const digests: string[] = [];
  const visit = (file: URL): void => {
    if (seen.has(file.href)) return;
    seen.add(file.href);
    const bytes = readFileSync(file);
    digests.push(sha256(bytes));
    for (const [, specifier = ''] of bytes.toString('utf8').matchAll(RELATIVE_IMPORT)) {
      const imported = importedFile(specifier, file);
      if (imported !== undefined) visit(imported);
    }
  };
  visit(entry);
  return digests.length === 1 ? (digests[0] ?? '') : sha256(digests.join('\n'));
}
