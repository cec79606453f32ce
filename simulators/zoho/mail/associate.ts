import { createHash } from 'node:crypto';
import { bad, failure } from '../errors';
import type { ModuleMeta } from '../modules';
import { findRecord, visibleTo } from '../render';
import type { Values } from '../record';
import type { World } from '../state';
import { newId } from '../state';
import { noteRelated } from '../watch/news';
import type { Answer, Call } from '../world';
import { moduleOf, ok } from '../world';
import type { ItemResult } from '../write';
import type { StoredMail } from './model';
import { readMail, refuse, Refused } from './read';

/** Modules whose records have a list of mails. */
const WITH_MAIL = ['Leads', 'Contacts', 'Accounts', 'Deals', 'Quotes', 'Invoices', 'Sales_Orders', 'Purchase_Orders'];

/** The module and record of a path such as `/Contacts/{id}/Emails`. */
export function placeOf(world: World, call: Call): { readonly module: ModuleMeta; readonly record: string } {
  const module = moduleOf(world, call.params.module);
  const takes = module.custom || WITH_MAIL.includes(module.api_name);
  if (!takes) throw bad('INVALID_MODULE', { resource_path_index: 0 });
  const id = call.params.id ?? '';
  const found = findRecord(world, module.api_name, id);
  if (found && visibleTo(world, call.user, found)) return { module, record: id };
  throw bad('INVALID_DATA', {}, 'the related id given seems to be invalid');
}

function sentMail(call: Call): Values {
  const { Emails: list } = (call.body ?? {}) as { Emails?: unknown };
  const spot = { api_name: 'Emails', json_path: '$.Emails' };
  if (list === undefined) throw bad('MANDATORY_NOT_FOUND', spot);
  if (!Array.isArray(list)) throw bad('INVALID_DATA', { expected_data_type: 'jsonarray', ...spot });
  if (list.length > 1) throw bad('INVALID_DATA', { maximum_length: 1, ...spot });
  const [mail] = list as Values[];
  if (typeof mail !== 'object' || mail === null)
    throw bad('INVALID_DATA', { expected_data_type: 'jsonobject', ...spot });
  return mail;
}

function keep({ state }: World, mail: Omit<StoredMail, 'messageId'>): string {
  const messageId = createHash('sha256').update(newId(state)).digest('hex');
  const kept = state.mail.mails.get(mail.record) ?? [];
  state.mail.mails.set(mail.record, [...kept, { ...mail, messageId }]);
  return messageId;
}

function attach(world: World, call: Call, place: { module: string; record: string }, sent: Values): ItemResult {
  const mail = readMail(world, { ...place, user: call.user.id }, sent);
  const there = world.state.mail.mails.get(place.record) ?? [];
  if (there.some(({ originalId }) => originalId === mail.originalId))
    throw refuse('DUPLICATE_DATA', 'original_message_id');
  const message_id = keep(world, mail);
  noteRelated(world, place.module, place.record);
  return { code: 'SUCCESS', details: { message_id }, message: 'Email associated successfully', status: 'success' };
}

/** POST `/{module}/{id}/actions/associate_email`: files one mail that was sent elsewhere; nothing is sent. */
export function associateEmail(world: World, call: Call): Answer {
  const { module, record } = placeOf(world, call);
  const sent = sentMail(call);
  try {
    const item = attach(world, call, { module: module.api_name, record }, sent);
    return { status: 201, body: { Emails: [item] } };
  } catch (error) {
    if (error instanceof Refused) return { status: error.status, body: { Emails: [error.item] } };
    throw error;
  }
}

const moduleRef = ({ state }: World, name: string) => ({
  api_name: name,
  id: state.modules.find(({ api_name }) => api_name === name)?.id ?? '',
});

/** GET `/actions/email_available?orginal_message_id=`: the parameter is misspelt in Zoho's own specification. */
export function emailAvailable(world: World, call: Call): Answer {
  const { orginal_message_id: wanted } = call.query;
  if (!wanted) return { status: 400, body: failure('REQUIRED_PARAM_MISSING', { param: 'orginal_message_id' }) };
  const mail = [...world.state.mail.mails.values()].flat().find(({ originalId }) => originalId === wanted);
  if (!mail) return ok({ available: false, record: null });
  const ref = ({ module, id }: { module: string; id: string }) => ({ module: moduleRef(world, module), id });
  const record = { ...ref({ module: mail.module, id: mail.record }), linked_record: mail.linked && ref(mail.linked) };
  return ok({ available: true, record });
}
