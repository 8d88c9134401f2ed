import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** SHA-256 of text (as UTF-8) or bytes, lower-case hex. */
export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** SHA-256 of a file's bytes, lower-case hex. */
export const fileDigest = (file: URL): string => sha256(readFileSync(file));
