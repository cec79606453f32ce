import type { ZohoFailure } from '../errors';
import { failure } from '../errors';
import { findRecord } from '../names';
import type { Values } from '../record';
import type { World } from '../state';
import { userOf } from '../state';
import { instant } from '../times';
import type { LinkedRecord, MailPerson, StoredMail } from './model';

const LONGEST = { subject: 250, content: 32_000 } as const;
/** Attachments of one mail together, in bytes. */
const HEAVIEST = 10 * 1024 * 1024;

/** What is wrong with the mail of a request, told by throwing it. */
export class Refused extends Error {
  constructor(
    readonly item: ZohoFailure,
    readonly status = 400,
  ) {
    super(item.code);
  }
}

const spot = (path: string) => ({
  api_name: path.split('.').at(-1)?.replace(/\[.*/, '') ?? '',
  json_path: `$.Emails[0].${path}`,
});
export const refuse = (code: string, path: string, more: Values = {}, status = 400): Refused =>
  new Refused(failure(code, { ...more, ...spot(path) }), status);
const wrongType = (path: string, type: string): Refused => refuse('INVALID_DATA', path, { expected_data_type: type });

const isMissing = (value: unknown): boolean => value === undefined || value === null || value === '';

function text(sent: Values, name: string, path = name): string {
  const value = sent[name];
  if (isMissing(value)) throw refuse('MANDATORY_NOT_FOUND', path);
  if (typeof value !== 'string') throw wrongType(path, 'text');
  return value;
}

function limited(sent: Values, name: keyof typeof LONGEST): string {
  const value = text(sent, name);
  if ([...value].length > LONGEST[name]) throw refuse('INVALID_DATA', name, { maximum_length: LONGEST[name] });
  return value;
}

/** The address is as strict as the e-mail fields of records are. */
const ADDRESS = /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

function person(value: unknown, path: string): MailPerson {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(path, 'jsonobject');
  const email = text(value as Values, 'email', `${path}.email`);
  if (!ADDRESS.test(email)) throw wrongType(`${path}.email`, 'email');
  return { user_name: text(value as Values, 'user_name', `${path}.user_name`), email };
}

function people(sent: Values, name: 'to' | 'cc' | 'bcc'): MailPerson[] {
  const list = sent[name];
  if (isMissing(list) && name !== 'to') return [];
  if (isMissing(list)) throw refuse('MANDATORY_NOT_FOUND', name);
  if (!Array.isArray(list)) throw wrongType(name, 'jsonarray');
  if (list.length === 0 && name === 'to') throw refuse('INVALID_DATA', name, { minimum_length: 1 });
  return list.map((one, index) => person(one, `${name}[${index}]`));
}

function readTime(sent: Values): number {
  const at = instant(text(sent, 'date_time'));
  if (at === null) throw wrongType('date_time', 'datetime');
  return at;
}

function readSent({ sent }: Values): boolean {
  if (isMissing(sent)) throw refuse('MANDATORY_NOT_FOUND', 'sent');
  if (typeof sent !== 'boolean') throw wrongType('sent', 'boolean');
  return sent;
}

function readFormat({ mail_format: format }: Values): 'html' | 'text' {
  if (isMissing(format)) return 'html';
  if (format === 'html' || format === 'text') return format;
  throw refuse('INVALID_DATA', 'mail_format', { supported_values: ['html', 'text'] });
}

function readAttachments({ state }: World, { attachments }: Values): StoredMail['attachments'] {
  if (isMissing(attachments)) return [];
  if (!Array.isArray(attachments)) throw wrongType('attachments', 'jsonarray');
  const files = (attachments as (Values | null)[]).map((one, index) => {
    const file = state.mail.files.get(String(one?.id ?? ''));
    if (!file) throw refuse('INVALID_DATA', `attachments[${index}].id`);
    const name = one?.name ?? one?.file_name ?? file.name;
    return { id: file.id, name: String(name), size: file.bytes.length };
  });
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (total > HEAVIEST) throw refuse('FILE_SIZE_EXCEEDS', 'attachments', { maximum_size: HEAVIEST });
  return files;
}

/** Tells whom a mail on a deal concerns; whether Zoho insists on it is not known: the limit decides. */
function readLinked(world: World, module: string, { linked_record: linked }: Values): LinkedRecord | null {
  const isWanted = module === 'Deals' && world.limits.linkedRecordMandatory === true;
  if (isMissing(linked) && isWanted) throw refuse('MANDATORY_NOT_FOUND', 'linked_record');
  if (isMissing(linked)) return null;
  const { id, module: target } = linked as { id?: unknown; module?: { api_name?: unknown; id?: unknown } };
  if (!target?.api_name) throw refuse('MANDATORY_NOT_FOUND', 'linked_record.module.api_name');
  if (!target.id) throw refuse('MANDATORY_NOT_FOUND', 'linked_record.module.id');
  if (!id) throw refuse('MANDATORY_NOT_FOUND', 'linked_record.id');
  const name = String(target.api_name);
  if (!findRecord(world, name, String(id))) throw refuse('INVALID_DATA', 'linked_record.id');
  return { module: name, id: String(id) };
}

/** Only administrators file a mail for somebody else. */
function readOwner({ state }: World, user: string, { owner }: Values): string {
  const id = (owner as { id?: unknown } | null | undefined)?.id;
  if (isMissing(id) || id === user) return user;
  if (!userOf(state, user)?.admin) throw refuse('NO_PERMISSION', 'owner', {}, 403);
  if (userOf(state, String(id))?.status !== 'active') throw refuse('INVALID_DATA', 'owner.id');
  return String(id);
}

/** A mail as it will be kept, all but the id it gets. */
export function readMail(
  world: World,
  place: { readonly module: string; readonly record: string; readonly user: string },
  sent: Values,
): Omit<StoredMail, 'messageId'> {
  const { module, record, user } = place;
  if (isMissing(sent.from)) throw refuse('MANDATORY_NOT_FOUND', 'from');
  return {
    ...{ module, record, owner: readOwner(world, user, sent), from: person(sent.from, 'from') },
    ...{ to: people(sent, 'to'), cc: people(sent, 'cc'), bcc: people(sent, 'bcc') },
    ...{ subject: limited(sent, 'subject'), content: limited(sent, 'content'), format: readFormat(sent) },
    ...{ sent: readSent(sent), time: readTime(sent), originalId: text(sent, 'original_message_id') },
    ...{ attachments: readAttachments(world, sent), linked: readLinked(world, module, sent) },
  };
}
