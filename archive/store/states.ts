/** settled: nothing to do. pending: a cycle has to look at it. parked: its own fault, next try later. review: a person decides. */
export type RecordStatus = 'settled' | 'pending' | 'parked' | 'review';

export type ReviewTopic = 'conflict' | 'ambiguous' | 'refusal';

/** open: a person is asked. answered: the next cycle applies the answer. done: applied. obsolete: the records no longer need it. */
export type ReviewState = 'open' | 'answered' | 'done' | 'obsolete';

type RecordOp = 'create' | 'update' | 'delete' | 'recovered' | 'refChange';
type LinkOp = 'link' | 'dropLink' | 'unlink' | 'pause' | 'resume';
/** attach: a mail now shows on a CRM record. skip: a mail that rightly goes nowhere, with the reason. */
export type JournalOp = RecordOp | LinkOp | 'notice' | 'attach' | 'skip';
