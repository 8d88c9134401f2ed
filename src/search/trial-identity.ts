import { sha256 } from '../base/digest.js';
import { canonicalJson, type Json } from '../base/json.js';

/** All that a trial's result depends on. */
export interface TrialContent {
  readonly engine: string;
  /** Digests of the strategy's code and of the data. */
  readonly strategy: string;
  readonly data: string;
  /** Complete parameters and run settings. */
  readonly params: Json;
  readonly settings: Json;
  /** Bars [from, to). */
  readonly window: { readonly from: number; readonly to: number };
  readonly seed: number;
}

/** Identity of a trial: SHA-256 of its content, lower-case hex. Independent of the order of keys; two trials share it only if they are the same run. */
export const trialIdentity = (content: TrialContent): string => sha256(canonicalJson(content));
