/** Recorded answers about mail, its folders and attachments. */
import type { TestWorld } from '../../../../support/sides';
import { omit } from 'lodash';
import type { GraphCapture, Row } from './ask';
import { ask, bodyIn, envelope, firstOf, idOf, read, seedOf, valueOf, withoutHeaders } from './ask';

/** Puts recorded mails into a folder; what a recording left out is made up. */
function put(world: TestWorld, folder: string, ...rows: readonly Row[]): void {
  const type = (row: Row) => ('@odata.type' in row ? { '@odata.type': row['@odata.type'] } : {});
  const seeded = rows.map((row) => ({ ...omit(seedOf(row), 'parentFolderId'), ...type(row), folder }));
  world.graph.seed({ mails: seeded });
}

const selectOf = (row: Row): string =>
  Object.keys(row)
    .filter((name) => !name.includes('@'))
    .join(',');

async function oneId(world: TestWorld): Promise<string> {
  return idOf(firstOf(await read(world, '/me/messages?$select=id')));
}

/** The answer to one mail's GET; the recording is bare or in an envelope. */
const byId =
  (options: string) =>
  async (world: TestWorld, recorded: Row): Promise<unknown> => {
    put(world, 'inbox', recorded);
    return read(world, `/me/messages/${await oneId(world)}${options}`);
  };

const wellKnown = (name: string): GraphCapture => ({
  file: `allodia-wellknown-${name}.json`,
  own: (world) => read(world, `/me/mailFolders/${name}?$select=id,displayName`),
});

const PAGE = (row: Row): string =>
  `/me/mailFolders/inbox/messages?$select=${selectOf(row)}&$orderby=receivedDateTime desc&$top=1`;

async function pages(world: TestWorld, recorded: Row): Promise<readonly Row[]> {
  const row = firstOf(recorded);
  put(world, 'inbox', row, row, row);
  const first = (await read(world, PAGE(row))) as Row;
  return [first, (await read(world, String(first['@odata.nextLink']))) as Row];
}

const EXPAND = "singleValueExtendedProperties($filter=Id eq 'LONG 0x0E08')";

