import type { ZohoFailure } from '../errors';
import { failure } from '../errors';
import type { Values } from '../record';
import type { World } from '../state';
import { instant } from '../times';
import type { Channel, FieldCondition } from './model';
import { WORDS } from './news';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const MOST_FIELDS = 10;

/** What is wrong with an item of a watch request, told by throwing it. */
export class Refused extends Error {
  constructor(readonly item: ZohoFailure) {
    super(item.code);
  }
}

/** An item of a watch request and its place in the list. */
export interface Sent {
  readonly world: World;
  readonly item: Values;
  readonly index: number;
}

const spotOf = ({ index }: Sent, name: string) => ({ api_name: name, json_path: `$.watch[${index}].${name}` });
export const refuse = (sent: Sent, code: string, name: string, more: Values = {}): Refused =>
  new Refused(failure(code, { ...more, ...spotOf(sent, name) }));
const wrongType = (sent: Sent, name: string, type: string): Refused =>
  refuse(sent, 'INVALID_DATA', name, { expected_data_type: type });

const isMissing = (value: unknown): boolean => value === undefined || value === null || value === '';

function given(sent: Sent, name: string): unknown {
  if (isMissing(sent.item[name])) throw refuse(sent, 'MANDATORY_NOT_FOUND', name);
  return sent.item[name];
}

/** A number of the caller's choice; Zoho takes it as text, too. */
export function readId(sent: Sent): string {
  const id = given(sent, 'channel_id');
  const isNumber = typeof id === 'string' || typeof id === 'number';
  if (!isNumber || !/^\d{1,19}$/.test(String(id))) throw wrongType(sent, 'channel_id', 'bigint');
  return String(id);
}

function isEvent({ state }: World, event: unknown): boolean {
  const [module = '', verb = '', ...rest] = String(event).split('.');
  const isVerb = verb === 'all' || verb in WORDS;
  return rest.length === 0 && isVerb && state.modules.some(({ api_name }) => api_name === module);
}

export function readEvents(sent: Sent): string[] {
  const events = given(sent, 'events');
  if (!Array.isArray(events) || events.length === 0) throw wrongType(sent, 'events', 'jsonarray');
  const wrong = events.findIndex((event) => typeof event !== 'string' || !isEvent(sent.world, event));
  if (wrong >= 0) throw refuse(sent, 'INVALID_DATA', 'events', { index: wrong });
  return [...new Set(events as string[])];
}

function readUrl(sent: Sent): string {
  const text = given(sent, 'notify_url');
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : null;
  const isTaken = url?.protocol === 'https:' || (url?.protocol === 'http:' && sent.world.limits.httpNotifications);
  if (!isTaken) throw refuse(sent, 'INVALID_DATA', 'notify_url');
  return String(text);
}

function readToken(sent: Sent): string | null {
  const { token } = sent.item;
  const most = Number(sent.world.limits.watchTokenLength ?? 50);
  if (isMissing(token)) return null;
  if (typeof token !== 'string') throw wrongType(sent, 'token', 'text');
  if ([...token].length > most) throw refuse(sent, 'INVALID_DATA', 'token', { maximum_length: most });
  return token;
}

/** An hour when it is left out, and an hour again, without a word, when it is more than a week away. */
function readExpiry(sent: Sent): number {
  const { channel_expiry: text } = sent.item;
  const now = sent.world.now();
  if (isMissing(text)) return now + HOUR;
  const at = instant(text);
  if (at === null) throw wrongType(sent, 'channel_expiry', 'datetime');
  if (at <= now) throw refuse(sent, 'INVALID_DATA', 'channel_expiry');
  return at > now + WEEK ? now + HOUR : at;
}

const readSwitch =
  (name: string, fallback: boolean) =>
  (sent: Sent): boolean => {
    const value = sent.item[name];
    if (isMissing(value)) return fallback;
    if (typeof value !== 'boolean') throw wrongType(sent, name, 'boolean');
    return value;
  };

interface Group {
  readonly group_operator?: string;
  readonly group?: readonly Group[];
  readonly field?: { readonly api_name?: string };
}

const fieldsIn = (group: Group): string[] =>
  group.group ? group.group.flatMap(fieldsIn) : [group.field?.api_name ?? ''];

function readConditions(sent: Sent): FieldCondition[] {
  const { notification_condition: list } = sent.item;
  if (isMissing(list)) return [];
  if (!Array.isArray(list)) throw wrongType(sent, 'notification_condition', 'jsonarray');
  return (list as { module?: { api_name?: string }; field_selection?: Group }[]).map(({ module, field_selection }) => {
    const fields = fieldsIn(field_selection ?? {}).filter(Boolean);
    if (!module?.api_name || fields.length === 0) throw refuse(sent, 'INVALID_DATA', 'notification_condition');
    if (fields.length > MOST_FIELDS)
      throw refuse(sent, 'LIMIT_EXCEEDED', 'notification_condition', { limit: MOST_FIELDS });
    const operator = field_selection?.group_operator?.toLowerCase() === 'and' ? 'and' : 'or';
    return { module: module.api_name, operator, fields };
  });
}

/** Which key of an item fills which part of a channel. */
const PARTS = {
  events: [['events', readEvents]],
  notify_url: [['url', readUrl]],
  token: [['token', readToken]],
  channel_expiry: [['expires', readExpiry]],
  notify_on_related_action: [['relatedToo', readSwitch('notify_on_related_action', true)]],
  return_affected_field_values: [['withValues', readSwitch('return_affected_field_values', false)]],
  notification_condition: [
    ['conditions', readConditions],
    ['condition', ({ item }: Sent) => item.notification_condition ?? null],
  ],
} as const;

/** Which keys of an item change anything. */
export const KEYS = Object.keys(PARTS);

/** Reads the parts of a channel that these keys fill, the others are left out. */
export function readParts(sent: Sent, keys: readonly string[]): Partial<Channel> {
  const readers = Object.entries(PARTS).filter(([key]) => keys.includes(key));
  return Object.fromEntries(readers.flatMap(([, parts]) => parts.map(([part, read]) => [part, read(sent)])));
}
