import { ApiError } from '../../../clients/errors';
import type { ZohoClient, ZohoItem } from '../../../clients/zoho';
import { explainItem } from '../../../clients/zoho';
import { sendable } from '../../../sync/addresses';
import { NO_SUBJECT } from '../../../sync/kinds/mail';
import type { Person } from '../../../sync/recipients';
import { fitBody, type MailBody } from '../../mailBody';
import { zohoTime } from '../times';

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
export interface Place {
  readonly module: string;
  readonly id: string;
  /** Of a deal: the contact concerned. */
  readonly contact?: string;
  /** Of the recipient whose record it is; it stands in where nobody of the To line has an address. */
  readonly address?: string;
}

/** attached; there: it had been attached already; refused: the record's or the mail's own fault. */
export type AttachResult =
  | { readonly is: 'attached' | 'there' }
  | { readonly is: 'refused'; readonly message: string; readonly nextStep: string };

/** v8 docs: "Associate email". */
const MOST_SUBJECT = 250;
const MARK = ' …';

const cutSubject = (subject: string): string =>
  subject.length <= MOST_SUBJECT
    ? subject
    : subject.slice(0, MOST_SUBJECT - MARK.length).replace(/[\ud800-\udbff]$/, '') + MARK;

const user = ({ name, address }: Person) => ({ user_name: name.trim() || address, email: address });
/** Zoho refuses a mail for one address that is none; the others shall not suffer. */
function users(people: readonly Person[]) {
  const found = people.flatMap(({ name, address }) => {
    const email = sendable(address);
    return email === null ? [] : [user({ name, address: email })];
  });
  return [...new Map(found.toReversed().map((one) => [one.email.toLowerCase(), one])).values()].toReversed();
}
/** Zoho demands a text of every mail. */
const NO_TEXT = '(no text)';

const linked = ({ module, contact }: Place) =>
  contact && module !== 'Contacts' ? { linked_record: { id: contact, module: { api_name: 'Contacts' } } } : {};

function formOf(mail: MailToAttach, place: Place, files: readonly FileRef[]) {
  const { cut: _, ...body } = fitBody(mail.body);
  const [to, cc, bcc] = [users(mail.to), users(mail.cc), users(mail.bcc)];
  const stand = place.address ? [user({ name: '', address: place.address })] : cc.slice(0, 1);
  return {
    from: user(mail.from),
    to: to.length > 0 ? to : stand,
    ...(cc.length > 0 && { cc }),
    ...(bcc.length > 0 && { bcc }),
    subject: cutSubject(mail.subject?.trim() || NO_SUBJECT),
    content: body.content.trim() ? body.content : NO_TEXT,
    mail_format: body.format,
    date_time: zohoTime(mail.sentAt),
    sent: true,
    original_message_id: mail.messageId,
    ...(files.length > 0 && { attachments: files }),
    ...linked(place),
  };
}

/** A file in Zoho's file system. */
export interface FileRef {
  readonly id: string;
  readonly name: string;
}

function resultOf(item: ZohoItem): AttachResult {
  if (item.ok) return { is: 'attached' };
  if (item.code === 'DUPLICATE_DATA') return { is: 'there' };
  const { message, nextStep } = explainItem(item);
  return { is: 'refused', message, nextStep };
}

/** Refusals that concern this mail or record alone, where the answer is no list. */
const ownFault = ['MANDATORY_NOT_FOUND', 'REQUIRED_PARAM_MISSING', 'RECORD_LOCKED'];

const gone = ['INVALID_DATA', 'NOT_FOUND', 'RESOURCE_NOT_FOUND'];

/** A refusal of the whole call is one of the record the path names. */
function refusal(error: unknown, { module, id }: Place): AttachResult {
  if (!(error instanceof ApiError)) throw error;
  if (error.code === 'DUPLICATE_DATA') return { is: 'there' };
  if (gone.includes(error.code))
    return {
      is: 'refused',
      message: `Zoho CRM has no record ${id} in ${module}, or does not show it to this user.`,
      nextStep: 'Look for it in Zoho CRM. Where it was deleted or merged, a sync looks its address up again by itself.',
    };
  if (!ownFault.includes(error.code)) throw error;
  return { is: 'refused', message: error.message, nextStep: error.nextStep };
}

/** Shows the mail on one record. Nothing is sent to anybody, and a second time changes nothing. Throws ApiError. */
export const attachMail = (
  zoho: ZohoClient,
  mail: MailToAttach,
  place: Place,
  files: readonly FileRef[] = [],
): Promise<AttachResult> =>
  zoho.records
    .attachMail(place.module, place.id, formOf(mail, place, files))
    .then(resultOf, (error: unknown) => refusal(error, place));
