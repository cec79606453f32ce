// Facts about new and deleted items.
import { verdict } from '../verdict.mjs';
import { IMMUTABLE, codeOf, make, makeContact, makeEvent, makeFolder, read, until } from './things.mjs';

async function secondDelete(thing) {
  await thing.remove();
  return thing.remove();
}

export const itemFacts = [
  {
    row: 'A contact made by the API has a blank `fileAs`',
    async check(box) {
      const { fileAs } = await makeContact(box);
      return verdict(fileAs === '', `fileAs is ${JSON.stringify(fileAs)}`);
    },
  },
  {
    row: 'A list and a delta tell a contact in the same version (`@odata.etag`)',
    async check(box) {
      const { address } = await makeFolder(box);
      await make(box, `${address}/contacts`, { givenName: box.marker });
      const versionIn = async (path) => (await read(box, path, IMMUTABLE)).value[0]?.['@odata.etag'];
      const listed = await versionIn(`${address}/contacts?$top=500`);
      const told = await until(
        (one) => one !== undefined,
        () => versionIn(`${address}/contacts/delta`),
      );
      return verdict(listed !== undefined && listed === told, `the versions ${listed === told ? 'agree' : 'differ'}`);
    },
  },
  {
    row: "`Location` of what was made is in key form, `users('…')/events('…')`",
    async check(box) {
      const { location } = await makeEvent(box);
      const form = String(location).replace(/'[^']*'/g, "'…'");
      return verdict(/\/users\('[^']+'\)\/events\('[^']+'\)$/.test(location), location ? form : 'no Location');
    },
  },
  {
    row: 'A second DELETE: 400 of an event, 404 (or 403) of a contact',
    async check(box) {
      const contact = await secondDelete(await makeContact(box));
      const event = await secondDelete(await makeEvent(box));
      const isSo = [403, 404].includes(contact.status) && event.status === 400;
      return verdict(isSo, `of a contact: ${codeOf(contact)}; of an event: ${codeOf(event)}`);
    },
  },
  {
    row: 'A deleted contact may still be found by its immutable id, in Deleted Items',
    async check(box) {
      const { address, remove } = await makeContact(box, {}, { headers: IMMUTABLE });
      await remove();
      const reply = await box.call('GET', address, { headers: IMMUTABLE });
      return verdict([200, 404].includes(reply.status), `GET after DELETE: ${codeOf(reply)}`);
    },
  },
  {
    row: 'The same of a deleted event: then no calendar of the mailbox has it, and it is deleted; else it left the window',
    async check(box) {
      const calendar = await read(box, '/me/calendar?$select=id');
      const { id, address, remove } = await makeEvent(box, {}, { headers: IMMUTABLE });
      await remove();
      const alone = await box.call('GET', address, { headers: IMMUTABLE });
      const within = `/me/calendars/${encodeURIComponent(calendar.id)}/events/${encodeURIComponent(id)}`;
      const there = await box.call('GET', within, { headers: IMMUTABLE });
      const saw = `GET after DELETE: ${codeOf(alone)}; by way of its calendar: ${codeOf(there)}`;
      return verdict([200, 404].includes(alone.status) && there.status === 404, saw);
    },
  },
];
