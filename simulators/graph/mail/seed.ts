import { readMarks } from '../extendedProperties';
import type { GraphState } from '../model';
import type { Row } from '../shapes';
import { isObject, only } from '../values';
import { addMailFolder, mailFolderNamed } from './folders';
import { MEETING_FIELDS, ON_REQUEST, STORED_FIELDS, emptyMail, mailTime } from './mailFields';
import type { StoredAttachment, StoredMail } from './model';
import type { NewAttachment } from './store';
import { createMail, deleteMail, moveMail, updateMail } from './store';

/**
 * A mail in vendor form. Left out, it lies in Sent Items, sent now by the mailbox's owner. An attachment has
 * `@odata.type` (a file when left out) and `contentBytes`, or `size` alone: so many bytes are then made.
 */
export interface SeedMail extends Readonly<Row> {
  /** Id, well-known name or displayName. */
  readonly folder?: string;
  readonly attachments?: readonly Readonly<Row>[];
}

export interface SeedMailFolder {
  readonly id?: string;
  readonly displayName: string;
  readonly parent?: string;
}

/** A change by the person in Outlook; the mail by id, subject or internetMessageId. */
export interface SeedMailEdit {
  readonly mail: string;
  /** Moves it there. */
  readonly folder?: string;
  /** Sends a draft: it moves to Sent Items and bears the present time. */
  readonly send?: boolean;
  readonly set?: Readonly<Row>;
  readonly delete?: boolean;
}

const OWN_FIELDS = [...STORED_FIELDS, ...ON_REQUEST, ...MEETING_FIELDS, 'body'];

const bodyOf = (body: unknown): Row => {
  if (typeof body === 'string') return { contentType: 'html', content: body };
  return isObject(body) ? { contentType: 'html', content: '', ...body } : { contentType: 'html', content: '' };
};

const kindOf = (vendor: Row): StoredAttachment['kind'] => {
  const named = /(item|reference)Attachment$/i.exec(String(vendor['@odata.type'] ?? ''))?.[1]?.toLowerCase();
  return named === 'item' ? 'itemAttachment' : named === 'reference' ? 'referenceAttachment' : 'fileAttachment';
};

function bytesOf({ contentBytes, size }: Row): Buffer {
  if (typeof contentBytes === 'string') return Buffer.from(contentBytes, 'base64');
  return Buffer.alloc(Number(size ?? 0), 'simulated ');
}

function attachmentOf(vendor: Row, modified: number): NewAttachment {
  const kind = kindOf(vendor);
  const bytes = kind === 'fileAttachment' ? bytesOf(vendor) : null;
  const fields = only(vendor, ['name', 'contentType', 'isInline', 'contentId', 'contentLocation']);
  const size = Number(vendor.size ?? bytes?.length ?? 0);
  return { kind, modified, fields: { ...fields, size }, bytes, item: isObject(vendor.item) ? vendor.item : null };
}

const timeIn = (value: unknown, otherwise: number): number => {
  const at = Date.parse(String(value ?? ''));
  return Number.isNaN(at) ? otherwise : at;
};

/** A draft made by the API is from nobody yet [seen live: nango]. */
const NOBODY = { sender: undefined, from: undefined };

/** Puts a mail in vendor form into the mailbox; see `SeedMail` for what may be left out. */
export function putMail(state: GraphState, vendor: SeedMail, now: number): void {
  const sent = timeIn(vendor.sentDateTime ?? vendor.receivedDateTime, now);
  const folder = mailFolderNamed(state, vendor.folder ?? 'sentitems').id;
  const given = { ...(vendor.isDraft ? NOBODY : {}), ...only(vendor, OWN_FIELDS) };
  const times = { receivedDateTime: mailTime(timeIn(vendor.receivedDateTime, sent)), sentDateTime: mailTime(sent) };
  const fields = { ...emptyMail(state, state.items + 1, sent), ...given, ...times, body: bodyOf(vendor.body) };
  createMail(state, {
    type: String(vendor['@odata.type'] ?? 'message').replace('#microsoft.graph.', ''),
    ...{ folder, fields, marks: readMarks(vendor.singleValueExtendedProperties ?? []) },
    attachments: (vendor.attachments ?? []).map((one) => attachmentOf(one, sent)),
    created: timeIn(vendor.createdDateTime, sent),
  });
}

/** The newest of that name, for subjects repeat. */
function mailNamed(state: GraphState, name: string): StoredMail {
  const found = [...state.mail.mails.values()].reverse().find(({ immutableId, restId, fields }) => {
    return [immutableId, restId, fields.subject, fields.internetMessageId].includes(name);
  });
  if (found) return found;
  throw new Error(`The seed names a mail that is not there: ${name}.`);
}

const sentNow = (now: number): Row => ({
  ...{ isDraft: false, sentDateTime: mailTime(now), receivedDateTime: mailTime(now) },
});

function seedMailEdit(state: GraphState, edit: SeedMailEdit, now: number): void {
  const mail = mailNamed(state, edit.mail);
  if (edit.delete) return deleteMail(state, mail);
  if (edit.send) mail.fields = { ...mail.fields, ...sentNow(now) };
  const folder = edit.send ? 'sentitems' : edit.folder;
  if (folder) moveMail(state, mail, mailFolderNamed(state, folder).id, now);
  if (!edit.set) return;
  const body = edit.set.body === undefined ? {} : { body: bodyOf(edit.set.body) };
  updateMail(state, mail, { ...only(edit.set, OWN_FIELDS), ...body }, now);
}

export interface MailSeed {
  readonly mailFolders?: readonly SeedMailFolder[];
  readonly mails?: readonly SeedMail[];
  readonly mailEdits?: readonly SeedMailEdit[];
}

export function seedMails(state: GraphState, seed: MailSeed, now: number): void {
  for (const { displayName, parent, id } of seed.mailFolders ?? []) addMailFolder(state, displayName, parent, id);
  for (const mail of seed.mails ?? []) putMail(state, mail, now);
  for (const edit of seed.mailEdits ?? []) seedMailEdit(state, edit, now);
}
