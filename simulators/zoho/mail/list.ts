import { bad } from '../errors';
import { recordName } from '../names';
import { findRecord } from '../render';
import type { Values } from '../record';
import type { World } from '../state';
import { fullName, userOf } from '../state';
import { zohoTime } from '../times';
import type { Answer, Call } from '../world';
import { nothing, ok } from '../world';
import { placeOf } from './associate';
import type { StoredMail } from './model';

const PAGE = 10;
const TYPES = ['sent_from_crm', 'scheduled_in_crm', 'drafts', 'user_emails'];
const ACCOUNT_TYPES = ['sent', 'scheduled', 'draft'].map((kind) => `all_contacts_${kind}_crm_emails`);
/** Mails that were sent elsewhere are neither drafts nor waiting to be sent. */
const WITHOUT = /^drafts$|scheduled|draft_crm/;

const moduleId = ({ state }: World, name: string): string =>
  state.modules.find(({ api_name }) => api_name === name)?.id ?? '';

function linkedRecord(world: World, { linked }: StoredMail): Values | null {
  if (!linked) return null;
  const found = findRecord(world, linked.module, linked.id);
  const module = { api_name: linked.module, id: moduleId(world, linked.module) };
  return { id: linked.id, name: found ? recordName(world, found) : null, module };
}

function shown(world: World, call: Call, mail: StoredMail): Values {
  const user = userOf(world.state, mail.owner);
  const has = mail.attachments.length > 0;
  return {
    ...{
      message_id: mail.messageId,
      subject: mail.subject,
      from: mail.from,
      to: mail.to,
      cc: mail.cc.length > 0 ? mail.cc : null,
    },
    ...{ time: zohoTime(mail.time, call.user.time_zone), sent: mail.sent, read: true, source: 'associated' },
    owner: { name: user ? fullName(user) : null, id: mail.owner },
    summary: null,
    status: [{ type: mail.sent ? 'sent' : 'received' }],
    ...{ linked_record: linkedRecord(world, mail), has_attachment: has, has_thread_attachment: has },
    ...{ related_to_record: null, intent: null, sentiment_info: null, emotion: null },
  };
}

function checkType(call: Call, module: string): void {
  const { type, owner_id: owner } = call.query;
  const known = module === 'Accounts' ? [...TYPES, ...ACCOUNT_TYPES] : TYPES;
  if (type && !known.includes(type)) throw bad('INVALID_DATA', { param_name: 'type', supported_values: known });
  if (owner && type !== 'user_emails') throw bad('INVALID_DATA', { param_name: 'owner_id' });
}

/** Mails of the record that the call asks for, the newest first. */
function mailsFor(world: World, call: Call): StoredMail[] {
  const { module, record } = placeOf(world, call);
  checkType(call, module.api_name);
  const { type = '', owner_id: owner } = call.query;
  if (WITHOUT.test(type)) return [];
  const mails = (world.state.mail.mails.get(record) ?? []).filter((mail) => !owner || mail.owner === owner);
  return [...mails].sort((a, b) => b.time - a.time);
}

const toIndex = (start: number): string => Buffer.from(`mails:${start}`).toString('base64url');

function startOf({ query: { index } }: Call): number {
  if (!index) return 0;
  const [, start] = /^mails:(\d+)$/.exec(Buffer.from(index, 'base64url').toString('utf8')) ?? [];
  if (start === undefined) throw bad('INVALID_DATA', { param_name: 'index' });
  return Number(start);
}

/** GET `/{module}/{id}/Emails`: ten at a time, without their contents. */
export function listMails(world: World, call: Call): Answer {
  const mails = mailsFor(world, call);
  const start = startOf(call);
  const rows = mails.slice(start, start + PAGE);
  if (rows.length === 0) return nothing;
  const more = mails.length > start + PAGE;
  const info = {
    ...{ count: rows.length, per_page: PAGE, more_records: more },
    next_index: more ? toIndex(start + PAGE) : null,
    prev_index: start > 0 ? toIndex(Math.max(0, start - PAGE)) : null,
  };
  return ok({ Emails: rows.map((mail) => shown(world, call, mail)), info });
}

/** GET `/{module}/{id}/Emails/{message_id}`: one, with its content. */
export function getMail(world: World, call: Call): Answer {
  const mail = mailsFor(world, call).find(({ messageId }) => messageId === call.params.message);
  if (!mail) return nothing;
  const attachments = mail.attachments.map(({ id, name, size }) => ({ id, name, size: String(size) }));
  const { content, format: mail_format } = mail;
  return ok({ Emails: [{ ...shown(world, call, mail), content, mail_format, attachments }] });
}

/** GET `/settings/emails/actions/from_addresses`: whom mails may be from. */
export function fromAddresses(world: World, call: Call): Answer {
  const id = call.query.user_id ?? call.user.id;
  const user = userOf(world.state, id);
  if (!user) throw bad('INVALID_DATA', { param_name: 'user_id' });
  const address = { email: user.email, type: 'primary', id: user.id, user_name: fullName(user), default: true };
  return ok({ from_addresses: [address] });
}
