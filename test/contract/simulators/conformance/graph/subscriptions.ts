/** Recorded answers about subscriptions, and what is sent to their addresses. */
import { omit } from 'lodash';
import type { TestWorld } from '../../../../support/sides';
import { receiver } from '../../graph/receiver';
import type { Listed } from '../shape';
import type { Answer, GraphCapture, Row } from './ask';
import { ask, seedOf, withoutHeaders } from './ask';
import { OLDER } from './errors';

type Receiver = ReturnType<typeof receiver>;

/** Runs with a subscriber's server. */
async function withReceiver<T>(act: (url: string, server: Receiver) => Promise<T>): Promise<T> {
  const server = receiver();
  try {
    return await act(await server.start(), server);
  } finally {
    await server.stop();
  }
}

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

const wanted = (url: string, more: Row = {}): Row => ({
  ...{ changeType: 'created,updated,deleted', notificationUrl: url, resource: 'me/messages' },
  ...{ expirationDateTime: inAnHour(), ...more },
});

const subscribe = (world: TestWorld, url: string, more: Row = {}): Promise<Answer> =>
  ask(world, 'POST', '/subscriptions', { body: wanted(url, more) });

interface Item {
  readonly id: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Items of a batch by what they ask, for the order of the answers is any. */
const itemsIn = (body: unknown): readonly Item[] => (body as { responses: readonly Item[] }).responses;
const shown = ({ status, headers = {}, body }: Item) => ({
  ...{ status, headers: Object.fromEntries(Object.keys(headers).map((name) => [name, ''])), body },
});
const itemsBy = (body: unknown): Row =>
  Object.fromEntries(
    [...itemsIn(body)].sort((a, b) => a.status - b.status).map((item, at) => [String(at), shown(item)]),
  );

const batch = async (world: TestWorld, ...requests: readonly Row[]): Promise<unknown> => {
  const numbered = requests.map((request, at) => ({
    ...{ id: String(at), ...request },
    ...(request.body ? { headers: { 'Content-Type': 'application/json' } } : {}),
  }));
  return itemsBy((await ask(world, 'POST', '/$batch', { body: { requests: numbered } })).body);
};

const create = (body: Row): Row => ({ method: 'POST', url: '/subscriptions', body });

async function removed(world: TestWorld, count: number): Promise<unknown> {
  return withReceiver(async (url) => {
    const made = [];
    for (let at = 0; at < count; at += 1) made.push(await subscribe(world, `${url}/${at}`));
    const ids = made.map(({ body }) => (body as { id: string }).id);
    return batch(world, ...ids.map((id) => ({ method: 'DELETE', url: `/subscriptions/${id}` })));
  });
}

export const BATCHES: readonly GraphCapture[] = [
  {
    file: 'amp-batch-delete-bad-url.json',
    life: itemsBy,
    own: (world) => batch(world, { method: 'DELETE', url: '/path/subscriptions' }),
  },
  { file: 'amp-batch-delete-subscription.json', life: itemsBy, own: (world) => removed(world, 1) },
  { file: 'amp-batch-delete-subscriptions.json', life: itemsBy, own: (world) => removed(world, 1) },
  {
    file: 'amp-batch-messages.json',
    life: itemsBy,
    own: async (world, recorded) => {
      const rows = itemsIn(recorded).map(({ body }) => omit(seedOf(body as Row), 'parentFolderId'));
      world.graph.seed({ mails: rows.map((row) => ({ ...row, folder: 'inbox' })) });
      const { body } = await ask(world, 'GET', '/me/messages?$select=id');
      const ids = (body as { value: { id: string }[] }).value.map(({ id }) => id);
      return batch(world, ...ids.map((id) => ({ method: 'GET', url: `/me/messages/${encodeURIComponent(id)}` })));
    },
  },
  {
    file: 'amp-batch-subscription-renew.json',
    life: itemsBy,
    own: (world) =>
      withReceiver(async (url) => {
        const { id } = (await subscribe(world, url, { clientState: 'me/messages' })).body as { id: string };
        return batch(world, { method: 'PATCH', url: `/subscriptions/${id}`, body: { expirationDateTime: inAnHour() } });
      }),
  },
  {
    file: 'amp-batch-subscriptions-bad-url.json',
    life: itemsBy,
    own: (world) =>
      withReceiver((url) =>
        batch(world, create(wanted(url, { clientState: 'a' })), { method: 'POST', url: '/movies', body: wanted(url) }),
      ),
  },
  {
    file: 'amp-batch-subscriptions-created.json',
    life: itemsBy,
    own: (world, recorded) =>
      withReceiver((url) =>
        batch(world, ...itemsIn(recorded).map((_, at) => create(wanted(`${url}/${at}`, { clientState: 'a' })))),
      ),
  },
  {
    file: 'amp-batch-subscriptions-partial.json',
    life: itemsBy,
    own: (world) =>
      withReceiver((url) =>
        batch(
          world,
          create(wanted(url, { expirationDateTime: 'soon' })),
          create(wanted(url, { resource: 'butterfly' })),
          create(wanted(url)),
        ),
      ),
  },
];

const NOT_PASTED: Listed = {
  'body.error.innerError: life missing, simulator object':
    'the person pasted code and message alone; amp-labs recorded the rest',
};
const NEWER: Listed = {
  'body.error.code: life = InvalidRequest, simulator = ValidationError': 'later reports have a code of its own',
};

type Asked = (world: TestWorld) => Promise<Answer>;

const refused = (file: string, status: number, listed: Listed, asked: Asked): GraphCapture => ({
  ...{ file, listed },
  life: (recorded: Row) => ({ status, body: 'body' in recorded ? recorded.body : recorded }),
  own: async (world) => withoutHeaders(await asked(world)),
});

/** Changes a mail while it is watched, and answers what was sent. */
async function notified(world: TestWorld, edit: Row): Promise<unknown> {
  return withReceiver(async (url, server) => {
    world.graph.limits.notifyAfterMs = 1;
    if (edit.mail) world.graph.seed({ mails: [{ folder: 'inbox', subject: 'S' }] });
    await ask(world, 'GET', '/me/messages');
    await subscribe(world, url, { clientState: 'me/messages' });
    world.graph.seed(edit.mail ? { mailEdits: [edit as never] } : { mails: [{ folder: 'inbox' }] });
    await ask(world, 'GET', '/me/messages');
    return (await server.posts(1))[0]?.body;
  });
}

async function lifecycle(world: TestWorld): Promise<unknown> {
  return withReceiver(async (url, server) => {
    await subscribe(world, url, { clientState: 'SECRET', lifecycleNotificationUrl: url });
    const admin = `${world.connection.graph.api}/_simulator/lifecycle`;
    const body = JSON.stringify({ event: 'reauthorizationRequired' });
    await fetch(admin, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    return (await server.posts(1))[0]?.body;
  });
}

const SAMPLE = 'the sample of the document; what really came is pasted-lifecycle-reauthorization.json';
const DOCUMENTED: Listed = {
  'value[].subscriptionExpirationDateTime: life timeZ, simulator time+hh:mm': SAMPLE,
  'value[].tenantId: life string, simulator missing': SAMPLE,
  'value[].organizationId: life missing, simulator string': SAMPLE,
  'value[].resource: life missing, simulator string': SAMPLE,
  'value[].resourceData: life missing, simulator object': SAMPLE,
  'value[].sequence: life missing, simulator null': SAMPLE,
  'value[].encryptedContent: life missing, simulator null': SAMPLE,
};

export const SUBSCRIPTIONS: readonly GraphCapture[] = [
  refused('pasted-400-subscription-bad-resource.json', 400, NOT_PASTED, (world) =>
    subscribe(world, 'http://127.0.0.1:9', { resource: 'me/calendars/gone%3D/events' }),
  ),
  refused('pasted-400-subscription-validation-timeout.json', 400, NEWER, (world) =>
    withReceiver((url, server) => {
      world.graph.limits.validationTimeoutMs = 20;
      server.confirm((text) => ({ status: 200, text, afterMs: 200 }));
      return subscribe(world, url);
    }),
  ),
  refused('pasted-400-subscription-connection-closed.json', 400, { ...NEWER, ...NOT_PASTED }, (world) =>
    subscribe(world, 'http://127.0.0.1:9'),
  ),
  refused('pasted-404-subscription-gone.json', 404, OLDER, (world) =>
    ask(world, 'DELETE', '/subscriptions/00000000-0000-4000-8000-000000000107'),
  ),
  { file: 'amp-notification-message-created.json', own: (world) => notified(world, {}) },
  {
    file: 'amp-notification-message-updated.json',
    own: (world) => notified(world, { mail: 'S', set: { isRead: false } }),
  },
  { file: 'amp-notification-message-deleted.json', own: (world) => notified(world, { mail: 'S', delete: true }) },
  { file: 'doc-lifecycle-notification.json', own: lifecycle, listed: DOCUMENTED },
  {
    file: 'pasted-lifecycle-reauthorization.json',
    own: lifecycle,
    listed: {
      'validationTokens: life list, simulator missing':
        'they come where resource data is asked for, which nobody here does',
    },
  },
];
