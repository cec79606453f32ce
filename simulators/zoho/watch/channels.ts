import { bad, failure } from '../errors';
import type { Values } from '../record';
import type { World } from '../state';
import { zohoTime } from '../times';
import type { Answer, Call } from '../world';
import { nothing, ok } from '../world';
import type { ItemResult } from '../write';
import type { Channel } from './model';
import { liveChannels } from './postman';
import type { Sent } from './read';
import { KEYS, readEvents, readId, readParts, refuse, Refused } from './read';

const MOST = 50;
const WORDS = {
  added: 'Successfully subscribed for actions-watch of the given module',
  changed: 'Successfully updated the subscribe details',
  removed: 'Successfully removed the subscribe details',
  ended: 'Successfully un-subscribed from actions-watch',
} as const;

const modulesOf = (events: readonly string[]): string[] => [...new Set(events.map((one) => one.split('.')[0] ?? ''))];

const resource = ({ state }: World, name: string) => ({
  resource_uri: `https://www.zohoapis.com/crm/v8/${name}`,
  resource_id: state.modules.find(({ api_name }) => api_name === name)?.id ?? '',
  resource_name: name,
});

const success = (message: string, details: Values): ItemResult => ({
  ...{ code: 'SUCCESS', details, message, status: 'success' },
});

/** One entry for each module of the channel. */
function told(world: World, call: Call, channel: Channel, message: string): ItemResult {
  const channel_expiry = zohoTime(channel.expires, call.user.time_zone);
  const events = modulesOf(channel.events).map((name) => ({
    ...{ channel_expiry, ...resource(world, name), channel_id: channel.id },
  }));
  return success(message, { events });
}

function find({ state }: World, call: Call, id: string): Channel | undefined {
  const channel = state.watch.channels.get(id);
  return channel?.user === call.user.id ? channel : undefined;
}

const notSubscribed = (): Refused => new Refused(failure('NOT_SUBSCRIBED', {}, 'Not subscribed for actions-watch'));

function known(world: World, call: Call, id: string): Channel {
  const channel = find(world, call, id);
  if (!channel) throw notSubscribed();
  return channel;
}

function keep({ state }: World, channel: Channel): Channel {
  state.watch.channels.set(channel.id, channel);
  return channel;
}

type Act = (call: Call, sent: Sent) => ItemResult;

/** A number that is in use already gets the new details. */
const enable: Act = (call, sent) => {
  const id = readId(sent);
  const parts = readParts(sent, KEYS) as Omit<Channel, 'id' | 'user'>;
  return told(sent.world, call, keep(sent.world, { ...parts, id, user: call.user.id }), WORDS.added);
};

/** PUT: what is left out goes back to its default. */
const replace: Act = (call, sent) => {
  const before = known(sent.world, call, readId(sent));
  const channel = keep(sent.world, { ...before, ...readParts(sent, KEYS) });
  return told(sent.world, call, channel, WORDS.changed);
};

/** A channel that is left without events is gone. */
function takeEvents(call: Call, sent: Sent, before: Channel): ItemResult {
  if (!sent.item.events) throw refuse(sent, 'DEPENDENT_FIELD_MISSING', 'events');
  const gone = readEvents(sent);
  const channel = keep(sent.world, { ...before, events: before.events.filter((event) => !gone.includes(event)) });
  if (channel.events.length === 0) sent.world.state.watch.channels.delete(channel.id);
  return told(sent.world, call, { ...channel, events: gone }, WORDS.removed);
}

/** PATCH: what is left out stays. */
const change: Act = (call, sent) => {
  const before = known(sent.world, call, readId(sent));
  if (sent.item._delete_events === true) return takeEvents(call, sent, before);
  const keys = KEYS.filter((key) => key in sent.item);
  if (keys.length === 0) {
    throw new Refused(failure('EXPECTED_FIELD_MISSING', { expected_fields: KEYS.map((api_name) => ({ api_name })) }));
  }
  return told(sent.world, call, keep(sent.world, { ...before, ...readParts(sent, keys) }), WORDS.changed);
};

