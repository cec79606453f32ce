import fc from 'fast-check';
import { makeCalDav } from '../../clients/caldav';
import { makeGraph } from '../../clients/graph';
import { makeZoho } from '../../clients/zoho';
import { fakeClock, fakeSend } from './support';

/** Long enough not to be found by chance in our own words. */
const secret = fc
  .tuple(
    fc.string({
      unit: fc.constantFrom(...'abcdefghijkmnpqrstuvwxyzABCDEFGH23456789._-'),
      minLength: 20,
      maxLength: 80,
    }),
    fc.integer({ min: 1000, max: 9_999_999 }),
  )
  .map(([text, number]) => `t${text}${number}`);
const statuses = fc.constantFrom(200, 400, 401, 403, 404, 409, 410, 412, 429, 500, 502, 503, 507);

const bodiesWith = (text: string): unknown[] => [
  `<html>Authorization: Bearer ${text}</html>`,
  {
    error: {
      code: 'ErrorX',
      message: `Bearer ${text} for ${text}@example.org`,
      innerError: { code: text, token: text },
    },
  },
  {
    code: 'INVALID_DATA',
    message: text,
    status: 'error',
    details: { api_name: text, value: text, json_path: `$.data[0].${text}`, expected_data_type: `'${text}'` },
  },
  { data: [{ code: 'DUPLICATE_DATA', status: 'error', message: text, details: { api_name: 'Email', value: text } }] },
  { error: text, error_description: text },
  `<error xmlns="DAV:"><${text}/><href>/${text}</href></error>`,
];
const thrownWith = (text: string): Error =>
  Object.assign(new Error(`GET https://host/?access_token=${text} failed`, { cause: new Error(text) }), {
    code: 'ECONNRESET',
    config: { headers: { Authorization: `Bearer ${text}` } },
    body: { error: `x ${text}` },
  });

const everything = (error: Error): string =>
  JSON.stringify([error, error.message, error.stack, String(error), Object.entries(error), error.cause ?? null]);

const calls = (send: ReturnType<typeof fakeSend>['send'], text: string): Promise<unknown>[] => {
  const clock = fakeClock();
  const graph = makeGraph(send, { baseUrl: 'https://graph.microsoft.com', clock });
  const zoho = makeZoho(send, {
    apiDomain: 'https://www.zohoapis.eu',
    allowedDomains: ['https://www.zohoapis.eu'],
    clock,
  });
  const dav = makeCalDav(send, { server: 'https://calendar.zoho.eu/caldav/', allowed: [], clock });
  const calendar = 'https://calendar.zoho.eu/caldav/1/events/';
  const headers = { Authorization: `Bearer ${text}`, 'x-secret': text };
  return [
    graph.get('/me/contacts', { query: { token: text }, headers }),
    graph.post('/me/contacts', { surname: text }, { headers }),
    graph.get(`https://graph.microsoft.com/v1.0/me/contactFolders/f/contacts/delta?$deltatoken=${text}`),
    graph.get(`https://user:${text}@graph.microsoft.com/v1.0/me`),
    zoho.get('/Contacts', { query: { page_token: text }, headers }),
    zoho.post('/Contacts', { data: [{ Last_Name: text }] }, { headers }),
    zoho.get('/settings/fields', { query: { access_token: text } }),
    dav.discover(),
    dav.changes(calendar, text),
    dav.put(calendar, '/caldav/1/events/a.ics', text, { match: `"${text}"` }),
    dav.remove(calendar, `https://user:${text}@calendar.zoho.eu/a.ics`, text),
    dav.objects(calendar, [`/caldav/1/events/${text}.ics`]),
  ];
};

test('no secret and no content ever reaches an error', async () => {
  await fc.assert(
    fc.asyncProperty(secret, statuses, fc.nat({ max: 6 }), async (text, status, which) => {
      const bodies = bodiesWith(text);
      const step =
        which === bodies.length
          ? thrownWith(text)
          : {
              status,
              body: bodies[which],
              headers: { 'request-id': text, 'www-authenticate': text, 'retry-after': text },
            };
      for (const outcome of await Promise.allSettled(calls(fakeSend(step).send, text)))
        if (outcome.status === 'rejected') expect(everything(outcome.reason)).not.toContain(text);
    }),
    { numRuns: 60 },
  );
});

test('the property bites: what libraries throw does hold the secret', () => {
  expect(everything(thrownWith('s3cr3t'))).toContain('s3cr3t');
});
