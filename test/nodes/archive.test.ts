import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openArchive } from '../../archive';
import { node, runWorkflow, wires } from '../support/n8nCore';
import { startWorld, type World } from './worlds';

jest.setTimeout(60_000);

describe('the archive file of n8n', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld('empty');
  });
  afterAll(() => world.stop());

  test('of a newer version of this package is left alone, with the next step in the error', async () => {
    const file = join(world.folder, '.n8n', 'storage', 'zoho-outlook-sync', 'archive.sqlite');
    await (await openArchive(file)).close();
    const db = new DatabaseSync(file);
    db.exec("insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '2099-01-01')");
    db.close();
    const { error } = await runWorkflow({
      nodes: [node('Go', 'n8n-nodes-base.manualTrigger'), node('Start', 'syncControl', { sync: 'newer' })],
      connections: wires({ Go: [['Start']] }),
    });
    expect(error?.message).toMatch(/newer version of this package/);
    expect(error?.description).toMatch(/Update n8n-nodes-zoho-outlook/);
  });
});
