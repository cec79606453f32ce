import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import { kinds } from '../sync/kinds';
import { asArray, asObject, asString, type KindName, type SideRecord, type Value } from '../sync/model';
import { toIana } from './time/dateTime';

type Told = Pick<SideRecord, 'ref' | 'fields' | 'extra'>;

/** Records as other programs and people read them. */
export interface Readable {
  readonly extension: string;
  readonly mimeType: string;
  readonly text: string;
}

type Line = readonly [name: string, value: string | readonly string[], parameters?: Readonly<Record<string, string>>];

/** ical.js folds and escapes. */
function componentOf(name: string, lines: readonly Line[]): ICAL.Component {
  const component = new ICAL.Component(name);
  for (const [property, value, parameters = {}] of lines) {
    if (value === '') continue;
    const made = new ICAL.Property(property, component);
    for (const [key, one] of Object.entries(parameters)) made.setParameter(key, one);
    made.setValue(value as string);
    component.addProperty(made);
  }
  return component;
}

const phones = {
  businessPhone: 'work',
  homePhone: 'home',
  mobilePhone: 'cell',
  otherPhone: 'voice',
  businessFax: 'fax',
};
const places = { business: 'work', other: 'home' };
const parts = ['Street', 'City', 'State', 'PostalCode', 'Country'];

function card({ fields: f }: Told): string {
  const said = (name: string): string => asString(f[name]);
  const names = [said('lastName'), said('firstName')];
  const shown =
    said('displayName') || [...names].reverse().filter(Boolean).join(' ') || said('companyName') || said('email');
  const address = (place: string): readonly string[] => ['', '', ...parts.map((part) => said(`${place}${part}`))];
  const filled = Object.entries(places).filter(([place]) => address(place).some(Boolean));
  const lines: readonly Line[] = [
    ['version', '3.0'],
    ['fn', shown || '-'],
    ['n', [...names, '', '', '']],
    ['email', said('email')],
    ...Object.entries(phones).map(([name, type]): Line => ['tel', said(name), { type }]),
    ...filled.map(([place, type]): Line => ['adr', address(place), { type }]),
    ['org', [said('companyName'), said('department')].filter(Boolean)],
    ['title', said('jobTitle')],
    ['note', said('notes')],
  ];
  const component = componentOf(
    'vcard',
    lines.filter(([, value]) => value.length > 0),
  );
  // a date by its form alone: ical.js would make an instant of it
  const birthday = said('birthday').slice(0, 10);
  const text = component.toString();
  return birthday ? text.replace(/END:VCARD$/, `BDAY:${birthday}\r\nEND:VCARD`) : text;
}

/** Wall time where a series goes by it, else an instant; a whole day is a date. */
function timeOf(value: Value | undefined, zone: string | null): ICAL.Time | null {
  const text = asString(value);
  if (text.length === 10) return ICAL.Time.fromDateString(text);
  const at = DateTime.fromISO(text, { zone: 'utc' });
  if (!at.isValid) return null;
  const local = at.setZone(zone ?? 'utc');
  const { year, month, day, hour, minute, second } = local;
  const time = { year, month, day, hour, minute, second, isDate: false };
  return new ICAL.Time(time, zone ? ICAL.Timezone.localTimezone : ICAL.Timezone.utcTimezone);
}

function addTime(component: ICAL.Component, name: string, value: Value | undefined, zone: string | null = null): void {
  const time = timeOf(value, zone);
  if (!time) return;
  const made = component.addPropertyWithValue(name, time);
  if (zone && !time.isDate) made.setParameter('tzid', zone);
}

const statuses: Readonly<Record<string, string>> = { completed: 'COMPLETED', inProgress: 'IN-PROCESS' };
const priorities: Readonly<Record<string, string>> = { high: '1', low: '9' };

function task({ fields: f, ref }: Told): ICAL.Component {
  const component = componentOf('vtodo', [
    ['uid', ref],
    ['summary', asString(f.subject)],
    ['description', asString(f.description)],
    ['status', statuses[asString(f.status)] ?? 'NEEDS-ACTION'],
  ]);
  const priority = priorities[asString(f.priority)];
  if (priority) component.addPropertyWithValue('priority', Number(priority));
  addTime(component, 'due', f.dueDate);
  return component;
}

function meeting({ fields: f, ref, extra }: Told): ICAL.Component {
  const rule = asString(f.recurrence);
  const zone = rule ? toIana(asString(asObject(extra).timeZone)) : null;
  const people = asArray<unknown>(f.participants).map((one) => asString(asObject(one).address) || asString(one));
  const component = componentOf('vevent', [
    ['uid', asString(f.uid) || ref],
    ['summary', asString(f.subject)],
    ['location', asString(f.location)],
    ['description', asString(f.description)],
    ...people.filter((one) => one.includes('@')).map((one): Line => ['attendee', `mailto:${one}`]),
  ]);
  addTime(component, 'dtstart', f.start, zone);
  addTime(component, 'dtend', f.end, zone);
  if (rule) component.addPropertyWithValue('rrule', ICAL.Recur.fromString(rule.replace(/^RRULE:/i, '')));
  return component;
}

const calendar = (inner: readonly ICAL.Component[]): string => {
  const whole = componentOf('vcalendar', [
    ['version', '2.0'],
    ['prodid', '-//n8n-nodes-zoho-outlook//backup//EN'],
  ]);
  for (const one of inner) whole.addSubcomponent(one);
  return `${whole.toString()}\r\n`;
};

const iCalendar = (records: readonly Told[], of: (one: Told) => ICAL.Component): Readable => ({
  extension: 'ics',
  mimeType: 'text/calendar',
  text: calendar(records.map(of)),
});

/** For other address books and calendars. */
export const forPrograms: Readonly<Record<KindName, (records: readonly Told[]) => Readable | null>> = {
  contact: (records) => ({
    extension: 'vcf',
    mimeType: 'text/vcard',
    text: records.map((one) => `${card(one)}\r\n`).join(''),
  }),
  task: (records) => iCalendar(records, task),
  event: (records) => iCalendar(records, meeting),
  mail: () => null,
};

/** A spreadsheet takes what begins like this for something to calculate; phone numbers it does not. */
const isFormula = (text: string): boolean => /^[=@\t\r]/.test(text) || /^[+-](?![\d\s()./-]*$)/.test(text);

function cell(value: Value | undefined): string {
  const text = typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
  return `"${(isFormula(text) ? `'${text}` : text).replace(/"/g, '""')}"`;
}

/** A table for people: a row a record, a column a field. */
export function forPeople(kind: KindName, records: readonly Told[]): Readable {
  const { fields } = kinds[kind];
  const head = ['ID', ...fields.map(({ label }) => label.en)];
  const rows = records.map((one) => [one.ref, ...fields.map(({ name }) => one.fields[name])]);
  const text = [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
  // by this mark spreadsheets know UTF-8
  return { extension: 'csv', mimeType: 'text/csv', text: `\uFEFF${text}` };
}
