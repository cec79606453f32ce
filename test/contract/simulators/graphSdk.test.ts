import {
  BatchRequestContent,
  BatchResponseContent,
  Client,
  HTTPMessageHandler,
  PageIterator,
} from '@microsoft/microsoft-graph-client';
import type { Context, Middleware, PageCollection } from '@microsoft/microsoft-graph-client';
import { graphWorld } from './graph/client';
import { receiver } from './graph/receiver';

/** The SDK signs only https requests to known hosts, so its own authentication cannot be used here; this signs all. */
class Sign implements Middleware {
  constructor(
    private readonly token: string,
    private readonly following = new HTTPMessageHandler(),
  ) {}

  execute(context: Context): Promise<void> {
    const headers = new Headers(context.options?.headers as Record<string, string>);
    headers.set('authorization', `Bearer ${this.token}`);
    context.options = { ...context.options, headers };
    return this.following.execute(context);
  }
}

const { service, start, access } = graphWorld();
let client: Client;
let base = '';

beforeAll(async () => {
  base = await start();
  client = Client.initWithMiddleware({ middleware: new Sign(access.accessToken), baseUrl: base });
});
beforeEach(() => service.reset());
afterAll(() => service.stop());

/** The SDK cuts its own https hosts off a link and nothing else; a plain http link is brought into its form by hand. */
const relative = (link: string | undefined) => link?.replace(`${base}/v1.0`, '');

describe('Microsoft’s own JavaScript SDK', () => {
  it('creates, reads, changes, deletes', async () => {
    const made = await client.api('/me/contacts').post({ givenName: 'Ann', surname: 'Lee' });
    const path = `/me/contacts/${made.id}`;
    expect((await client.api(path).select('displayName').get()).displayName).toBe('Ann Lee');
    await client.api(path).header('If-Match', made['@odata.etag']).patch({ jobTitle: 'Cook' });
    await expect(client.api(path).header('If-Match', made['@odata.etag']).delete()).rejects.toMatchObject({
      statusCode: 412,
      code: 'ErrorIrresolvableConflict',
    });
    await client.api(path).delete();
    await expect(client.api(path).get()).rejects.toMatchObject({
      statusCode: 404,
      code: 'ErrorItemNotFound',
      // What Exchange says itself comes without an innerError, and the SDK looks for the id only there.
      requestId: null,
    });
  });

  it('lists and filters', async () => {
    service.seed({ contacts: [{ givenName: 'A', emailAddresses: [{ address: 'a@x.example' }] }, { givenName: 'B' }] });
    const found = await client
      .api('/me/contacts')
      .filter("emailAddresses/any(a:a/address eq 'a@x.example')")
      .top(5)
      .get();
    expect(found.value).toHaveLength(1);
    expect((await client.api('/me/contacts').orderby('givenName desc').get()).value[0].givenName).toBe('B');
  });

  it('iterates over pages to a delta link', async () => {
    service.seed({ contacts: Array.from({ length: 7 }, (_, n) => ({ givenName: `P${n}` })) });
    const headers = { Prefer: 'odata.maxpagesize=3' };
    const names: string[] = [];
    let page: PageCollection = await client.api('/me/contacts/delta').headers(headers).get();
    for (;;) {
      const { '@odata.nextLink': next, ...rest } = page;
      const iterator = new PageIterator(client, rest as PageCollection, ({ givenName }) =>
        Boolean(names.push(givenName)),
      );
      await iterator.iterate();
      if (!next) break;
      page = await client
        .api(relative(next) ?? '')
        .headers(headers)
        .get();
    }
    expect(names).toEqual(['P0', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6']);
    expect(page['@odata.deltaLink']).toMatch(/deltatoken/);
  });

  it('follows next links by its page iterator once they are in its form', async () => {
    service.seed({ contacts: Array.from({ length: 25 }, (_, n) => ({ givenName: `P${n}` })) });
    const seen: string[] = [];
    const withRelativeLinks = { api: (path: string) => client.api(relative(path) ?? path) } as Client;
    const first: PageCollection = await client.api('/me/contacts').top(10).get();
    await new PageIterator(withRelativeLinks, first, ({ givenName }) => Boolean(seen.push(givenName))).iterate();
    expect(seen).toHaveLength(25);
  });

  it('batches', async () => {
    const request = (path: string, init?: RequestInit) => new Request(`https://graph.microsoft.com${path}`, init);
    const body = JSON.stringify({ givenName: 'Ann' });
    const headers = { 'Content-Type': 'application/json' };
    const content = new BatchRequestContent([
      { id: '1', request: request('/me/contacts', { method: 'POST', body, headers }) },
      { id: '2', request: request('/me/contacts?$top=5'), dependsOn: ['1'] },
    ]);
    const replies = new BatchResponseContent(await client.api('/$batch').post(await content.getContent()));
    expect(replies.getResponseById('1').status).toBe(201);
    const listed = (await replies.getResponseById('2').json()) as PageCollection;
    expect(listed.value[0].givenName).toBe('Ann');
  });

  it('reads mail by pages, its delta and its attachments', async () => {
    const attachments = [{ name: 'a.txt', contentType: 'text/plain', contentBytes: 'SGk=' }];
    service.seed({ mails: Array.from({ length: 12 }, (_, n) => ({ subject: `M${n}`, attachments })) });
    const sent = "/me/mailFolders('sentitems')/messages";
    const page: PageCollection = await client.api(sent).top(10).select('subject,hasAttachments').get();
    expect(page.value).toHaveLength(10);
    const rest: PageCollection = await client.api(relative(page['@odata.nextLink']) ?? '').get();
    expect(rest.value).toHaveLength(2);
    const round: PageCollection = await client
      .api(`${sent}/delta`)
      .filter('receivedDateTime ge 2020-01-01T00:00:00Z')
      .query({ changeType: 'created' })
      .get();
    expect([round.value.length, round['@odata.deltaLink']]).toEqual([12, expect.stringContaining('deltatoken')]);
    const files: PageCollection = await client.api(`/me/messages/${page.value[0].id}/attachments`).get();
    const bytes = await client.api(`/me/messages/${page.value[0].id}/attachments/${files.value[0].id}/$value`).get();
    expect(String(bytes)).toBe('Hi');
  });

  it('subscribes, renews and unsubscribes', async () => {
    const hook = receiver();
    service.limits.httpNotifications = true;
    const wish = { changeType: 'created', notificationUrl: await hook.start(), resource: '/me/messages' };
    const expirationDateTime = new Date(Date.now() + 3_600_000).toISOString();
    const made = await client.api('/subscriptions').post({ ...wish, expirationDateTime, clientState: 's' });
    const later = new Date(Date.now() + 7_200_000).toISOString();
    const renewed = await client.api(`/subscriptions/${made.id}`).patch({ expirationDateTime: later });
    expect(renewed.expirationDateTime).toBe(later);
    await client.api(`/subscriptions/${made.id}`).delete();
    await expect(client.api(`/subscriptions/${made.id}`).get()).rejects.toMatchObject({ code: 'ResourceNotFound' });
    await hook.stop();
  });
});
