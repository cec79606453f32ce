/** Whatever a property of an item is, null, missing or of another form: reading it never throws, so it ends no run. */
import { toNeutral as contactToNeutral, recordOf as contactOf } from '../../../sides/outlook/contact/record';
import { recordOf as eventOf, toNeutral as eventToNeutral } from '../../../sides/outlook/event/record';
import { recordOf as mailOf } from '../../../sides/outlook/mail/record';
import { recordOf as taskOf, toNeutral as taskToNeutral } from '../../../sides/outlook/task/record';

const time = { dateTime: '2027-03-01T09:00:00.0000000', timeZone: 'Eastern Standard Time' };
const person = { emailAddress: { name: 'Ann', address: 'ann@example.com' } };
const recurrence = {
  pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'], firstDayOfWeek: 'sunday', month: 0, index: 'first' },
  range: { type: 'endDate', startDate: '2027-03-01', endDate: '2027-10-01', recurrenceTimeZone: 'UTC' },
};
const common = { id: 'A', '@odata.etag': 'W/"1"', lastModifiedDateTime: '2027-01-01T00:00:00Z', categories: ['Zoho'] };
const event = {
  ...{ ...common, type: 'seriesMaster', subject: 'M', start: time, end: time, isAllDay: false, recurrence },
  ...{
    attendees: [person],
    organizer: person,
    body: { contentType: 'html', content: 'x' },
    location: { displayName: 'R' },
  },
  ...{ originalStartTimeZone: 'UTC', iCalUId: 'U', isReminderOn: true, reminderMinutesBeforeStart: 15 },
  ...{
    cancelledOccurrences: ['OID.A.2027-03-08'],
    exceptionOccurrences: [{ id: 'B', occurrenceId: 'OID.A.2027-03-15' }],
  },
};
const task = {
  ...{ ...common, title: 'T', status: 'notStarted', importance: 'normal', body: { contentType: 'text', content: 'x' } },
  ...{
    dueDateTime: time,
    reminderDateTime: time,
    isReminderOn: true,
    recurrence,
    linkedResources: [{ externalId: '1' }],
  },
};
const contact = {
  ...{ ...common, givenName: 'A', surname: 'B', emailAddresses: [{ address: 'a@x.com' }], businessPhones: ['1'] },
  ...{
    businessAddress: { city: 'X' },
    birthday: '1980-01-01T00:00:00Z',
    singleValueExtendedProperties: [{ id: 'x', value: 'y' }],
  },
};
const mail = {
  ...{
    ...common,
    subject: 'S',
    from: person,
    sender: person,
    toRecipients: [person],
    ccRecipients: [],
    bccRecipients: [],
  },
  ...{ sentDateTime: '2027-01-01T00:00:00Z', internetMessageId: '<1@x>', body: { contentType: 'html', content: '' } },
};

const scope = { list: 'L', recurring: 'each', categories: ['Zoho'], zone: 'Eastern Standard Time', sent: [] } as const;
const readers: Readonly<Record<string, readonly [object, (item: Readonly<Record<string, unknown>>) => unknown]>> = {
  event: [event, (one) => [eventOf(one, { categories: ['Zoho'], privates: 'full' }), eventToNeutral(one, 'title')]],
  task: [task, (one) => [taskOf(one, scope), taskToNeutral(one, scope.zone)]],
  contact: [contact, (one) => [contactOf(one, { folder: null, categories: ['Zoho'] }), contactToNeutral(one)]],
  mail: [mail, (one) => mailOf({ ...one, id: 'A' }, [])],
};

const odd: readonly unknown[] = [
  ...[null, undefined, '', 'nonsense', 0, -1, true, [], {}, [null], [{}], [''], { dateTime: 'x', timeZone: 'Nowhere' }],
  ...[
    { dateTime: time.dateTime, timeZone: 'tzone://Microsoft/Custom' },
    { dateTime: null, timeZone: null },
  ],
  ...[{ pattern: null, range: null }, { pattern: {}, range: {} }, { emailAddress: null }, [{ emailAddress: null }]],
];

/** The item with each of its properties, and each part of those, in each odd form. */
function* variants(item: object): Generator<readonly [string, Readonly<Record<string, unknown>>]> {
  for (const [name, value] of Object.entries(item))
    for (const other of odd) {
      yield [`${name}: ${JSON.stringify(other)}`, { ...item, [name]: other }];
      if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
      for (const part of Object.keys(value as object))
        yield [
          `${name}.${part}: ${JSON.stringify(other)}`,
          { ...item, [name]: { ...(value as object), [part]: other } },
        ];
    }
}

test.each(Object.entries(readers))('%s', (_kind, [item, read]) => {
  const failed: string[] = [];
  for (const [name, one] of variants(item))
    try {
      read(one);
    } catch (error) {
      failed.push(`${name}: ${String(error)}`);
    }
  expect(failed).toEqual([]);
});
