// Facts about reading.
import { verdict } from '../verdict.mjs';
import { codeOf, makeContact, remove, rowsOf } from './things.mjs';

const coql = ({ call }, select_query) => call('POST', '/coql', { body: { select_query } });

const MANY = 60;

export const readFacts = [
  {
    row: 'With our scopes COQL tells the newest change; `/actions/count`, which lags by minutes, is not asked',
    async check(box) {
      const newest = await coql(
        box,
        'select Modified_Time from Contacts where id is not null order by Modified_Time desc limit 1',
      );
      return verdict([200, 204].includes(newest.status), `COQL: ${codeOf(newest)}`);
    },
  },
  {
    row: 'The list of deletions goes by `page`; it offers no `page_token`',
    async check(box) {
      for (let made = 0; made < 2; made += 1) await remove(box, 'Contacts', await makeContact(box));
      const first = await box.call('GET', '/Contacts/deleted?per_page=1');
      const second = await box.call('GET', '/Contacts/deleted?per_page=1&page=2');
      const offers = Boolean(first.body?.info?.next_page_token);
      const goesOn = second.status === 200 && rowsOf(second)[0]?.id !== rowsOf(first)[0]?.id;
      return verdict(!offers && goesOn, `page_token ${offers ? 'offered' : 'not offered'}; page 2: ${codeOf(second)}`);
    },
  },
  {
    row: 'A list of `ids` over 1,024 characters may be refused',
    async check(box) {
      const id = await makeContact(box);
      const ids = Array(MANY).fill(id).join(',');
      const reply = await box.call('GET', `/Contacts?fields=id&ids=${ids}`);
      return verdict([200, 204, 400, 414].includes(reply.status), `${ids.length} characters: ${codeOf(reply)}`);
    },
  },
  {
    row: '`Full_Name in (…)` may be refused in WHERE',
    async check(box) {
      await makeContact(box);
      const reply = await coql(box, `select id from Contacts where Full_Name in ('${box.marker}') limit 1`);
      return verdict([200, 204, 400].includes(reply.status), codeOf(reply));
    },
  },
  {
    row: 'A search finds a record some seconds to minutes after it was made; COQL finds it at once',
    async check(box) {
      await makeContact(box);
      const search = await box.call('GET', `/Contacts/search?word=${box.marker}&fields=id`);
      const query = await coql(box, `select id from Contacts where Last_Name = '${box.marker}' limit 1`);
      return verdict(
        search.status === 204 && query.status === 200,
        `search: ${codeOf(search)}; COQL: ${codeOf(query)}`,
      );
    },
  },
];
