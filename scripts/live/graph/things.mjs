// Things made for a fact, each registered for removal by its own id before anything else happens.
import { NotTried } from '../verdict.mjs';

/** What a reply said in short, without ids and addresses. */
export const codeOf = ({ status, body }) => [status, body?.error?.code].filter(Boolean).join(' ');

export const IMMUTABLE = { prefer: 'IdType="ImmutableId"' };

const GONE = [204, 404, 410];

async function isGone(call, address, headers) {
  const { status } = await call('DELETE', address, { headers });
  return GONE.includes(status) || GONE.includes((await call('GET', address, { headers })).status);
}

/** How to find by its name what a POST has made whose answer did not come; all else lies in one of these, and goes with it. */
const FIND = {
  '/me/contacts': { name: 'displayName', options: (marker) => `$filter=displayName eq '${marker}'` },
  '/me/events': { name: 'subject', options: (marker) => `$filter=subject eq '${marker}'` },
  '/me/contactFolders': { name: 'displayName', options: () => '$top=100' },
  '/me/calendars': { name: 'name', options: () => '$top=100' },
  '/me/todo/lists': { name: 'displayName', options: () => '$top=100' },
};

async function isLostGone({ call, marker }, path, { name, options }) {
  const { status, body } = await call('GET', `${path}?${options(marker)}`);
  if (status !== 200) return false;
  const found = body.value.filter((row) => row[name] === marker);
  const gone = [];
  for (const { id } of found) gone.push(await isGone(call, `${path}/${encodeURIComponent(id)}`));
  return gone.every(Boolean);
}

/** Nobody knows whether a POST without a clear answer has made something. */
function keepLost(box, path) {
  const find = FIND[path];
  if (find) box.keep(`${box.marker}, perhaps, in ${path}`, () => isLostGone(box, path, find));
  else if (path === '/subscriptions')
    box.keep('a subscription, perhaps; it ends within the hour by itself', async () => false);
}

async function post(box, path, request) {
  try {
    const reply = await box.call('POST', path, request);
    if (reply.status >= 500) keepLost(box, path);
    return reply;
  } catch (error) {
    if (!(error instanceof NotTried)) keepLost(box, path);
    throw error;
  }
}

/** Registers what a POST has made; `remove` deletes it before the fact ends, and answers the reply. */
function kept({ call, keep, marker }, { at, reply, headers }) {
  const address = `${at}/${encodeURIComponent(reply.body.id)}`;
  let isRemoved = false;
  keep(`${marker} in ${at.replace(/\/[^/]{30,}/g, '/…')}`, async () => isRemoved || isGone(call, address, headers));
  const remove = async () => {
    const gone = await call('DELETE', address, { headers });
    isRemoved ||= gone.status === 204;
    return gone;
  };
  return { ...reply.body, address, remove, location: reply.headers.get('location') };
}

/** Makes a thing if the service takes it: `{ reply, made }`, made null where it was refused. */
export async function tryMake(box, path, body, { headers, at = path } = {}) {
  const reply = await post(box, path, { body, headers });
  return { reply, made: reply.status === 201 ? kept(box, { at, reply, headers }) : null };
}

/** Makes a thing and answers its reply's body with its `address` and `remove`; it is deleted again when the fact ends. */
export async function make(box, path, body, options) {
  const { reply, made } = await tryMake(box, path, body, options);
  if (!made) throw new NotTried(`could not be made: ${codeOf(reply)}`);
  return made;
}

/** The body of a GET that must succeed. */
export async function read({ call }, path, headers) {
  const reply = await call('GET', path, { headers });
  if (reply.status !== 200) throw new NotTried(`could not be read: ${codeOf(reply)}`);
  return reply.body;
}

export const makeContact = (box, more = {}, options = {}) =>
  make(box, '/me/contacts', { givenName: box.marker, displayName: box.marker, ...more }, options);

const DAY = 86_400_000;
/** `YYYY-MM-DD`, two years and some days ahead, so that nobody's day is disturbed. */
export const farDay = (plus = 0) => new Date(Date.now() + (730 + plus) * DAY).toISOString().slice(0, 10);

const at = (hour) => ({ dateTime: `${farDay()}T${hour}:00:00`, timeZone: 'UTC' });

/** A meeting without guests that blocks no time and reminds of nothing. */
export const makeEvent = (box, more = {}, { path = '/me/events', headers } = {}) =>
  make(
    box,
    path,
    { subject: box.marker, start: at('09'), end: at('10'), showAs: 'free', isReminderOn: false, ...more },
    { headers },
  );

/** A series of three days. */
export const makeSeries = (box, options) => {
  const range = { type: 'numbered', startDate: farDay(), numberOfOccurrences: 3 };
  return makeEvent(box, { recurrence: { pattern: { type: 'daily', interval: 1 }, range } }, options);
};

/** A calendar of our own, deleted with all that is in it. */
export const makeCalendar = (box) => make(box, '/me/calendars', { name: box.marker });

/** A folder of contacts of our own, deleted with all that is in it. */
export const makeFolder = (box) => make(box, '/me/contactFolders', { displayName: box.marker });

/** A list of To Do of our own, deleted with all that is in it. */
export const makeList = (box) => make(box, '/me/todo/lists', { displayName: box.marker });

const TRIES = 5;
const pause = () => new Promise((resolve) => setTimeout(resolve, 1000));

/** Asks again for some seconds, for what a mailbox tells a little late; answers what was heard last. */
export async function until(isEnough, ask) {
  for (let tried = 1; ; tried += 1) {
    const answer = await ask();
    if (isEnough(answer) || tried === TRIES) return answer;
    await pause();
  }
}
