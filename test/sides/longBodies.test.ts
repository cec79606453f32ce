/** A body that is longer than anybody writes is not read, and that is told; of what is not synced no body is read at all. */
import { sentence } from '../../reasons';
import { MOST_HTML } from '../../sides/html';
import { recordOf as eventOf, outOfWindowRecord, outsideRecord } from '../../sides/outlook/event/record';
import { outsideTask, recordOf as taskOf } from '../../sides/outlook/task/record';
import { kinds } from '../../sync/kinds';
import type { SideRecord } from '../../sync/model';
import { unsyncableReasons } from '../../sync/project';
import { byCalDav, byRecords, emptyEvent } from '../support/eventLens';
import { created, cycle, type Raw } from '../support/lens';

const time = { dateTime: '2027-03-01T09:00:00.0000000', timeZone: 'UTC' };
const end = { ...time, dateTime: '2027-03-01T10:00:00.0000000' };
const event = (body: unknown): Raw => ({ ...emptyEvent, subject: 'Plan', start: time, end, body });
const task = (body: unknown): Raw => ({
  ...{ id: 't', title: 'Plan', status: 'notStarted', importance: 'normal', categories: ['Zoho'], body },
});
const scope = { list: 'L', recurring: 'each', zone: 'UTC', sent: [] } as const;
const eventIn = (row: Raw, ...categories: string[]) => eventOf(row, { categories, privates: 'skip' });
const taskIn = (row: Raw, ...categories: string[]) => taskOf(row, { ...scope, categories });

const long = { contentType: 'html', content: `<p>${'x'.repeat(MOST_HTML)}</p>` };
const told = (kind: 'event' | 'task', { fields }: SideRecord, language: 'en' | 'ja') =>
  unsyncableReasons(kinds[kind], 'zoho', fields).map((one) => sentence(one, language));

test.each([
  ['event', eventIn(event(long), 'Zoho')],
  ['task', taskIn(task(long), 'Zoho')],
] as const)('an %s with a body of more than 200,000 characters says so, and goes over without it', (kind, record) => {
  expect(record.state).toBe('live');
  expect(told(kind, record, 'en').join()).toMatch(/The text has more than 200,000 characters.*is not read/);
  expect(told(kind, record, 'ja').join()).toMatch(/200,000 文字を超えるか、タグが多すぎるため、読み取りません/);
});

test.each([
  ['event', eventIn(event({ ...long, content: 'x'.repeat(MOST_HTML) }), 'Zoho')],
  ['task', taskIn(task({ ...long, content: 'x'.repeat(MOST_HTML) }), 'Zoho')],
] as const)('an %s with as many as that is read', (kind, record) => {
  expect(record.fields.description).toHaveLength(MOST_HTML);
  expect(told(kind, record, 'en')).toEqual([]);
});

test.each([
  ['records', byRecords],
  ['calendar', byCalDav],
])('a body that became too long blanks nothing in the CRM’s %s, and no edit there overwrites it', (_name, lens) => {
  const linked = created(lens, 'outlook', event({ contentType: 'text', content: 'short' }));
  const grown = cycle(lens, { ...linked, outlook: { ...linked.outlook, body: long } });
  expect(grown.decision.writes).toEqual([]);
  expect(grown.decision.unsyncable?.map((one) => sentence(one)).join()).toMatch(/more than 200,000 characters/);
  const edited = lens === byRecords ? { Description: 'edited' } : null;
  if (edited)
    expect(() => cycle(lens, { ...grown.after, zoho: { ...grown.after.zoho, ...edited } })).toThrow(/200,000/);
});

/** A body that must not be looked into. */
const secret = {
  contentType: 'html',
  get content(): string {
    throw new Error('the body was read');
  },
};
const read = (record: SideRecord) => [
  record.state,
  record.unreadable,
  record.keys.strong.length > 0 || record.keys.weak !== null,
];

test('of what is not synced no body is read: it is known by its keys all the same', () => {
  const known = ['outside', undefined, true];
  expect(read(eventIn(event(secret), 'Other'))).toEqual(known);
  expect(read(outsideRecord(event(secret), { categories: ['Zoho'], privates: 'full' }))).toEqual(known);
  expect(read(taskIn(task(secret), 'Other'))).toEqual(known);
  expect(read(outsideTask(task(secret), 'UTC'))).toEqual(known);
  const private_ = { ...event(secret), sensitivity: 'private' };
  expect(read(eventIn(private_, 'Zoho'))).toEqual(['outside', undefined, false]);
  expect(read(outOfWindowRecord('e', event(secret), '2030-01-01'))).toEqual(['outside', undefined, false]);
  expect(read(eventIn(event(secret), 'Zoho'))[1]).toMatchObject({
    code: 'recordUnreadable',
    args: { property: 'body' },
  });
});
