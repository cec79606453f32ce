import fc from 'fast-check';
import type { IDataObject, INode } from 'n8n-workflow';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphPath, graphQuery } from '../../clients/graph';
import { zohoPath } from '../../clients/zoho';
import { multipart } from '../../clients/zoho/records';
import { quoted, inList } from '../../sides/zoho/values';
import { parseCoql } from '../../simulators/zoho/coqlParse';
import { startSimulators, type RunningSimulators } from '../../simulators/start';
import { runNode } from '../support/fakeN8n';
import { nasty, pieces } from './nasty';

jest.setTimeout(120_000);

const anything = fc.oneof(
  nasty(60),
  fc.constantFrom(...pieces),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string(),
);
const base = 'https://example.org';

describe('what comes from outside, in an address', () => {
  test.each([
    ['Graph', (id: string) => graphPath`/me/contacts/${id}/x`, 3],
    ['Zoho', (id: string) => zohoPath`/Contacts/${id}/x`, 2],
  ])('of %s is one part of the path, whatever it is', (_, path, at) => {
    fc.assert(
      fc.property(
        anything.filter((id) => id !== '.' && id !== '..'),
        (id) => {
          const { pathname, search, hash } = new URL(`${base}${path(id)}`);
          const parts = pathname.split('/');
          expect([decodeURIComponent(parts[at] ?? ''), parts[at + 1], parts.length]).toEqual([id, 'x', at + 2]);
          expect([search, hash]).toEqual(['', '']);
        },
      ),
    );
  });

  test.each(['.', '..'])('%s would lead to another address, and is refused', (id) => {
    expect(() => graphPath`/me/contacts/${id}`).toThrow(/Nothing was sent/);
    expect(() => zohoPath`/Contacts/${id}`).toThrow(/Nothing was sent/);
  });

  test('a query holds each value as it is', () => {
    fc.assert(
      fc.property(anything, anything, (a, b) => {
        const { searchParams } = new URL(`${base}${graphQuery('/x', { a, b })}`);
        expect([...searchParams]).toEqual([
          ['a', a],
          ['b', b],
        ]);
      }),
    );
  });

  test('half a sign is no reason to fail', () => {
    expect(graphPath`/me/contacts/${'a\ud800b'}`).toBe('/me/contacts/a%EF%BF%BDb');
    expect(graphQuery('/x', { a: '\udc00' })).toBe('/x?a=%EF%BF%BD');
  });
});

test('a text in COQL is one literal, and says what the text says', () => {
  fc.assert(
    fc.property(anything, anything, (a, b) => {
      const { where } = parseCoql(`select id from Contacts where ${inList('Email', [a, b])} limit 1`);
      expect(where).toMatchObject({ kind: 'condition', column: 'Email', op: 'in', values: [a, b] });
      expect(quoted(a).slice(1, -1).replaceAll("''", '')).not.toContain("'");
    }),
  );
});

test('a file cannot break out of its part of a form by its name or type', () => {
  fc.assert(
    fc.property(anything, anything, (name, type) => {
      const { body } = multipart({
        name: `${name}\r\nX-Evil: 1"; x="`,
        type: `${type}\r\nX-Evil: 1`,
        bytes: new Uint8Array(),
      });
      const [head = ''] = Buffer.from(body).toString().split('\r\n\r\n');
      expect(head.split(/\r\n|\r|\n/)).toHaveLength(3);
      expect(head.match(/"/g)).toHaveLength(4);
    }),
  );
});

describe('a parameter of a node', () => {
  let services: RunningSimulators;
  let folder: string;
  beforeAll(async () => {
    services = await startSimulators({ seed: 'small' });
    folder = mkdtempSync(join(tmpdir(), 'parameters-'));
  });
  afterAll(async () => {
    await services.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => services.zoho.log.clear());

  const module = { __rl: true, mode: 'name', value: 'Contacts' };
  async function run(operation: string, parameters: IDataObject, type = 'zohoCrmSync') {
    const own = { resource: 'record', operation, module, ...parameters } as INode['parameters'];
    const node: INode = { id: 'n', name: 'n', type: `x.${type}`, typeVersion: 1, position: [0, 0], parameters: own };
    const house = { folder, connection: services.connection };
    const [items = []] = await runNode(house, node, [[{ json: {} }]]);
    return items.map(({ json }) => json);
  }
  const contacts = () => [...(services.zoho.state.records.get('Contacts')?.values() ?? [])];
  const sent = (): readonly string[] => services.zoho.log.list().map(({ method, path }) => `${method} ${path}`);

  test('an ID that is two deletes neither', async () => {
    const [one, two] = contacts();
    const before = contacts().length;
    for (const recordId of [`${one?.id},${two?.id}`, `${one?.id}, ${two?.id}`, `${one?.id}\n${two?.id}`])
      await expect(run('delete', { recordId })).rejects.toThrow(/more than one ID/);
    expect(contacts()).toHaveLength(before);
    expect(sent()).toEqual([]);
  });

  test.each(['..', '.', '../Leads', '%2e%2e', '..%2fLeads', '?ids=1', '#', '1/../../Leads'])(
    'an ID that is %s finds nothing else',
    async (recordId) => {
      await expect(run('get', { recordId })).rejects.toThrow();
      for (const request of sent()) expect(request).toMatch(/^GET \/crm\/v8\/Contacts\/[^/]+$/);
    },
  );

  test.each(pieces)('an address that is %s finds nobody', async (email) => {
    expect(await run('findByEmail', { email }).catch(() => [])).toEqual([]);
  });

  test.each([
    'Contacts where id is not null',
    "Contacts where Email = 'x' or id is not null --",
    '../Leads',
    '__proto__',
  ])('a module called %s is none', async (value) => {
    const named = { module: { __rl: true, mode: 'name', value } };
    await expect(run('findByEmail', { ...named, email: 'a@x.example' })).rejects.toThrow();
    expect(sent().filter((one) => one.endsWith('/coql'))).toEqual([]);
  });

  test('a column that is more than a name never gets into a query', async () => {
    const select = ['Last_Name from Users where id is not null --'];
    await expect(run('findByEmail', { email: 'bob@north.example', select })).rejects.toThrow(/no API name/);
    expect(sent().filter((one) => one.endsWith('/coql'))).toEqual([]);
  });

  test('a field that every object has is unknown, and changes no object', async () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const fieldsJson = `{"Last_Name": "X", "${name}": {"polluted": true}}`;
      await expect(run('create', { specify: 'json', fieldsJson })).rejects.toThrow();
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(sent().filter((one) => one.startsWith('POST'))).toEqual([]);
  });

  test.each(['__proto__', 'constructor', "O'Neil", '<b>', '{{ 1 }}', "') or ('"])(
    'a category called %s is a category',
    async (category) => {
      const [contactId = ''] = services.graph.state.contacts.keys();
      const others = () => JSON.stringify([...services.graph.state.contacts.values()].slice(1));
      const before = others();
      const [said] = await run('add', { resource: 'category', contactId, category }, 'outlookSync');
      expect(said?.categories).toContain(category);
      expect(others()).toBe(before);
    },
  );

  test.each(['..', '.'])('a contact called %s is none', async (contactId) => {
    services.graph.log.clear();
    await expect(run('add', { resource: 'category', contactId, category: 'x' }, 'outlookSync')).rejects.toThrow(
      /neither an ID/,
    );
    expect(services.graph.log.list()).toEqual([]);
  });
});
