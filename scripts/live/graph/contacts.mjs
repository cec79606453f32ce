// Facts about contacts.
import { verdict } from '../verdict.mjs';
import { IMMUTABLE, codeOf, make } from './things.mjs';

const makeContact = (box, more = {}, options = {}) =>
  make(box, '/me/contacts', { givenName: box.marker, ...more }, options);

export const contactFacts = [
  {
    row: 'A contact made by the API has a blank `fileAs`',
    async check(box) {
      const { fileAs } = await makeContact(box, { displayName: box.marker });
      return verdict(fileAs === '', `fileAs is ${JSON.stringify(fileAs)}`);
    },
  },
  {
    row: 'A second DELETE: 400 of an event, 404 (or 403) of a contact',
    async check(box) {
      const { address } = await makeContact(box);
      await box.call('DELETE', address);
      const second = await box.call('DELETE', address);
      return verdict([403, 404].includes(second.status), `of a contact: ${codeOf(second)}`);
    },
  },
  {
    row: 'A deleted contact may still be found by its immutable id, in Deleted Items',
    async check(box) {
      const { address } = await makeContact(box, {}, { headers: IMMUTABLE });
      await box.call('DELETE', address, { headers: IMMUTABLE });
      const reply = await box.call('GET', address, { headers: IMMUTABLE });
      return verdict([200, 404].includes(reply.status), `GET after DELETE: ${codeOf(reply)}`);
    },
  },
];
