/** What both sides looked like when they last agreed. See ARCHITECTURE.md; every table is described in tables.ts. */
export type * from './store/types';
export type { Reading, ReviewTopic } from './store/states';
export type * from './review/types';
export type * from './cycle/types';
export { ArchiveError, LeaseLost, UnfitAnswer } from './store/errors';
export { journalOf, pageOfJournal } from './store/journal';
export { copyArchive } from './store/copy';
export { archiveFileOf, isArchiveKey, newArchiveKey } from './store/key';
export { abandonCycle, atOnce, holdForWrite, holdLease, startCycle, together, writeAnswered } from './store/lease';
export { syncsAtWork } from './store/atWork';
export { openArchive } from './store/open';
export type { PostgresPlace } from './store/postgres';
export { keepCredits, keptCredits } from './store/register';
export { openScratch } from './store/scratch';
export { commitAgreed, park } from './link/agree';
export { commitWrites, endAnnounced, writeIntents } from './link/commit';
export { pauseAfter } from './link/recordStatus';
export { copiesAnywhere, createsUnderWay, type Copy, type Written, writtenAnywhere } from './link/copies';
export { endTurn, sharedRoom, takeTurn, type Room } from './link/creating';
export { openIntents, undoMark } from './link/intents';
export { prepareUndo, wakeLink, directionOf, extrasOf, fieldsOf, linkedPairs, linksAmong } from './link/links';
export { type MailOutcome, noteCreated, settleMails, type StoredMail, storedMails } from './link/mails';
export {
  feedAt,
  forgetFeed,
  readCursor,
  readProfile,
  unreadableRefs,
  unseenRefs,
  areMoreThan,
  changedAt,
  versionsOf,
  writeCursor,
  writeProfile,
} from './feed/cursors';
export { ingestPage } from './feed/ingest';
export {
  connectedByKeys,
  hasFollowed,
  hasFullBatch,
  livingAmong,
  livingRecords,
  pairsFor,
  pendingRecords,
} from './feed/pending';
export { adoptReplacedRefs } from './feed/refChanges';
export {
  checkOverlappingSyncs,
  claimPlaces,
  firstRunOf,
  noteLetGo,
  reportUnsyncable,
  warnScopeLoss,
  writeNotices,
} from './feed/warnings';
export { answerReview, reviewById, takeBackAnswer } from './review/answers';
export { noteTold, recordsToTell } from './review/details';
export { pageOfReviews } from './review/page';
export { answersFor, closeSyncQuestion, listReviews, openReviews, syncQuestion } from './review/reviews';
export { linksToUnlink, namesMeant, neverPairIn, revokeRule, rulesOf, syncNames } from './review/rules';
export { finishCycle, markRead, setDirection } from './cycle/cycle';
export { forgetPerson, tracesOfPerson, type Whom } from './forget/person';
export { forgetSync } from './forget/sync';
export { explainRecord, searchRecords } from './cycle/explain';
export {
  pendingBeyond,
  type PlanToKeep,
  type SavedLine,
  savedPlan,
  type SavedPlan,
  savePlan,
  savePlanAhead,
} from './cycle/plans';
export { noteAskedToWait, noteRolledBack, syncTotals } from './cycle/report';
export { lastRun, noteFailure, type LastRun } from './cycle/failures';
export { type Checked, type CheckedLine, keepCheck, lastChecks } from './cycle/checks';
export { lastDays } from './cycle/daily';
export { leaveQueue, queueForStart, setPaused } from './cycle/pause';
export { peopleOf, personBy, personOfSync, savePeople, type Person, type PersonFound } from './cycle/people';
export { rebuild, startAfresh, status } from './cycle/status';
export { cycleById, cyclesOf, writingCycles, lastWriting, presentOf, tracesOf } from './cycle/undo';
export { NEVER } from './link/recordStatus';
