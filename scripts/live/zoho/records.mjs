// Facts about making records.
import { NotTried, verdict } from '../verdict.mjs';
import {
  DAILY_THREE,
  choicesOf,
  codeOf,
  idsOf,
  insert,
  make,
  makeContact,
  meeting,
  remove,
  rowsOf,
} from './things.mjs';

const REFUSED = ['030/123456', '0171 / 1234567', '+49 (0) 30 - 1234', 'tel:+49301234'];
const ACCEPTED = ['(030) 123-456', '+49 (0)30 123456', '(555) 123-4567 x12'];

const isDone = (item) => item?.code === 'SUCCESS';

async function meetings(box) {
  const venue = await choicesOf(box, 'Events', 'Meeting_Venue__s');
  const one = { ...meeting(box.marker), ...(venue[0] && { Meeting_Venue__s: venue.at(-1) }) };
  const reply = await insert(box, 'Events', [{ ...one, ...DAILY_THREE }, one]);
  if (idsOf(reply).length === 0) throw new NotTried(`no meeting could be made: ${codeOf(reply)}`);
  return reply;
}

const told = (names, row) =>
  names.map((name) => `${name} ${row?.[name] ? 'told' : row && name in row ? 'null' : 'missing'}`);
const MARKS = ['$recurrence_id', '$u_id'];

export const recordFacts = [
  {
    row: 'A series of three sent with a single meeting is answered with four items: one for each occurrence',
    async check(box) {
      const { length } = rowsOf(await meetings(box));
      return verdict(length === 4, `${length} items for two records`);
    },
  },
  {
    row: 'A meeting is told with `$recurrence_id` and `$u_id`; what they are worth is not known, so nothing is built on them',
    async check(box) {
      const ids = idsOf(await meetings(box));
      const replies = [await box.call('GET', `/Events/${ids[0]}`), await box.call('GET', `/Events/${ids.at(-1)}`)];
      const [series, single] = replies.map((reply) => rowsOf(reply)[0]);
      const isSo = [series, single].every((row) => row && MARKS.every((name) => name in row));
      return verdict(isSo, `of a series: ${told(MARKS, series)}; of a single one: ${told(MARKS, single)}`);
    },
  },
  {
    row: 'A case needs Status and Case_Origin beside its Subject',
    async check(box) {
      const refused = await insert(box, 'Cases', [{ Subject: box.marker }]);
      const [status] = await choicesOf(box, 'Cases', 'Status');
      const [origin] = await choicesOf(box, 'Cases', 'Case_Origin');
      if (!status || !origin) throw new NotTried('this org has no list of states or origins of cases');
      const taken = await insert(box, 'Cases', [{ Subject: box.marker, Status: status, Case_Origin: origin }]);
      const saw = `Subject alone: ${codeOf(refused)}; with both: ${codeOf(taken)}`;
      return verdict(!isDone(rowsOf(refused)[0]) && isDone(rowsOf(taken)[0]), saw);
    },
  },
  {
    row: 'A telephone number with a slash, with blanks around a hyphen or with `tel:` is refused; with brackets, blanks or an extension it is taken',
    async check(box) {
      const phones = [...REFUSED, ...ACCEPTED];
      const reply = await insert(
        box,
        'Contacts',
        phones.map((Phone) => ({ Last_Name: box.marker, Phone })),
      );
      const wrong = phones.filter((phone, at) => isDone(rowsOf(reply)[at]) !== ACCEPTED.includes(phone));
      return verdict(
        wrong.length === 0,
        wrong.length === 0 ? 'all seven as expected' : `otherwise: ${wrong.join(' | ')}`,
      );
    },
  },
  {
    row: 'A single GET of an id that is not there is 204',
    async check(box) {
      const id = await makeContact(box);
      await remove(box, 'Contacts', id);
      const reply = await box.call('GET', `/Contacts/${id}`);
      return verdict(reply.status === 204, codeOf(reply));
    },
  },
  {
    row: 'A mail on a deal names its contact by both names of the module, `api_name` and `id`',
    async check(box) {
      const { deal, mail, linked } = await dealWithMail(box);
      const attach = (one) =>
        box.call('POST', `/Deals/${deal}/actions/associate_email`, { body: { Emails: [{ ...mail, ...one }] } });
      const without = await attach({ linked_record: { ...linked, module: { api_name: 'Contacts' } } });
      const whole = await attach({ linked_record: linked });
      const saw = `without the id: ${codeOf(without)}; with it: ${codeOf(whole)}`;
      return verdict(!isDone(rowsOf(without)[0]) && isDone(rowsOf(whole)[0]), saw);
    },
  },
];

/** A deal, its contact, and a mail of the user's own that was never sent; it goes with the deal. */
async function dealWithMail(box) {
  const [user] = (await box.call('GET', '/users?type=CurrentUser')).body?.users ?? [];
  const module = (await box.call('GET', '/settings/modules/Contacts')).body?.modules?.[0]?.id;
  const [stage] = await choicesOf(box, 'Deals', 'Stage');
  if (!user?.email || !module || !stage)
    throw new NotTried('the user, the module or the stages of deals could not be read');
  const contact = await makeContact(box);
  const deal = await make(box, 'Deals', { Deal_Name: box.marker, Stage: stage, Contact_Name: { id: contact } });
  const self = { user_name: box.marker, email: user.email };
  return {
    deal,
    linked: { id: contact, module: { api_name: 'Contacts', id: module } },
    mail: {
      ...{ from: self, to: [self], subject: box.marker, content: box.marker, mail_format: 'text', sent: true },
      ...{
        date_time: `${new Date().toISOString().slice(0, 19)}+00:00`,
        original_message_id: `<${box.marker}@live-check>`,
      },
    },
  };
}
