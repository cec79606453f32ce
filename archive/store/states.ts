/** settled: nothing to do. pending: a cycle has to look at it. parked: its own fault, next try later. review: a person decides. */
export type RecordStatus = 'settled' | 'pending' | 'parked' | 'review';

export type ReviewTopic = 'conflict' | 'ambiguous' | 'refusal';

/** open: a person is asked. answered: the next cycle applies the answer. done: applied. obsolete: the records no longer need it. */
export type ReviewState = 'open' | 'answered' | 'done' | 'obsolete';

/** A question that is open, or whose answer is not carried out yet. */
export const unsettled: readonly ReviewState[] = ['open', 'answered'];

type RecordOp = 'create' | 'update' | 'delete' | 'recovered' | 'refChange';
type LinkOp = 'link' | 'dropLink' | 'unlink' | 'pause' | 'resume';
/** attach: a mail now shows on a CRM record. skip: a mail that rightly goes nowhere, with the reason. */
export type JournalOp = RecordOp | LinkOp | 'notice' | 'attach' | 'skip';

/**
 * How far a cycle has read a side: `part`, where the service asked to wait in its midst; `known`: not at all, for it follows at once
 * one that had.
 */
export const howFar = ['none', 'whole', 'part', 'known'] as const;
export type Reading = (typeof howFar)[number];
/** Where a cycle keeps it, as its place in that list. */
export const readColumn = { outlook: 'read_outlook', zoho: 'read_zoho' } as const;
