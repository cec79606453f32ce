import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseText, leaks, leaksBelow } from '../harness/secrets';
import type { Trouble } from '../harness/room';

const nowhere: Trouble = {
  title: 'after all that no token or secret can be read anywhere, also none of those minted in refreshes',
  run: async ({ lab, secrets }) => {
    const { home } = lab.n8n;
    const all = secrets();
    for (const name of ['Zoho access token', 'Microsoft access token', 'Microsoft refresh token'])
      assert.ok(all.filter((secret) => secret.name === name).length > 0, `a refresh minted a ${name}`);
    assert.match(databaseText(home), /mail1@trouble\.example/, 'the data of executions is looked at');
    assert.deepEqual(leaks(lab, all), []);
  },
};

const planted: Trouble = {
  title: 'the search for secrets finds one that was planted, also in base64',
  run: async ({ lab, secrets }) => {
    const { home } = lab.n8n;
    const [secret] = secrets();
    const file = join(home, 'planted.log');
    for (const encoding of ['utf8', 'base64'] as const) {
      writeFileSync(file, Buffer.from(`{"Authorization":"Bearer ${secret?.value}"}`).toString(encoding));
      assert.deepEqual(leaksBelow(home, secrets()), [`planted.log holds a ${secret?.name}`]);
    }
  },
};

export const secretTroubles: readonly Trouble[] = [nowhere, planted];
