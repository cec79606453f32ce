import ICAL from 'ical.js';

export interface Meeting {
  /** A date, or an instant in UTC without its letter. */
  readonly start: string;
  readonly end: string;
}

const textOf = (time: InstanceType<typeof ICAL.Time>): string =>
  time.isDate ? time.toString() : time.convertToZone(ICAL.Timezone.utcTimezone).toString().replace('Z', '');

/** The first meetings of an object as ical.js counts them, by the zones that the text itself defines. */
export function expanded(text: string, most: number): readonly Meeting[] {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const components = calendar.getAllSubcomponents('vevent');
  const main = components.find((one) => !one.hasProperty('recurrence-id'));
  if (!main) return [];
  const exceptions = components.filter((one) => one !== main);
  const event = new ICAL.Event(main, { exceptions, strictExceptions: false });
  const iterator = event.iterator();
  const found: Meeting[] = [];
  for (let next = iterator.next(); next && found.length < most; next = iterator.next()) {
    const { startDate, endDate } = event.getOccurrenceDetails(next);
    found.push({ start: textOf(startDate), end: textOf(endDate) });
  }
  return found;
}
