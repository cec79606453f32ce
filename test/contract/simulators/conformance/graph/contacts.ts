/** Recorded answers about contacts. */
import type { TestWorld } from '../../../../support/sides';
import type { GraphCapture, Row } from './ask';
import { ask, firstOf, idOf, read, seedOf } from './ask';

/** Puts the recorded contact into the mailbox, by the API as its recorder did. */
async function made(world: TestWorld, recorded: Row): Promise<string> {
  const { primaryEmailAddress: _p, secondaryEmailAddress: _s, ...body } = seedOf(recorded);
  return idOf((await ask(world, 'POST', '/me/contacts', { body })).body);
}

async function folder(world: TestWorld, parent = ''): Promise<string> {
  const path = `/me/contactFolders${parent ? `/${parent}/childFolders` : ''}`;
  return idOf((await ask(world, 'POST', path, { body: { displayName: 'Fixture' } })).body);
}

/** The rest of a delta chain after something was done to a recorded contact. */
async function deltaAfter(world: TestWorld, recorded: Row, act: (id: string) => Promise<unknown>): Promise<unknown> {
  const row = firstOf(recorded);
  const select = Object.keys(row)
    .filter((name) => !name.includes('@'))
    .join(',');
  const id = await made(world, '@removed' in row ? { givenName: 'A' } : row);
  const first = (await read(world, `/me/contacts/delta?$select=${select}`)) as Row;
  await act(id);
  return read(world, String(first['@odata.deltaLink']));
}

export const CONTACTS: readonly GraphCapture[] = [
  {
    file: 'allodia-contacts-contact-detail.json',
    own: async (world, recorded) => read(world, `/me/contacts/${await made(world, recorded)}`),
  },
  {
    file: 'allodia-contacts-contact-patched.json',
    own: async (world, recorded) => {
      const id = await made(world, recorded);
      return (await ask(world, 'PATCH', `/me/contacts/${id}`, { body: { jobTitle: 'Other' } })).body;
    },
  },
  {
    file: 'allodia-contacts-contact-folders.json',
    own: async (world) => {
      await folder(world);
      return read(world, '/me/contactFolders?$select=id,displayName,parentFolderId');
    },
  },
  {
    file: 'allodia-contacts-child-folders.json',
    own: async (world) => {
      const parent = await folder(world);
      await folder(world, parent);
      return read(world, `/me/contactFolders/${parent}/childFolders?$select=id,displayName,parentFolderId`);
    },
  },
  {
    file: 'allodia-contacts-contacts-delta-changed.json',
    own: (world, recorded) =>
      deltaAfter(world, recorded, (id) => ask(world, 'PATCH', `/me/contacts/${id}`, { body: { jobTitle: 'Other' } })),
  },
  {
    file: 'allodia-contacts-contacts-delta-removed.json',
    own: (world, recorded) => deltaAfter(world, recorded, (id) => ask(world, 'DELETE', `/me/contacts/${id}`)),
  },
];
