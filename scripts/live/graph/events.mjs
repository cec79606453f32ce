// Facts about meetings, series, and their feed.
import { NotTried, verdict } from '../verdict.mjs';
import { IMMUTABLE, codeOf, farDay, makeCalendar, makeEvent, makeSeries, read, until } from './things.mjs';

const MOST_PAGES = 50;

/** A round of changes to its end: `{ rows, link }`, the link of the next round. */
async function round(box, path, headers) {
  const rows = [];
  let link = path;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const body = await read(box, link, headers);
    rows.push(...body.value);
    if (body['@odata.deltaLink']) return { rows, link: body['@odata.deltaLink'] };
    link = body['@odata.nextLink'];
  }
  throw new NotTried('the feed did not end');
}

const WINDOW = `startDateTime=${farDay(-1)}T00:00:00Z&endDateTime=${farDay(9)}T00:00:00Z`;

/** The feed of a calendar of our own, once it tells a series in it. */
const feedWith = (box, calendar, series, headers = IMMUTABLE) =>
  until(
    ({ rows }) => rows.some(({ seriesMasterId }) => seriesMasterId === series.id),
    () => round(box, `${calendar.address}/calendarView/delta?${WINDOW}`, headers),
  );

async function calendarWithSeries(box, headers = IMMUTABLE) {
  const calendar = await makeCalendar(box);
  const path = `${calendar.address}/events`;
  return { calendar, path, series: await makeSeries(box, { path, headers }) };
}

/** The second meeting of a series. */
async function secondOf(box, series) {
  const { value } = await read(box, `${series.address}/instances?${WINDOW}`, IMMUTABLE);
  const [, second] = value.toSorted((one, other) => one.start.dateTime.localeCompare(other.start.dateTime));
  if (!second) throw new NotTried('the meetings of the series were not told');
  return second;
}

async function seriesWithChange(box) {
  const series = await makeSeries(box, { headers: IMMUTABLE });
  const { id } = await secondOf(box, series);
  const changed = await box.call('PATCH', `/me/events/${encodeURIComponent(id)}`, {
    body: { subject: `${box.marker} changed` },
    headers: IMMUTABLE,
  });
  if (changed.status !== 200) throw new NotTried(`a meeting could not be changed: ${codeOf(changed)}`);
  return { series, changed: changed.body };
}

const exceptionIn = async (box, series, nested) => {
  const options = `$select=id,exceptionOccurrences&$expand=exceptionOccurrences${nested}`;
  return (await read(box, `${series.address}?${options}`, IMMUTABLE)).exceptionOccurrences?.[0];
};
const told = (row, ...names) => names.map((name) => `${name} ${row?.[name] ? 'told' : 'not told'}`).join(', ');

/** The kinds of rows whose id in the feed is not the one that a GET tells. */
async function strangers(box, headers) {
  const { calendar, path, series } = await calendarWithSeries(box, headers);
  const single = await makeEvent(box, {}, { path, headers });
  const { rows } = await feedWith(box, calendar, series, headers);
  const wrong = [series, single].filter(({ id }) => !rows.some((row) => row.id === id)).map(({ type }) => type);
  for (const { id, type } of rows) {
    const { body } = await box.call('GET', `${path}/${encodeURIComponent(id)}`, { headers });
    if (body?.id !== id) wrong.push(type);
  }
  await calendar.remove();
  return [...new Set(wrong)].join(', ') || 'none';
}

export const eventFacts = [
  {
    row: 'A new event has another version seconds later',
    async check(box) {
      const made = await makeEvent(box);
      const etag = (row) => row['@odata.etag'];
      const later = await until(
        (row) => etag(row) !== etag(made),
        () => read(box, made.address),
      );
      return verdict(etag(later) !== etag(made), `its etag ${etag(later) === etag(made) ? 'stayed' : 'changed'}`);
    },
  },
  {
    row: '`$select` holds for what `$expand` adds, unless that has its own; `originalStart` comes only when named',
    async check(box) {
      const { series, changed } = await seriesWithChange(box);
      const bare = await exceptionIn(box, series, '');
      const named = await exceptionIn(box, series, '($select=subject,originalStart)');
      const isSo = bare && !bare.subject && named?.subject && named.originalStart && !changed.originalStart;
      const saw = `not named: ${told(bare, 'subject')}; named: ${told(named, 'subject', 'originalStart')}`;
      return verdict(Boolean(isSo), `${saw}; changed meeting alone: ${told(changed, 'originalStart')}`);
    },
  },
  {
    row: 'A cancelled occurrence leaves no row in calendarView/delta; its master is told again',
    async check(box) {
      const { calendar, path, series } = await calendarWithSeries(box);
      const first = await feedWith(box, calendar, series);
      const { id } = await secondOf(box, series);
      const gone = await box.call('DELETE', `${path}/${encodeURIComponent(id)}`, { headers: IMMUTABLE });
      if (gone.status !== 204) throw new NotTried(`a meeting could not be cancelled: ${codeOf(gone)}`);
      const { rows } = await until(
        (next) => next.rows.length > 0,
        () => round(box, first.link, IMMUTABLE),
      );
      const has = (wanted) => rows.some((row) => row.id === wanted);
      const word = (wanted) => (has(wanted) ? 'told' : 'not told');
      return verdict(!has(id) && has(series.id), `the occurrence: ${word(id)}; its master: ${word(series.id)}`);
    },
  },
  {
    row: 'An event has one id in calendarView/delta and by GET, in either form of ids',
    async check(box) {
      const [usual, immutable] = [await strangers(box, {}), await strangers(box, IMMUTABLE)];
      return verdict(usual === 'none' && immutable === 'none', `otherwise: ${usual}; of immutable ids: ${immutable}`);
    },
  },
  {
    row: 'A delta token that is none is 400, an old one 410',
    async check(box) {
      const reply = await box.call('GET', '/me/calendarView/delta?$deltatoken=live-check');
      return verdict(reply.status === 400, `a token that is none: ${codeOf(reply)}; an old one was not tried`);
    },
  },
];
