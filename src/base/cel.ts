import { createRequire } from 'node:module';
import type * as Cel from '@marcbachmann/cel-js';

const load = createRequire(import.meta.url);

/** The Common Expression Language. It is loaded at its first use: most threads meet no expression. */
export const cel = (): typeof Cel => load('@marcbachmann/cel-js') as typeof Cel;
