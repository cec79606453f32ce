import type { Reason } from '../../reasons';
import type { KindName } from '../../sync/model';
import type { ReviewAnswer, ReviewDetails } from '../../sync/review/review';
import type { StandingRule } from '../../sync/review/standingRule';
import type { RefOn } from '../store/types';
import type { ReviewTopic, ReviewState } from '../store/states';

export type { FieldAnswer, ReviewAnswer } from '../../sync/review/review';

/** A question to be put before a person. */
export interface ReviewEntry {
  readonly topic: ReviewTopic;
  readonly label: string;
  readonly reason: Reason;
  /** The records that wait for the answer. */
  readonly refs: readonly RefOn[];
  readonly details: ReviewDetails;
  /** True: the records have other work to do, and wait only for what is left open after it is committed. */
  readonly afterWork?: boolean;
  /** Ids of the answered reviews that were followed and still left this question. */
  readonly tried?: readonly string[];
}

/** A question. `details`: of the records as they are now; `fingerprint`: of what was shown of them. Times in ms. */
export interface Review {
  readonly id: string;
  readonly sync: string;
  readonly kind: KindName;
  readonly topic: ReviewTopic;
  readonly label: string;
  readonly reason: Reason;
  readonly refs: readonly RefOn[];
  readonly details: ReviewDetails;
  readonly fingerprint: string;
  readonly state: ReviewState;
  readonly answer: ReviewAnswer | null;
  readonly answeredAt: number | null;
  readonly answeredBy: string | null;
  readonly openedAt: number;
  /** When a cycle last met the question. */
  readonly seenAt: number;
  readonly closedAt: number | null;
}

/** Which reviews to list; what is not told is not asked for. Open and answered ones, unless `states` says otherwise. */
export interface ReviewFilter {
  readonly states?: readonly ReviewState[];
  readonly topic?: ReviewTopic;
  /** Somewhere in the label, the reason or the values; case and width do not matter. */
  readonly text?: string;
  /** Only those that were closed after this, in ms. */
  readonly closedSince?: number;
  readonly limit?: number;
  readonly offset?: number;
}

/** A person's answer. `seen`: the fingerprint of what they were shown, null where nobody can tell. `rule`: also from now on. */
export interface GivenAnswer {
  readonly id: string;
  readonly answer: ReviewAnswer;
  readonly seen: string | null;
  readonly by: string;
  readonly rule?: boolean;
}

/** answered: for the next cycle, with the `rules` it made. obsolete: nobody asks any more. stale: look again. */
export type AnswerResult =
  | { readonly outcome: 'answered'; readonly review: Review; readonly rules: readonly Rule[] }
  | { readonly outcome: 'obsolete' | 'stale' | 'already answered'; readonly review: Review | null };

/** "Do this from now on", or "never pair these". */
export interface Rule {
  readonly id: string;
  readonly sync: string;
  /** What it says. */
  readonly words: Reason;
  readonly what: StandingRule;
  readonly madeAt: number;
  readonly madeBy: string;
  readonly revokedAt: number | null;
}

/** A sync of this archive. */
export interface SyncName {
  readonly name: string;
  readonly kind: KindName;
  /** The n8n workflow (its id) that last ran it; null where nobody told. */
  readonly workflow?: string | null;
  /** Whose it is, by their address; null where it is nobody's in particular. */
  readonly person?: string | null;
}
