import { malformedId, notFound } from '../errors';
import { looksLikeId, makeChangeKey, makeId, next } from '../ids';
import type { Change, GraphState } from '../model';
import type { Row } from '../shapes';
import type { StoredAttachment, StoredMail } from './model';

type ChangeOf = Pick<Change, 'removed' | 'names'>;

const log = (state: GraphState, { folder: scope, immutableId, restId }: StoredMail, change: ChangeOf): void =>
  void state.changes.push({ seq: next(state), scope, immutableId, restId, ...change });

/** Finds a mail by either kind of id; under a folder's path it must lie in that folder. */
export function findMail(state: GraphState, id: string, folder?: string): StoredMail {
  const { mails, byRestId } = state.mail;
  const mail = mails.get(byRestId.get(id) ?? id);
  if (mail && (folder === undefined || mail.folder === folder)) return mail;
  throw looksLikeId(id) ? notFound() : malformedId();
}

export const mailsIn = ({ mail }: GraphState, folder?: string): StoredMail[] =>
  [...mail.mails.values()].filter((one) => folder === undefined || one.folder === folder);

export type NewAttachment = Omit<StoredAttachment, 'immutableId' | 'restId'>;

export interface NewMail {
  readonly folder: string;
  readonly type?: string;
  readonly fields: Row;
  readonly marks: StoredMail['marks'];
  readonly attachments: readonly NewAttachment[];
  readonly created: number;
}

const numbered = (state: GraphState, attachment: NewAttachment): StoredAttachment => {
  const n = (state.items += 1);
  return { ...attachment, immutableId: makeId('immutableAttachment', n), restId: makeId('attachment', n) };
};

export function createMail(
  state: GraphState,
  { folder, fields, marks, attachments, created, type = 'message' }: NewMail,
): StoredMail {
  const n = (state.items += 1);
  const mail: StoredMail = {
    ...{
      immutableId: makeId('immutable', n),
      restId: makeId('rest', n),
      folder,
      type,
      changeKey: makeChangeKey(next(state)),
    },
    ...{ created, modified: created, fields, marks, attachments: attachments.map((one) => numbered(state, one)) },
  };
  state.mail.mails.set(mail.immutableId, mail);
  state.mail.byRestId.set(mail.restId, mail.immutableId);
  log(state, mail, {});
  return mail;
}

export function updateMail(state: GraphState, mail: StoredMail, fields: Row, now: number): void {
  mail.fields = { ...mail.fields, ...fields };
  mail.changeKey = makeChangeKey(next(state));
  mail.modified = now;
  log(state, mail, { names: Object.keys(fields) });
}

/** Gone for good, as out of Deleted Items. */
export function deleteMail(state: GraphState, mail: StoredMail): void {
  state.mail.mails.delete(mail.immutableId);
  state.mail.byRestId.delete(mail.restId);
  state.mail.deleted.push(mail);
  log(state, mail, { removed: 'deleted' });
}

/** Gone from one folder, new in the other: default ids change, its attachments' too; immutable ones stay. */
export function moveMail(state: GraphState, mail: StoredMail, folder: string, now: number): void {
  log(state, mail, { removed: 'changed' });
  state.mail.byRestId.delete(mail.restId);
  mail.restId = makeId('rest', (state.items += 1));
  for (const one of mail.attachments) one.restId = makeId('attachment', (state.items += 1));
  state.mail.byRestId.set(mail.restId, mail.immutableId);
  Object.assign(mail, { folder, changeKey: makeChangeKey(next(state)), modified: now });
  log(state, mail, {});
}
