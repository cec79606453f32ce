/** Recorded refusals. */
import { omit } from 'lodash';
import type { TestWorld } from '../../../../support/sides';
import type { Listed } from '../shape';
import type { GraphCapture } from './ask';
import { ask, envelope, firstOf, read, withoutHeaders } from './ask';

/** A status in the name of the file stands for the one that a bare body lacks. */
const statusIn = (file: string): number => Number(/-(\d{3})(-|\.)/.exec(file)?.[1]);

/** Refusals before 2020 do not tell the caller's own id. */
export const OLDER: Listed = {
  'body.error.innerError.client-request-id: life missing, simulator string': 'an answer before 2020',
};

type Asked = (world: TestWorld) => ReturnType<typeof ask>;

/** A recording of the body alone. */
const refusal = (
  file: string,
  asked: Asked,
  status = statusIn(file),
  more: Partial<GraphCapture> = {},
): GraphCapture => ({
  file,
  life: (body: unknown) => ({ status, body }),
  own: async (world) => withoutHeaders(await asked(world)),
  ...more,
});

const enveloped = (file: string, asked: Asked, more: Partial<GraphCapture> = {}): GraphCapture => ({
  file,
  life: withoutHeaders,
  own: async (world) => withoutHeaders(await asked(world)),
  ...more,
});

const get =
  (path: string): Asked =>
  (world) =>
    ask(world, 'GET', path);

const GONE = `AAMkAGI2THVSAAA-x_${'A'.repeat(40)}`;
const WINDOW = 'startDateTime=2026-01-01T00:00:00Z&endDateTime=2027-01-01T00:00:00Z';

/** A link that the service has forgotten. */
async function oldLink(world: TestWorld): ReturnType<typeof ask> {
  world.graph.limits.viewBeginsEmpty = false;
  const first = (await read(world, `/me/calendarView/delta?${WINDOW}`)) as Record<string, unknown>;
  world.graph.limits.deltaLinkLife = 60;
  world.graph.clock.advance(61_000);
  return ask(world, 'GET', String(first['@odata.deltaLink']));
}

const struck =
  (status: number): Asked =>
  (world) => {
    world.graph.faults.add({ kind: 'status', status } as never);
    return ask(world, 'GET', `/me/calendarView/delta?${WINDOW}`);
  };

async function brokenMail(world: TestWorld): ReturnType<typeof ask> {
  world.graph.seed({ mails: [{ folder: 'inbox' }] });
  const { id } = firstOf(await read(world, '/me/messages?$select=id')) as { id: string };
  world.graph.state.corrupt.add(id);
  return ask(world, 'GET', `/me/messages/${encodeURIComponent(id)}`);
}

async function staleWrite(world: TestWorld): ReturnType<typeof ask> {
  const { body } = await ask(world, 'POST', '/me/contacts', { body: { givenName: 'A' } });
  const path = `/me/contacts/${encodeURIComponent((body as { id: string }).id)}`;
  return ask(world, 'PATCH', path, { body: { givenName: 'B' }, headers: { 'if-match': 'W/"old"' } });
}

async function token(world: TestWorld, form: Record<string, string>) {
  const { login, clientId, clientSecret } = world.connection.graph;
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...form });
  const reply = await fetch(`${login}/common/oauth2/v2.0/token`, { method: 'POST', body });
  return { status: reply.status, body: await reply.json() };
}

export const ERRORS: readonly GraphCapture[] = [
  refusal('allodia-error-403-access-denied.json', (world) => {
    world.graph.seed({ grant: { scopes: ['User.Read'] } });
    return ask(world, 'GET', '/me/mailboxSettings');
  }),
  refusal('allodia-error-404-item-not-found.json', get(`/me/contacts/${GONE}`)),
  refusal('allodia-error-404-mailbox-not-enabled.json', (world) => {
    world.graph.limits.mailboxShut = true;
    return ask(world, 'GET', '/me/mailFolders/inbox');
  }),
  enveloped('live-error-404-mailbox-not-enabled.json', (world) => {
    world.graph.limits.mailboxShut = true;
    return ask(world, 'GET', '/me/contacts');
  }),
  refusal('allodia-error-contacts-delta-token-bad.json', get('/me/contacts/delta?$deltatoken=bogus'), 400),
  refusal('allodia-error-unauthorized.json', (world) => ask(world, 'GET', '/me', { token: 'bogus' }), 401),
  refusal('amp-error-400-segment.json', get('/user')),
  refusal('pasted-400-id-malformed.json', get('/me/calendars/bad_id')),
  refusal(
    'pasted-400-select-derived-property.json',
    get('/me/mailFolders/inbox/messages?$select=subject,meetingMessageType'),
    400,
    {
      listed: {
        'body.error.code: life = RequestBroker-ParseUri, simulator = RequestBroker--ParseUri': 'two dashes since 2017',
        ...OLDER,
      },
    },
  ),
  refusal('pasted-412-irresolvable-conflict.json', staleWrite),
  enveloped('live-error-irresolvableconflict-status-unknown.json', staleWrite, {
    listed: {
      'status: life null, simulator = 412': 'the status was not printed; pasted-412-irresolvable-conflict.json has it',
      'body.error.innerError: life object, simulator missing': 'of 2018; since 2026 what Exchange refuses has none',
    },
  }),
  enveloped('live-error-405-patch-collection.json', (world) => ask(world, 'PATCH', '/me/contacts/', { body: {} }), {
    listed: OLDER,
  }),
  enveloped('live-error-500-contentconversion.json', brokenMail, { listed: OLDER }),
  enveloped('live-error-503-unknownerror.json', struck(503)),
  enveloped('pasted-504-unknownerror-calendarview-delta.json', struck(504), { listed: OLDER }),
  refusal('live-410-syncstatenotfound-2.json', oldLink, 410, { listed: OLDER }),
  enveloped('live-410-syncstatenotfound-calendarview.json', oldLink, { listed: OLDER }),
  {
    file: 'live-429-headers.json',
    life: (recorded: Parameters<typeof envelope>[0]) => omit(envelope(recorded), 'body'),
    own: async (world) => {
      world.graph.limits.requestsPer10Min = 1;
      await ask(world, 'GET', '/me/contacts');
      const reply = await ask(world, 'GET', '/me/contacts', { headers: { prefer: 'IdType="ImmutableId"' } });
      return omit(envelope(reply), 'body');
    },
  },
  {
    file: 'pasted-401-token-expired.json',
    life: envelope,
    own: async (world) => {
      world.graph.limits.revoked = true;
      return envelope(await ask(world, 'GET', '/me'));
    },
  },
  {
    file: 'pasted-oauth-code-expired.json',
    life: withoutHeaders,
    own: (world) => token(world, { grant_type: 'authorization_code', code: 'old' }),
  },
  {
    file: 'pasted-oauth-refresh-expired.json',
    listed: { 'body.error_uri: life missing, simulator string': 'an answer of 2016' },
    life: withoutHeaders,
    own: (world) => {
      world.graph.limits.revoked = true;
      const { refreshToken } = world.connection.graph;
      return token(world, { grant_type: 'refresh_token', refresh_token: refreshToken });
    },
  },
];
