/** Real n8n killed in the middle of its work; `npm run kills` is the long form of this. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Lab } from './harness/lab';
import { startLab } from './harness/lab';
import { historyOf } from './kills/history';
import type { Killed, Undisturbed } from './kills/play';
import { playKilled, playUndisturbed } from './kills/play';
import { hits } from './kills/print';
import { differences } from './kills/state';

const seed = 2;
const history = historyOf({ seed, rounds: 3, records: 90 });
let lab: Lab;
let calm: Undisturbed;
let killed: Killed;

before(async () => {
  lab = await startLab({ seed: 'empty' });
  calm = await playUndisturbed(lab, history);
  killed = await playKilled(lab, history, calm, { seed, patient: false, progress: () => {} });
});

after(() => lab?.stop());

test('three kinds are brought into step without a kill, as an independent comparison sees it', () => {
  assert.deepEqual(calm.problems, []);
  assert.equal(calm.end['contacts in Outlook']?.length, calm.end['contacts in Zoho CRM']?.length);
  assert.ok((calm.end['contacts in Outlook']?.length ?? 0) > 25);
});

test('n8n was killed in the middle of runs', () => {
  assert.equal(killed.kills.length, history.rounds.length);
  assert.ok(hits(killed.kills) * 2 > killed.kills.length, JSON.stringify(killed.kills));
});

test('killed again and again, both sides end as if it had never been: nothing lost, doubled or mailed', () => {
  assert.deepEqual(killed.problems, []);
  assert.deepEqual(differences(calm.end, killed.end), []);
});
