import { next, makeChangeKey } from '../../../../simulators/graph/ids';
import type { StoredEvent } from '../../../../simulators/graph/model';
import type { RunningSimulators } from '../../../../simulators/start';
import type { StoredRecord } from '../../../../simulators/zoho/record';
import { keepRecord } from '../../../../simulators/zoho/state';
import type { Deed, Values } from '../../types';
import type { Form } from './forms';
import { dateAfter, inOutlook, inZoho, outlookRule, outlookTime, put, zohoRule, zohoTime } from './forms';
import type { Field } from './view';

/** The meeting that a deed is about, as both services hold it. */
export interface Held {
  readonly token: string;
  /** As it was made. */
  readonly form: Form;
  /** The history's first day. */
  readonly first: number;
  readonly event: StoredEvent | null;
  readonly record: StoredRecord | null;
}

type Hand = (held: Held, deed: Deed) => Field | 'own' | 'scope' | null;
const DAY = 86_400_000;
const given = (deed: Deed, name: string): unknown => deed.values?.[name];

/** A person's hands on both services: straight into what these hold, past every program. */
export function makeHands({ graph, zoho }: RunningSimulators) {
  const edit = (event: StoredEvent, what: object): void =>
    graph.seed({ eventEdits: [{ event: event.restId, ...what }] });
  const change = (record: StoredRecord, values: Values): void => {
    record.values = { ...record.values, ...values };
    record.modified = zoho.clock.now();
    keepRecord(zoho.state, record);
  };

  /** Writes a field on the side of the deed. */
  function field({ event, record, token }: Held, deed: Deed): Field | null {
    const name = String(given(deed, 'field'));
    const value = name === 'subject' ? `${token} ${String(given(deed, 'value'))}` : given(deed, 'value');
    if (deed.on === 'outlook' ? !event : !record) return null;
    if (deed.on === 'outlook' && event) edit(event, { set: inOutlook[name]?.(value) });
    if (deed.on === 'zoho' && record) change(record, inZoho[name]?.(value) ?? {});
    return name as Field;
  }

  /** Another time; a series keeps its days. */
  const move: Hand = ({ event, record, form, first }, deed) => {
    const rule = deed.on === 'outlook' ? event?.fields.recurrence : record?.values.Recurring_Activity;
    const now: Form = { ...form, hour: Number(given(deed, 'hour')), day: rule ? form.day : Number(given(deed, 'day')) };
    if (form.form === 'daysSeries') return null;
    if (deed.on === 'outlook' && event) edit(event, { set: outlookTime(first, now) });
    else if (deed.on === 'zoho' && record) change(record, zohoTime(first, now));
    else return null;
    return 'time';
  };

  /** The date of the how manieth meeting of a series in Outlook that is not cancelled; null where there is none. */
  function dateIn({ event }: Held, k: number): string | null {
    const rule = event?.fields.recurrence as {
      pattern: { type: string; interval: number };
      range: { startDate: string };
    };
    if (!event || !rule) return null;
    const step = rule.pattern.interval * (rule.pattern.type === 'weekly' ? 7 : 1);
    const date = dateAfter(Date.parse(rule.range.startDate), k * step);
    return event.cancelled.has(date) ? null : date;
  }
  const one =
    (what: (deed: Deed, date: string, held: Held) => object, name: Field): Hand =>
    (held, deed) => {
      const date = deed.on === 'outlook' ? dateIn(held, Number(given(deed, 'k'))) : null;
      if (!date || !held.event) return null;
      edit(held.event, { date, ...what(deed, date, held) });
      return name;
    };
  /** The CRM offers the days of the rule as it is now. */
  const takeOut: Hand = ({ record }, deed) => {
    const rule = record?.values.Recurring_Activity as { RRULE?: string; EXDATE?: string } | undefined;
    if (deed.on !== 'zoho' || !record || !rule?.RRULE) return null;
    const part = (name: string): string => new RegExp(`${name}=([^;]+)`).exec(rule.RRULE ?? '')?.[1] ?? '';
    const step = Number(part('INTERVAL') || 1) * (part('FREQ') === 'WEEKLY' ? 7 : 1);
    const begins = part('DTSTART').replace(/^(\d{4})(\d\d)(\d\d).*/, '$1-$2-$3');
    const date = dateAfter(Date.parse(begins), Number(given(deed, 'k')) * step);
    const out = [...new Set([...(rule.EXDATE ?? '').split(',').filter(Boolean), date])].sort().join(',');
    change(record, { Recurring_Activity: { ...rule, EXDATE: out } });
    return 'off';
  };
  const rule: Hand = ({ event }, deed) => {
    const recurrence = event?.fields.recurrence as { pattern: { interval: number } } | null;
    if (deed.on !== 'outlook' || !event || !recurrence) return null;
    const pattern = { ...recurrence.pattern, interval: recurrence.pattern.interval + 1 };
    edit(event, { set: { recurrence: { ...recurrence, pattern } } });
    return 'rule';
  };

  const inEvent =
    (set: (held: StoredEvent, deed: Deed) => Values, name: 'own' | 'scope'): Hand =>
    ({ event }, deed) => {
      if (!event) return null;
      edit(event, { set: set(event, deed) });
      return name;
    };
  const tags = (event: StoredEvent): readonly string[] => event.fields.categories as readonly string[];
  const untagged = (event: StoredEvent, tag: string) => tags(event).filter((one) => one !== tag);

  const owner: Hand = ({ record }, deed) => {
    const user = zoho.state.users[given(deed, 'mine') === true ? 0 : 1];
    if (!record || !user || record.owner === user.id) return null;
    record.owner = user.id;
    change(record, {});
    return 'scope';
  };
  const code: Hand = ({ record }, deed) => {
    if (!record) return null;
    change(record, { Internal_Code: given(deed, 'value') });
    return 'own';
  };
  /** As Outlook does it: the meeting keeps its immutable id. */
  const calendar: Hand = ({ event }, deed) => {
    const named = [...graph.state.calendars.values()].find(({ name }) => name === given(deed, 'to'));
    if (!event || !named || event.calendar === named.id) return null;
    const log = (of: string) => graph.state.eventChanges.push({ seq: next(graph.state), calendar: of, event });
    const from = event.calendar;
    (event as { calendar: string }).calendar = named.id;
    event.changeKey = makeChangeKey(next(graph.state));
    event.modified = graph.clock.now();
    [from, named.id].forEach(log);
    return 'scope';
  };

  const hands: Readonly<Record<string, Hand>> = {
    edit: field,
    move,
    cancelOne: one(() => ({ delete: true }), 'off'),
    changeOne: one((deed) => ({ set: { location: { displayName: given(deed, 'place') } } }), 'moved'),
    takeOut,
    rule,
    tag: inEvent(
      (event, deed) => ({
        categories: [...untagged(event, 'Zoho'), ...(given(deed, 'isOn') === true ? ['Zoho'] : [])],
      }),
      'scope',
    ),
    private: inEvent((_, deed) => ({ sensitivity: given(deed, 'isOn') === true ? 'private' : 'normal' }), 'scope'),
    showAs: inEvent((_, deed) => ({ showAs: given(deed, 'value'), importance: 'high' }), 'own'),
    otherTag: inEvent(
      (event, deed) => ({
        categories: [...untagged(event, 'Private list'), ...(given(deed, 'isOn') === true ? ['Private list'] : [])],
      }),
      'own',
    ),
    ...{ calendar, owner, code },
  };

  function create(on: Deed['on'], token: string, f: Form, first: number): void {
    const word = `${token} ${f.word}`;
    const event = {
      ...{ subject: word, categories: ['Zoho'], isReminderOn: false },
      ...outlookTime(first, f),
      ...outlookRule(first, f),
      ...put(inOutlook, f),
      ...(f.foreign === true && { isOrganizer: false, organizer: { emailAddress: { address: 'boss@x.example' } } }),
    };
    const name = f.elsewhere === true ? 'Other' : 'Calendar';
    if (on !== 'zoho') graph.seed({ calendars: [{ name, events: [event] }] });
    const theirs = on === 'both' ? { ...f, ...(f.theirs as Values | undefined) } : f;
    const record = {
      ...{ Event_Title: word.slice(0, 255).trim(), Meeting_Venue__s: 'In-office' },
      ...zohoTime(first, f),
      ...zohoRule(first, f),
      ...put(inZoho, theirs),
    };
    if (on !== 'outlook') zoho.seed({ records: { Events: [record] } });
  }

  function remove(on: Deed['on'], { event, record }: Held): void {
    if (on !== 'zoho' && event) edit(event, { delete: true });
    if (on === 'outlook' || !record) return;
    zoho.state.records.get('Events')?.delete(record.id);
    const deleted = zoho.state.deleted.get('Events') ?? [];
    zoho.state.deleted.set('Events', deleted);
    const displayName = String(record.values.Event_Title);
    deleted.push({ record, displayName, deletedBy: record.owner, deletedAt: zoho.clock.now(), permanent: false });
  }

  return { hands, create, remove, day: DAY };
}
