import assert from 'node:assert/strict';
import { outlookContact } from '../../../simulators/seeds/world';
import { letParkedBeDue } from '../harness/archiveFile';
import { runCycle } from '../harness/cycles';
import { contactsOf } from '../harness/lab';
import type { Room, Trouble } from '../harness/room';
import { assertInStep, settle } from '../harness/steps';

const [bob, newcomer] = ['bob@north.example', 'newcomer@localhost'];

function setLock({ lab }: Room, id: unknown, locked: boolean): void {
  const record = lab.simulators.zoho.state.records.get('Contacts')?.get(String(id));
  assert.ok(record);
  record.locked = locked;
}

const refused: Trouble = {
  title:
    'a refused value (bad e-mail) is left out, a refused record (locked) waits, with their reasons; the others go on; both heal',
  run: async (room) => {
    const { lab, people, meetSomebody, assertArrived } = room;
    const { id } = await people.inZoho(bob);
    setLock(room, id, true);
    await people.editOutlook(bob, { jobTitle: 'Locked Out' });
    await people.addToOutlook(outlookContact('Bad', 'Address', [newcomer]));
    const emails = await meetSomebody();
    const { parkedRecords, left } = await runCycle(lab.client, contactsOf(lab));
    assert.match(left.map(({ reason }) => reason).join('\n'), /All else was written: Email is no e-mail address that/);
    assert.ok(parkedRecords.length > 0);
    for (const { message } of parkedRecords) assert.match(message, /The record is locked in Zoho CRM/);
    await assertArrived(emails);
    // the one heals as soon as it is changed, the other when its pause is over
    await people.editOutlook(newcomer, { emailAddresses: [{ address: 'newcomer@trouble.example' }] });
    await settle(lab);
    await assertArrived(['newcomer@trouble.example']);
    await assertInStep(lab, await settle(lab));
    assert.notEqual((await people.inZoho(bob)).Title, 'Locked Out');
    setLock(room, id, false);
    letParkedBeDue(lab.n8n.home);
    const last = await settle(lab);
    assert.deepEqual(last.parkedRecords, []);
    await assertInStep(lab, last);
    assert.equal((await people.inZoho(bob)).Title, 'Locked Out');
  },
};

export const recordTroubles: readonly Trouble[] = [refused];
