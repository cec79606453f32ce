import assert from 'node:assert/strict';
import { withArchive } from '../harness/archiveFile';
import { contactsOf } from '../harness/lab';
import { failureOf, itemsOf } from '../harness/rest';
import type { Trouble } from '../harness/room';
import { runOnce } from '../harness/steps';

const soonAfter: Trouble = {
  title: 'a run right after a failed one goes on at once: nobody waits for a dead lease',
  run: async ({ lab, access, heals }) => {
    const giveBack = access.revoke('graph');
    assert.ok(failureOf(await runOnce(lab, contactsOf(lab))));
    giveBack();
    const next = await runOnce(lab, contactsOf(lab));
    assert.equal(failureOf(next), undefined);
    assert.equal(itemsOf(next, 'Finish').length, 1);
    await heals();
  },
};

const future = "'9999_future'";

const newer: Trouble = {
  title: 'an archive written by a newer version is left as it is, and the user is told to update',
  run: async ({ lab, heals }) => {
    const { home } = lab.n8n;
    withArchive(home, (db) =>
      db.exec(`INSERT INTO kysely_migration (name, timestamp) VALUES (${future}, '2030-01-01T00:00:00Z')`),
    );
    const fences = () => withArchive(home, (db) => db.prepare('SELECT name, fence FROM sync ORDER BY name').all());
    const before = fences();
    // in a process of its own, because the running n8n has looked at its archive already
    const says = /written by a newer version of this package \(schema 9999_future/;
    await assert.rejects(lab.n8n.cli('execute', `--id=${contactsOf(lab).id}`), says);
    assert.deepEqual(fences(), before);
    withArchive(home, (db) => db.exec(`DELETE FROM kysely_migration WHERE name = ${future}`));
    await heals();
  },
};

export const archiveTroubles: readonly Trouble[] = [soonAfter, newer];
