import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { Client } from 'pg';
import { pattern, place } from './place';

/** Makes the schema where it is missing. */
async function makeSchema(schema: string): Promise<void> {
  const client = new Client(place());
  await client.connect();
  await client
    .query('select copy_schema($1, $2) where to_regnamespace($2) is null', [pattern, schema])
    .finally(() => client.end());
}

async function placeOf(file: string) {
  const schema = `a${createHash('sha256').update(resolve(file)).digest('hex').slice(0, 24)}`;
  await makeSchema(schema);
  return place({ schema });
}

/**
 * The same suites on the server: what a test opens by the name of a file is a schema of that name's own. Tests have clocks of
 * their own, which no database knows of, so here the host's decides.
 */
jest.mock('../../../archive/store/open', () => {
  const actual = jest.requireActual('../../../archive/store/open');
  const openArchive = async (where: unknown) => {
    const archive = await actual.openArchive(typeof where === 'string' ? await placeOf(where) : where);
    return { ...archive, ahead: 0 };
  };
  return { ...actual, openArchive };
});
