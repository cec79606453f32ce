import type { Fields, Keys, Neutral, Value } from '../model';
import type { Field, Kind } from './kind';

/**
 * A mail that was sent. Nothing of it ever changes, and nothing is ever written to Outlook. from, to, cc, bcc: `{name, address}`,
 * all but the first as lists. sentAt: ISO instant. attachments: `{name, size}`. sealed: what keeps its text from being read
 * ("encrypted"), else null. Its body is no field: it is kept apart while the mail waits, and travels in no item.
 */
const fields: readonly Field[] = [
  { name: 'subject', label: 'Subject', like: 'text' },
  { name: 'from', label: 'From', like: 'text' },
  { name: 'to', label: 'To', like: 'text' },
  { name: 'cc', label: 'Cc', like: 'text' },
  { name: 'bcc', label: 'Bcc', like: 'text' },
  { name: 'sentAt', label: 'Sent', like: 'instant' },
  { name: 'messageId', label: 'Message ID', like: 'text' },
  { name: 'attachments', label: 'Attachments', like: 'text' },
  { name: 'sealed', label: 'Sealed', like: 'text' },
];

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

export const NO_SUBJECT = '(no subject)';

const keys = ({ fields: f }: Pick<Neutral, 'fields' | 'aliases'>): Keys => {
  const id = text(f.messageId);
  return { strong: id ? [`message:${id}`] : [], weak: null };
};

const label = (f: Fields): string =>
  [text(f.sentAt).slice(0, 10), text(f.subject).trim() || 'mail without a subject'].filter(Boolean).join(' ');

export const mail: Kind = {
  name: 'mail',
  fields,
  keys,
  label,
  forZoho: (f) => f,
  words: { strong: 'Message-ID', weak: 'subject' },
};
