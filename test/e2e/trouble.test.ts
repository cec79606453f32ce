/** What goes wrong in life, in a real n8n: each time the user is told what and what to do, nobody else suffers, nothing is lost, and it heals. */
import { after, before, beforeEach, test } from 'node:test';
import type { Room } from './harness/room';
import { openRoom } from './harness/room';
import { archiveTroubles } from './trouble/archive';
import { mishapTroubles } from './trouble/mishaps';
import { recordTroubles } from './trouble/records';
import { secretTroubles } from './trouble/secrets';
import { settingTroubles } from './trouble/settings';
import { signInTroubles } from './trouble/signIn';

let room: Room;

before(async () => {
  room = await openRoom();
});

beforeEach(() => room?.tidy());

after(() => room?.lab.stop());

// the search for secrets comes last, so that all the others have left their traces
const troubles = [
  ...signInTroubles,
  ...settingTroubles,
  ...recordTroubles,
  ...mishapTroubles,
  ...archiveTroubles,
  ...secretTroubles,
];

for (const { title, run } of troubles) test(title, () => run(room));
