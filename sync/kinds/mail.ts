import { type Fields, type Keys, type NeutralRecord, asString } from '../model';
import type { Field, Kind } from './kind';

/**
 * A mail that was sent. Nothing of it ever changes, and nothing is ever written to Outlook. from, to, cc, bcc: `{name, address}`,
 * all but the first as lists. sentAt: ISO instant. attachments: `{name, size}`. sealed: what keeps its text from being read
 * ("encrypted"), else null. Its body is no field: it is kept apart while the mail waits, and travels in no item.
 */
const fields: readonly Field[] = [
  { name: 'subject', label: { en: 'Subject', ja: '件名' }, type: 'text' },
  { name: 'from', label: { en: 'From', ja: '差出人' }, type: 'text' },
  { name: 'to', label: { en: 'To', ja: '宛先' }, type: 'text' },
  { name: 'cc', label: { en: 'Cc', ja: 'CC' }, type: 'text' },
  { name: 'bcc', label: { en: 'Bcc', ja: 'BCC' }, type: 'text' },
  { name: 'sentAt', label: { en: 'Sent', ja: '送信日時' }, type: 'instant' },
  { name: 'messageId', label: { en: 'Message ID', ja: 'メッセージ ID' }, type: 'text' },
  { name: 'attachments', label: { en: 'Attachments', ja: '添付ファイル' }, type: 'text' },
  { name: 'sealed', label: { en: 'Sealed', ja: '暗号化' }, type: 'text' },
];

export const NO_SUBJECT = '(no subject)';

const keys = ({ fields: f }: Pick<NeutralRecord, 'fields' | 'aliases'>): Keys => {
  const id = asString(f.messageId);
  return { strong: id ? [`message:${id}`] : [], weak: null };
};

const label = (f: Fields): string =>
  [asString(f.sentAt).slice(0, 10), asString(f.subject).trim() || 'mail without a subject'].filter(Boolean).join(' ');

export const mail: Kind = {
  name: 'mail',
  fields,
  keys,
  label,
  forZoho: (f) => f,
  keyNames: { strong: { en: 'Message-ID', ja: 'メッセージ ID' }, weak: { en: 'subject', ja: '件名' } },
};
