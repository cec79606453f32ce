import type { Fields, SideRecord, Value } from '../../../sync/model';
import type { Person } from '../../../sync/mail/recipients';
import { mail as kind } from '../../../sync/kinds/mail';
import { readArray, readFilled, readInstant, readObject, readString, member, readRow } from '../../row';
import { fitBody, type MailBody } from '../../mail';

export type MailRow = Readonly<Record<string, unknown>> & { readonly id: string };

/** What is read of a mail; a change row may hold less, whatever is asked for. */
export const SELECT = [
  ...[
    'subject',
    'from',
    'sender',
    'toRecipients',
    'ccRecipients',
    'bccRecipients',
    'sentDateTime',
    'internetMessageId',
  ],
  ...['hasAttachments', 'isDraft', 'body'],
].join(',');
const ROW_FIELDS = ['sentDateTime', 'toRecipients', 'isDraft', 'body'];

export const isWholeRow = (row: MailRow): boolean => ROW_FIELDS.every((name) => name in row);

/** Invitations, answers and cancellations lie among the sent mails, and are no correspondence [learn: eventMessage]. */
export const isMeetingMail = (row: MailRow): boolean =>
  /\.(event|calendarSharing)Message/i.test(String(row['@odata.type'] ?? ''));

/** An attachment as the mail tells of it. */
export type AttachmentInfo = {
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly inline: boolean;
};

function person(value: unknown): Person | null {
  const { name, address } = readObject(readObject(value).emailAddress);
  const one = { name: readString(name), address: readString(address) };
  return one.name || one.address ? one : null;
}
const people = (value: unknown): readonly Person[] =>
  readArray(value).flatMap((one) => person({ emailAddress: readFilled(member(one, 'emailAddress')) }) ?? []);

export function bodyIn(row: MailRow): MailBody {
  const { contentType, content } = readObject(row.body);
  return { format: readString(contentType).toLowerCase() === 'text' ? 'text' : 'html', content: readString(content) };
}

/** Only what S/MIME and rights management put in place of a mail's text; a mail that is merely signed can be read. */
const sealPatterns: readonly (readonly [RegExp, string])[] = [
  [/^message(_v\d+)?\.rpmsg$|x-microsoft-rpmsg/i, 'protected by rights management'],
  [/^smime\.p7m$|pkcs7-mime/i, 'encrypted with S/MIME'],
];
const sealOf = (attachments: readonly AttachmentInfo[]): string | null =>
  sealPatterns.find(([pattern]) =>
    attachments.some(({ name, type }) => pattern.test(name) || pattern.test(type)),
  )?.[1] ?? null;

const sealedText = (seal: string): string =>
  `[This mail is ${seal}: its text can only be read in Outlook, by those it was written to.]`;

/** What waits for the mail to be attached: its text within Zoho's limit, and whether something was cut off. */
export type MailExtra = { readonly body: MailBody; readonly cut: boolean };

function extraOf(row: MailRow, seal: string | null): MailExtra {
  const { cut, ...body } = fitBody(seal ? { format: 'text', content: sealedText(seal) } : bodyIn(row));
  return { body, cut };
}

/** Exchange tells some senders by an internal name (`/O=…/CN=…`) or not at all: then it is the mailbox itself. */
const senderOf = (row: MailRow, owner: Person | null): Person | null => {
  const named = [person(row.from), person(row.sender)];
  return named.find((one) => one?.address.includes('@')) ?? owner ?? named.find((one) => one !== null) ?? null;
};

function fieldsOf(row: MailRow, attachments: readonly AttachmentInfo[], owner: Person | null): Fields {
  return {
    subject: readString(row.subject).trim() || null,
    from: senderOf(row, owner) as Value,
    to: people(row.toRecipients) as unknown as Value,
    cc: people(row.ccRecipients) as unknown as Value,
    bcc: people(row.bccRecipients) as unknown as Value,
    sentAt: readInstant(row.sentDateTime),
    messageId: readString(row.internetMessageId).trim() || `<${row.id}@outlook.invalid>`,
    attachments: attachments.filter(({ inline }) => !inline).map(({ name, size }) => ({ name, size })),
    sealed: sealOf(attachments),
  };
}

/** A sent mail as the record it is. Without a Message-ID its own id stands in, which never changes either. */
export const recordOf = (
  mail: MailRow,
  attachments: readonly AttachmentInfo[],
  owner: Person | null = null,
): SideRecord =>
  readRow(mail, { side: 'outlook', ref: mail.id, always: ROW_FIELDS }, (whole) => {
    const row = { ...whole, id: mail.id };
    const fields = fieldsOf(row, attachments, owner);
    const extra = extraOf(row, sealOf(attachments)) as unknown as Value;
    const keys = kind.keys({ fields, aliases: [] });
    return { ref: row.id, version: null, modifiedAt: null, state: 'live', fields, keys, extra };
  });
