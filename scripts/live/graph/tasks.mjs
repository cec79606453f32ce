// Facts about To Do, each in a list of its own, and about being told of changes in such a list.
import { NotTried, verdict } from '../verdict.mjs';
import { codeOf, farDay, make, makeList, read, tryMake, until } from './things.mjs';

const dueOn = (day, timeZone = 'UTC', time = '00:00:00') => ({ dueDateTime: { dateTime: `${day}T${time}`, timeZone } });
const DAILY = { pattern: { type: 'daily', interval: 1 }, range: { type: 'noEnd', startDate: farDay() } };
const recurring = () => ({ ...dueOn(farDay()), recurrence: DAILY });

const makeTask = (box, list, more = {}) => make(box, `${list.address}/tasks`, { title: box.marker, ...more });

const hoursAfter = (day, time) => (Date.parse(`${time?.dateTime?.slice(0, 19)}Z`) - Date.parse(day)) / 3_600_000;

async function dueHours(box, list, timeZone) {
  const { address } = await makeTask(box, list, dueOn(farDay(), timeZone, '15:00:00'));
  return hoursAfter(farDay(), (await read(box, address)).dueDateTime);
}

async function change(box, { address }, body) {
  const reply = await box.call('PATCH', address, { body });
  if (reply.status !== 200) throw new NotTried(`the task could not be changed: ${codeOf(reply)}`);
}

const open = async (box, list) => (await read(box, `${list.address}/tasks?$filter=status ne 'completed'`)).value;

const link = (box, which) => ({
  webUrl: `https://example.com/${which}`,
  applicationName: `${box.marker} ${which}`,
  displayName: box.marker,
  externalId: which,
});
const linksOf = async (box, { address }) => `${(await read(box, `${address}/linkedResources`)).value.length} links`;

async function linkedInOnePost(box, list) {
  const linkedResources = ['one', 'two'].map((which) => link(box, which));
  const { reply, made } = await tryMake(box, `${list.address}/tasks`, { title: box.marker, linkedResources });
  return made ? linksOf(box, made) : codeOf(reply);
}

async function linkedByPosts(box, list) {
  const task = await makeTask(box, list, { linkedResources: [link(box, 'one')] });
  const second = await box.call('POST', `${task.address}/linkedResources`, { body: link(box, 'two') });
  return second.status === 201 ? linksOf(box, task) : codeOf(second);
}

const SAID = ['title', 'status', 'importance', 'dueDateTime'];

const OPTIONS = ['$select=title', '$orderby=title', '$count=true'];

export const taskFacts = [
  {
    row: 'A due date is the midnight of whoever wrote it, told in UTC',
    async check(box) {
      const list = await makeList(box);
      const west = await dueHours(box, list, 'Hawaiian Standard Time');
      const east = await dueHours(box, list, 'Line Islands Standard Time');
      const saw = `an afternoon written at UTC-10 is told as ${west} hours after the midnight of UTC, at UTC+14 as ${east}`;
      return verdict(west === 10 && east === -14, saw);
    },
  },
  {
    row: 'A PATCH of the due date of a recurring task makes a second task',
    async check(box) {
      const list = await makeList(box);
      await change(box, await makeTask(box, list, recurring()), dueOn(farDay(4)));
      const { length } = await until(
        (tasks) => tasks.length > 1,
        () => open(box, list),
      );
      return verdict(length === 2, `${length} open tasks`);
    },
  },
  {
    row: 'A completed recurring task keeps its id and moves on',
    async check(box) {
      const task = await makeTask(box, await makeList(box), recurring());
      await change(box, task, { status: 'completed' });
      const { status, dueDateTime } = await until(
        (now) => now.status !== 'completed',
        () => read(box, task.address),
      );
      const days = hoursAfter(farDay(), dueDateTime) / 24;
      return verdict(status !== 'completed' && days === 1, `under its id: ${status}, due ${days} days later`);
    },
  },
  {
    row: 'To Do takes no `$select`, `$orderby`, `$count` on tasks; a plain list leaves out `recurrence`',
    async check(box) {
      const list = await makeList(box);
      await makeTask(box, list, recurring());
      const replies = [];
      for (const option of OPTIONS) replies.push(await box.call('GET', `${list.address}/tasks?${option}`));
      const [plain] = (await read(box, `${list.address}/tasks`)).value;
      const [filtered] = await open(box, list);
      const isSo = replies.every(({ status }) => status === 400) && !plain?.recurrence && filtered?.recurrence;
      const word = (row) => (row?.recurrence ? 'with' : 'without');
      const saw = `${replies.map((reply, one) => `${OPTIONS[one]}: ${codeOf(reply)}`).join('; ')}; plain list ${word(plain)} recurrence, filtered ${word(filtered)}`;
      return verdict(Boolean(isSo), saw);
    },
  },
  {
    row: 'A task made with two linked resources is refused; whether a second one by itself is, nobody says',
    async check(box) {
      const list = await makeList(box);
      const [once, twice] = [await linkedInOnePost(box, list), await linkedByPosts(box, list)];
      return verdict(once.startsWith('400'), `two in one POST: ${once}; by a second POST: ${twice}`);
    },
  },
  {
    row: 'The same of a new task: one that says what it said was not changed meanwhile',
    async check(box) {
      const made = await makeTask(box, await makeList(box), dueOn(farDay()));
      const hasDrifted = (row) => row['@odata.etag'] !== made['@odata.etag'];
      const later = await until(hasDrifted, () => read(box, made.address));
      const changed = SAID.filter((name) => JSON.stringify(later[name]) !== JSON.stringify(made[name]));
      const saw = `its etag ${hasDrifted(later) ? 'changed' : 'stayed'}; otherwise than it said: ${changed.join(', ') || 'nothing'}`;
      return verdict(changed.length === 0, saw);
    },
  },
  {
    row: "Ids in a subscription's `resource` are raw; a second subscription of the same is 409",
    async check(box) {
      const notificationUrl = box.env.GRAPH_NOTIFICATION_URL;
      if (!notificationUrl) throw new NotTried('no GRAPH_NOTIFICATION_URL given');
      const { id } = await makeList(box);
      const body = {
        ...{ resource: `/me/todo/lists/${id}/tasks`, changeType: 'updated', notificationUrl },
        ...{ expirationDateTime: new Date(Date.now() + 3_600_000).toISOString(), clientState: box.marker },
      };
      await make(box, '/subscriptions', body);
      const { reply } = await tryMake(box, '/subscriptions', body);
      return verdict(reply.status === 409, `the second: ${codeOf(reply)}`);
    },
  },
];
