import { createHash } from 'node:crypto';
import { reason, type Reason } from '../../../reasons';
import { ApiError } from '../../../clients/errors';
import { explainResult, zohoPath, type ZohoResult, type ZohoClient, type ZohoPage } from '../../../clients/zoho';
import { fold, sendableAddress } from '../../../sync/compare';
import { NO_SUBJECT } from '../../../sync/kinds/mail';
import type { Person } from '../../../sync/mail/recipients';
import { fitBody, type MailBody } from '../../mail';
import { toZohoTime } from '../values';
import type { FileRef } from './files';

/** A mail as it shall show on a record. */
export interface MailToAttach {
  readonly subject: string | null;
  readonly from: Person;
  readonly to: readonly Person[];
  readonly cc: readonly Person[];
  readonly bcc: readonly Person[];
  readonly body: MailBody;
  /** ISO instant. */
  readonly sentAt: string;
  /** Of the Message-ID header: the key by which nothing is attached twice. */
  readonly messageId: string;
}

/** Where it shall show. */
export interface AttachTarget {
  readonly module: string;
  readonly id: string;
  /** Of a deal: the contact concerned. */
  readonly contact?: string;
  /** Of the recipient whose record it is; it stands in where nobody of the To line has an address. */
  readonly address?: string;
}

/** attached; there: it had been attached already; refused: the record's or the mail's own fault. `ownId`, `notTheirs`: see `attachMail`. */
export type AttachResult =
  | { readonly is: 'attached' | 'there'; readonly ownId?: string; readonly notTheirs?: true }
  | { readonly is: 'refused'; readonly reason: Reason };

/** What goes along with a mail, and in whose name. */
export interface AttachOptions {
  readonly files?: readonly FileRef[];
  /** Id of a user; whoever signed in where none is told. */
  readonly owner?: string;
}

/** v8 docs: "Associate email". */
const MOST_SUBJECT = 250;
const ELLIPSIS = ' …';

const cutSubject = (subject: string): string =>
  subject.length <= MOST_SUBJECT
    ? subject
    : subject.slice(0, MOST_SUBJECT - ELLIPSIS.length).replace(/[\ud800-\udbff]$/, '') + ELLIPSIS;

const subjectFor = (subject: string | null): string => cutSubject(subject?.trim() || NO_SUBJECT);

const mailUser = ({ name, address }: Person) => ({ user_name: name.trim() || address, email: address });
/** Zoho refuses a mail for one address that is none; the others shall not suffer. */
function mailUsers(people: readonly Person[]) {
  const found = people.flatMap(({ name, address }) => {
    const email = sendableAddress(address);
    return email === null ? [] : [mailUser({ name, address: email })];
  });
  return [...new Map(found.toReversed().map((one) => [one.email.toLowerCase(), one])).values()].toReversed();
}
/** Zoho demands a text of every mail. */
const NO_TEXT = '(no text)';

/** The id that this org has for its contacts; asked for once a run. */
const contactModules = new WeakMap<ZohoClient, Promise<string>>();
function contactModuleOf(zoho: ZohoClient): Promise<string> {
  const read = async (): Promise<string> =>
    String((await zoho.get('/settings/modules/Contacts'))?.modules?.[0]?.id ?? '');
  const known = contactModules.get(zoho) ?? read();
  contactModules.set(zoho, known);
  return known;
}

/** Whom a deal's mail concerns; Zoho wants both names of the module (v8 OpenAPI: associate_email). */
async function linkedContact(zoho: ZohoClient, { module, contact }: AttachTarget) {
  if (!contact || module === 'Contacts') return {};
  return { linked_record: { id: contact, module: { api_name: 'Contacts', id: await contactModuleOf(zoho) } } };
}

function attachForm(mail: MailToAttach, place: AttachTarget, files: readonly FileRef[]) {
  const { cut: _, ...body } = fitBody(mail.body);
  const [to, cc, bcc] = [mailUsers(mail.to), mailUsers(mail.cc), mailUsers(mail.bcc)];
  const stand = place.address ? [mailUser({ name: '', address: place.address })] : cc.slice(0, 1);
  return {
    from: mailUser(mail.from),
    to: to.length > 0 ? to : stand,
    ...(cc.length > 0 && { cc }),
    ...(bcc.length > 0 && { bcc }),
    subject: subjectFor(mail.subject),
    content: body.content.trim() ? body.content : NO_TEXT,
    mail_format: body.format,
    date_time: toZohoTime(mail.sentAt),
    sent: true,
    original_message_id: mail.messageId,
    ...(files.length > 0 && { attachments: files }),
  };
}

function resultOf(item: ZohoResult): AttachResult {
  if (item.ok) return { is: 'attached' };
  if (item.code === 'DUPLICATE_DATA') return { is: 'there' };
  return { is: 'refused', reason: explainResult(item).reason };
}

/** Refusals that concern this mail or record alone, where the answer is no list. */
const ownFaultCodes = ['MANDATORY_NOT_FOUND', 'REQUIRED_PARAM_MISSING', 'RECORD_LOCKED', 'NO_PERMISSION'];

