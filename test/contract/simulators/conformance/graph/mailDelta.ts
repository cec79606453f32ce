/** Recorded rounds of changes of a mail folder. */
import { omit } from 'lodash';
import type { TestWorld } from '../../../../support/sides';
import type { GraphCapture, Row } from './ask';
import { ask, bodyIn, envelope, firstOf, read, seedOf, valueOf } from './ask';

const DELTA = '/me/mailFolders/inbox/messages/delta';
const namesOf = (row: Row): string[] => Object.keys(row).filter((name) => !name.includes('@'));

function put(world: TestWorld, ...rows: readonly Row[]): void {
  world.graph.seed({
    mails: rows.map((row) => ({ ...omit(seedOf(row), 'parentFolderId'), folder: 'inbox', subject: 'S' })),
  });
}

/** The round after a change of the one mail that is there. */
async function after(world: TestWorld, edit: Row, select?: readonly string[]): Promise<unknown> {
  put(world, {});
  const first = (await read(world, `${DELTA}${select ? `?$select=${select.join(',')}` : ''}`)) as Row;
  world.graph.seed({ mailEdits: [{ mail: 'S', ...edit }] });
  return read(world, String(first['@odata.deltaLink']));
}

const SNAPSHOT_QUERY = '?$filter=receivedDateTime ge 2020-01-01T00:00:00Z&$orderby=receivedDateTime desc';

export const MAIL_DELTA: readonly GraphCapture[] = [
  {
    file: 'allodia-mail-messages-delta-snapshot.json',
    own: (world, recorded) => {
      put(world, ...valueOf(recorded));
      return read(world, `${DELTA}?$select=${namesOf(firstOf(recorded)).join(',')}`);
    },
  },
  {
    file: 'allodia-mail-messages-delta-changed-full.json',
    own: (world, recorded) => after(world, { set: { subject: 'T' } }, namesOf(firstOf(recorded))),
  },
  { file: 'allodia-mail-messages-delta-changed.json', own: (world) => after(world, { set: { isRead: false } }) },
  { file: 'allodia-mail-messages-delta-removed.json', own: (world) => after(world, { delete: true }) },
  {
    file: 'nango-outlook-messages-1-get.json',
    life: envelope,
    own: async (world, recorded) => {
      const rows = valueOf(bodyIn(recorded));
      put(world, ...rows, ...rows);
      return envelope(await ask(world, 'GET', `${DELTA}${SNAPSHOT_QUERY}&$top=${rows.length}`));
    },
  },
  {
    file: 'nango-outlook-messages-2-get.json',
    life: envelope,
    own: async (world, recorded) => {
      const rows = valueOf(bodyIn(recorded));
      put(world, ...rows, ...rows);
      const first = (await read(world, `${DELTA}${SNAPSHOT_QUERY}&$top=${rows.length}`)) as Row;
      return envelope(await ask(world, 'GET', String(first['@odata.nextLink'])));
    },
  },
];