function sentItems(call: Call): Values[] {
  const { watch } = (call.body ?? {}) as { watch?: unknown };
  const spot = { api_name: 'watch', json_path: '$.watch' };
  if (watch === undefined) throw bad('MANDATORY_NOT_FOUND', spot);
  const isList = Array.isArray(watch) && watch.length > 0;
  if (!isList) throw bad('INVALID_DATA', { expected_data_type: 'jsonarray', ...spot });
  if (watch.length > MOST) throw bad('INVALID_DATA', { maximum_length: MOST, ...spot });
  return watch as Values[];
}

function attempt(work: () => ItemResult): ItemResult {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused) return error.item;
    throw error;
  }
}

/** All well: the given status. None: 202. Some: 207. */
function answerOf(items: readonly ItemResult[], allWell: number): Answer {
  const failed = items.filter(({ status }) => status === 'error').length;
  const status = failed === 0 ? allWell : failed === items.length ? 202 : 207;
  return { status, body: { watch: items } };
}

const writer =
  (act: Act, allWell: number) =>
  (world: World, call: Call): Answer => {
    liveChannels(world.state, world.now());
    const items = sentItems(call).map((item, index) => attempt(() => act(call, { world, item: item ?? {}, index })));
    return answerOf(items, allWell);
  };

/** POST `/actions/watch` */
export const enableChannels = writer(enable, 201);
/** PUT `/actions/watch` */
export const replaceChannels = writer(replace, 200);
/** PATCH `/actions/watch` */
export const changeChannels = writer(change, 200);

/** DELETE `/actions/watch?channel_ids=` */
export function endChannels(world: World, call: Call): Answer {
  const ids = (call.query.channel_ids ?? '').split(',').map((id) => id.trim());
  if (!ids[0]) throw bad('REQUIRED_PARAM_MISSING', { param_name: 'channel_ids' });
  liveChannels(world.state, world.now());
  const end = (id: string): ItemResult => {
    const [module = ''] = modulesOf(known(world, call, id).events);
    const { resource_uri, resource_id } = resource(world, module);
    world.state.watch.channels.delete(id);
    return success(WORDS.ended, { resource_uri, resource_id, channel_id: id });
  };
  return answerOf(
    ids.map((id) => attempt(() => end(id))),
    200,
  );
}

const row = (world: World, call: Call, channel: Channel, name: string): Values => ({
  ...{ notify_on_related_action: channel.relatedToo, return_affected_field_values: channel.withValues },
  ...{ notify_url: channel.url, channel_id: channel.id, token: channel.token, fields: null },
  events: channel.events.filter((event) => event.startsWith(`${name}.`)),
  channel_expiry: zohoTime(channel.expires, call.user.time_zone),
  ...{ notification_condition: channel.condition, ...resource(world, name) },
});

function whole(call: Call, name: string, fallback: number, most: number): number {
  const value = Number(call.query[name] ?? fallback);
  if (!Number.isInteger(value) || value < 1 || value > most) throw bad('INVALID_DATA', { param_name: name });
  return value;
}

/** GET `/actions/watch`: the caller's channels, one row for each of their modules. */
export function listChannels(world: World, call: Call): Answer {
  const { channel_id: id, module } = call.query;
  const [page, size] = [whole(call, 'page', 1, 1_000_000), whole(call, 'per_page', 200, 200)];
  const own = liveChannels(world.state, world.now()).filter((one) => one.user === call.user.id);
  const rows = own
    .filter((one) => !id || one.id === id)
    .flatMap((one) => modulesOf(one.events).map((name) => ({ one, name })))
    .filter(({ name }) => !module || name.toLowerCase() === module.toLowerCase());
  const watch = rows.slice((page - 1) * size, page * size).map(({ one, name }) => row(world, call, one, name));
  if (watch.length === 0) return nothing;
  const info = { per_page: size, count: watch.length, page, more_records: rows.length > page * size };
  return ok({ watch, info });
}