const goneCodes = ['INVALID_DATA', 'NOT_FOUND', 'RESOURCE_NOT_FOUND'];

/** A refusal of the whole call is one of the record the path names. */
function refusalOf(error: unknown, { module, id }: AttachTarget): AttachResult {
  if (!(error instanceof ApiError)) throw error;
  if (error.code === 'DUPLICATE_DATA') return { is: 'there' };
  // A field of the mail is named: it is the mail that is wrong, not the record.
  if (error.code === 'INVALID_DATA' && error.details?.api_name !== undefined)
    return { is: 'refused', reason: error.reason };
  if (goneCodes.includes(error.code)) return { is: 'refused', reason: reason('noSuchRecord', { id, module }) };
  if (!ownFaultCodes.includes(error.code)) throw error;
  return { is: 'refused', reason: error.reason };
}

/** Who signed in may not file mails for others: nobody asks a second time in a run. */
const filesForNobody = new WeakSet<ZohoClient>();

async function attach(
  zoho: ZohoClient,
  mail: MailToAttach,
  place: AttachTarget,
  { files = [], owner }: AttachOptions,
): Promise<AttachResult> {
  const form = { ...attachForm(mail, place, files), ...(await linkedContact(zoho, place)) };
  const send = (more: object): Promise<AttachResult> =>
    zoho.records
      .attachMail(place.module, place.id, { ...form, ...more })
      .then(resultOf, (error: unknown) => refusalOf(error, place));
  if (owner === undefined) return send({});
  const inTheirName = filesForNobody.has(zoho) ? null : await send({ owner: { id: owner } });
  if (inTheirName && inTheirName.is !== 'refused') return inTheirName;
  const result = await send({});
  if (result.is === 'refused') return result;
  filesForNobody.add(zoho);
  return { ...result, ...(result.is === 'attached' && { notTheirs: true as const }) };
}

const MINUTE = 60_000;
/** Pages of a record's mails that are looked through, ten mails each; what lies deeper is believed. */
const MOST_PAGES = 20;

type ShownMail = { readonly subject?: unknown; readonly time?: unknown };
const timeOf = ({ time }: ShownMail): number => Date.parse(String(time ?? ''));

/** What cannot be told apart is the same. */
function isShownAs({ subject, sentAt }: MailToAttach, shown: ShownMail): boolean {
  const apart = Math.abs(timeOf(shown) - Date.parse(sentAt));
  return fold(String(shown.subject ?? '')) === fold(subjectFor(subject)) && !(apart > MINUTE);
}

/** Does the record show this very mail? Where it has too many, or the user may not see them, it is believed to. */
async function isShown(zoho: ZohoClient, mail: MailToAttach, { module, id }: AttachTarget): Promise<boolean> {
  try {
    let pages = 0;
    for await (const { data } of listMails(zoho, module, id)) {
      pages += 1;
      if (pages > MOST_PAGES || (data as readonly ShownMail[]).some((shown) => isShownAs(mail, shown))) return true;
    }
    return false;
  } catch (error) {
    if (error instanceof ApiError && [...ownFaultCodes, ...goneCodes].includes(error.code)) return true;
    throw error;
  }
}

/** An id of its own for a mail whose Message-ID another one has, too; always the same. */
export function withOwnId(mail: MailToAttach): MailToAttach {
  const { messageId, sentAt, subject } = mail;
  const own = createHash('sha256')
    .update(JSON.stringify([messageId, sentAt, subject]))
    .digest('hex')
    .slice(0, 32);
  return { ...mail, messageId: `<${own}@outlook.invalid>` };
}

/**
 * Shows the mail on one record. Nothing is sent to anybody, and a second time changes nothing. Some senders give several mails one
 * Message-ID: one that is said to be there, but is not by its time and subject, gets an id of its own (`ownId`). Where Zoho does not
 * take it in the owner's name, it is in that of who signed in (`notTheirs`). Throws ApiError.
 */
export async function attachMail(
  zoho: ZohoClient,
  mail: MailToAttach,
  place: AttachTarget,
  options: AttachOptions = {},
): Promise<AttachResult> {
  const result = await attach(zoho, mail, place, options);
  if (result.is !== 'there' || (await isShown(zoho, mail, place))) return result;
  const own = withOwnId(mail);
  const again = await attach(zoho, own, place, options);
  return again.is === 'refused' ? again : { ...again, ownId: own.messageId };
}

/** Mails that show on a record, ten a page (v8 docs: "Get emails of a record"). Throws ApiError. */
export async function* listMails(zoho: ZohoClient, module: string, id: string): AsyncGenerator<ZohoPage> {
  const path = zohoPath`/${module}/${id}/Emails`;
  let index: unknown;
  do {
    const reply = await zoho.get(path, { query: { index: index as string | undefined } });
    const next: unknown = reply?.info?.more_records === true ? reply.info.next_index : undefined;
    yield { data: reply?.Emails ?? reply?.email_related_list ?? [], more: next !== undefined };
    if (next === index) return;
    index = next;
  } while (index !== undefined && index !== null);
}