export const MAIL: readonly GraphCapture[] = [
  { file: 'allodia-me.json', own: (world) => read(world, '/me') },
  ...['archive', 'deleteditems', 'drafts', 'inbox', 'junkemail', 'msgfolderroot', 'outbox', 'sentitems'].map(wellKnown),
  {
    file: 'allodia-mail-message-state.json',
    own: byId('?$select=id,isRead,isDraft,flag,lastModifiedDateTime,changeKey'),
  },
  { file: 'allodia-mail-messages-list-page1.json', own: async (world, recorded) => (await pages(world, recorded))[0] },
  { file: 'allodia-mail-messages-list-page2.json', own: async (world, recorded) => (await pages(world, recorded))[1] },
  {
    file: 'allodia-mail-category-in-use.json',
    own: async (world, recorded) => {
      const row = firstOf(recorded);
      put(world, 'sentitems', row, row);
      const filter = encodeURIComponent("categories/any(c:c eq 'Fixture category') or categories/any(c:c eq 'Other')");
      return read(world, `/me/mailFolders('sentitems')/messages?$filter=${filter}&$select=categories&$top=1`);
    },
  },
  {
    file: 'live-eventmessagerequest.json',
    cut: 'the rest of the row was not pasted',
    own: async (world, recorded) => {
      put(world, 'inbox', recorded);
      return firstOf(await read(world, '/me/messages'));
    },
  },
  {
    file: 'nango-outlook-get-message.json',
    life: envelope,
    own: async (world, recorded) => {
      put(world, 'inbox', bodyIn(recorded) as Row);
      return envelope(await ask(world, 'GET', `/me/messages/${await oneId(world)}`));
    },
  },
  {
    file: 'nango-outlook-list-messages.json',
    life: envelope,
    own: async (world, recorded) => {
      const rows = valueOf(bodyIn(recorded));
      put(world, 'inbox', ...rows, ...rows);
      return envelope(await ask(world, 'GET', '/me/mailFolders/inbox/messages?$top=2'));
    },
  },
  {
    file: 'nango-outlook-list-mail-folders.json',
    life: envelope,
    own: async (world) => envelope(await ask(world, 'GET', '/me/mailFolders?$top=4')),
  },
  {
    file: 'nango-outlook-list-mail-folder-children.json',
    life: envelope,
    own: async (world) => {
      world.graph.seed({ mailFolders: ['A', 'B', 'C'].map((displayName) => ({ displayName, parent: 'inbox' })) });
      return envelope(await ask(world, 'GET', '/me/mailFolders/Inbox/childFolders?$top=2'));
    },
  },
  {
    file: 'nango-outlook-send-mail.json',
    listed: {
      'status: life = 200, simulator = 202': 'the proxy of that project makes 200 of 202',
      'headers.content-type: life = application/octet-stream, simulator missing':
        'its proxy puts a type to an answer without a body',
    },
    life: envelope,
    own: async (world, { request }: { request: { body: unknown } }) =>
      envelope(await ask(world, 'POST', '/me/sendMail', { body: request.body })),
  },
  {
    file: 'zammad-sendmail-mime-202.json',
    life: envelope,
    own: async (world) => {
      const message = { subject: 'S', toRecipients: [{ emailAddress: { address: 'a@example.com' } }] };
      return envelope(await ask(world, 'POST', '/me/sendMail', { body: { message } }));
    },
  },
  {
    file: 'zammad-messages-count-filter.json',
    life: envelope,
    own: async (world) => {
      put(world, 'inbox', { isRead: false });
      const filter = encodeURIComponent('(isRead eq false AND receivedDateTime gt 2000-01-01T00:00:00Z)');
      return envelope(await ask(world, 'GET', `/me/messages/?$count=true&$filter=${filter}&$select=id&top=1000`));
    },
  },
  {
    file: 'zammad-messages-count-empty.json',
    life: envelope,
    own: async (world) => envelope(await ask(world, 'GET', '/me/messages/?$count=true&$select=id&top=1000')),
  },
  {
    file: 'zammad-message-expand-extended.json',
    life: envelope,
    own: async (world) => {
      put(world, 'inbox', { isDraft: true, singleValueExtendedProperties: [{ id: 'Long 0xe08', value: '2722' }] });
      const path = `/me/messages/${await oneId(world)}/?$expand=${EXPAND}&$select=internetMessageHeaders`;
      return envelope(await ask(world, 'GET', path));
    },
  },
  {
    file: 'zammad-message-internetmessageheaders.json',
    life: withoutHeaders,
    own: async (world) => {
      const marks = [{ id: 'Long 0xe08', value: '2722' }];
      put(world, 'inbox', {
        internetMessageHeaders: [{ name: 'From', value: 'A' }],
        singleValueExtendedProperties: marks,
      });
      const path = `/me/messages/${await oneId(world)}?$expand=${EXPAND}&$select=internetMessageHeaders`;
      return withoutHeaders(await ask(world, 'GET', path));
    },
  },
];

const FILE = { name: 'a.txt', contentType: 'text/plain', contentBytes: 'QQ==' };
const ITEM = { '@odata.type': '#microsoft.graph.itemAttachment', name: 'Item', item: { subject: 'Inside' } };

async function attachments(world: TestWorld, ...seeded: readonly Row[]): Promise<string> {
  world.graph.seed({ mails: [{ folder: 'inbox', attachments: seeded }] });
  return `/me/messages/${await oneId(world)}/attachments`;
}

async function oneAttachment(world: TestWorld, seeded: Row): Promise<string> {
  const all = await attachments(world, seeded);
  return `${all}/${idOf(firstOf(await read(world, all)))}`;
}

export const ATTACHMENTS: readonly GraphCapture[] = [
  {
    file: 'nango-outlook-list-message-attachments.json',
    life: envelope,
    own: async (world) => {
      const select = 'id,lastModifiedDateTime,name,contentType,size,isInline';
      return envelope(await ask(world, 'GET', `${await attachments(world, FILE)}?$select=${select}`));
    },
  },
  {
    file: 'nango-outlook-download-message-attachment-1-get.json',
    life: envelope,
    own: async (world) => envelope(await ask(world, 'GET', `${await oneAttachment(world, FILE)}/$value`)),
  },
  {
    file: 'nango-outlook-download-message-attachment-2-get.json',
    life: envelope,
    own: async (world) => envelope(await ask(world, 'GET', await oneAttachment(world, FILE))),
  },
  { file: 'doc-attachment-item.json', own: async (world) => read(world, await oneAttachment(world, ITEM)) },
  {
    file: 'doc-attachment-item-expanded.json',
    cut: 'the sample cuts the item',
    own: async (world) =>
      read(world, `${await oneAttachment(world, ITEM)}?$expand=microsoft.graph.itemattachment/item`),
  },
];
