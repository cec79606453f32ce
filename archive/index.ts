/** What both sides looked like when they last agreed. See ARCHITECTURE.md; every table is described in tables.ts. */
export type * from './types';
export { commitAgreed, forgetLink, sleepLink } from './agree';
export { commitWrite } from './commit';
export { finishCycle, markRead, readSides } from './cycle';
export { followDirection } from './direction';
export { ArchiveError, LeaseLost } from './errors';
export { forgetFeed, readCursor, readProfile, sweep, versionsOf, writeCursor, writeProfile } from './feed';
export { ingestPage } from './ingest';
export { openIntents, writeIntents } from './intent';
export { journalOf } from './journal';
export { abandonCycle, holdLease, startCycle } from './lease';
export { openArchive } from './open';
export { park } from './park';
export { pictureOf } from './picture';
export { kinsfolk, pairsFor, pendingRecords } from './read';
export { answersFor, listReviews, openReviews, settleReview } from './review';
export { rebuild, status } from './status';
export { fieldsOf } from './stored';
