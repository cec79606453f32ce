import type { Comparison, Excuse, Problem } from './compare';
import type { Raw } from './contactRows';
import { fold } from './contactRows';

/** Meetings of both sides as the vendors show them; Graph's times in UTC. */
export interface EventWorld {
  readonly outlook: readonly Raw[];
  readonly zoho: readonly Raw[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const object = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {});
const day = (time: string, days = 0): string =>
  new Date(Date.parse(`${time.slice(0, 10)}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** A whole day is a date without a zone; any other time is an instant. Graph's end of a day is the next midnight, Zoho's the last minute. */
const graphTime = (event: Raw, which: 'start' | 'end'): string => {
  const time = text(object(event[which]).dateTime);
  return event.isAllDay === true ? day(time) : new Date(`${time.slice(0, 19)}Z`).toISOString();
};
const zohoTime = (event: Raw, which: 'start' | 'end'): string => {
  const time = text(event[which === 'start' ? 'Start_DateTime' : 'End_DateTime']);
  return event.All_day === true ? day(time, which === 'end' ? 1 : 0) : new Date(time).toISOString();
};

const title = (value: unknown): string => fold(text(value).replace(/^(Cancelled|Canceled): /i, ''));

interface Meeting {
  readonly side: 'outlook' | 'zoho';
  readonly ref: string;
  readonly label: string;
  readonly key: string;
  /** Of a series that Zoho keeps as many records, which it is: the same of all but the first. */
  readonly series?: string;
  /** What else has to be the same. */
  readonly rest: Readonly<Record<string, string>>;
}

const outlookMeeting = (raw: Raw): Meeting => ({
  ...{ side: 'outlook', ref: text(raw.id), label: text(raw.subject) },
  key: `${title(raw.subject)}|${graphTime(raw, 'start')}`,
  rest: { end: graphTime(raw, 'end'), location: fold(text(object(raw.location).displayName)) },
});
/** One of a series, but not on the day its rule begins: the report tells of these once, by any of them. */
function seriesOf(raw: Raw): string | undefined {
  const rule = text(object(raw.Recurring_Activity).RRULE);
  const first = /DTSTART=(\d{4}-\d\d-\d\d)/.exec(rule)?.[1];
  return first && first !== text(raw.Start_DateTime).slice(0, 10) ? `${text(raw.Event_Title)}|${rule}` : undefined;
}

const zohoMeeting = (raw: Raw): Meeting => ({
  ...{ side: 'zoho', ref: text(raw.id), label: text(raw.Event_Title) },
  key: `${title(raw.Event_Title)}|${zohoTime(raw, 'start')}`,
  series: seriesOf(raw),
  rest: { end: zohoTime(raw, 'end'), location: fold(text(raw.Venue)) },
});

function judge(one: Meeting, others: readonly Meeting[]): readonly string[] {
  const found = others.filter(({ key }) => key === one.key);
  if (found.length !== 1) return [`is there ${found.length} times on the other side`];
  return Object.keys(one.rest).flatMap((name) => (one.rest[name] === found[0]!.rest[name] ? [] : [`${name} differs`]));
}

/** Says whether both sides hold the same meetings at the same times, from the vendors' raw records alone. */
export function compareEvents({ outlook, zoho }: EventWorld, excuses: readonly Excuse[]): Comparison {
  const [left, right] = [outlook.map(outlookMeeting), zoho.map(zohoMeeting)];
  const reasons = new Map(excuses.map((excuse) => [`${excuse.side} ${excuse.ref}`, excuse]));
  const all = [...left, ...right];
  const toldSeries = new Map(
    all.flatMap(({ side, ref, series }) => {
      const excuse = series && reasons.get(`${side} ${ref}`);
      return series && excuse ? [[series, excuse] as const] : [];
    }),
  );
  const excuseOf = ({ side, ref, series }: Meeting): Excuse | undefined =>
    reasons.get(`${side} ${ref}`) ?? (series ? toldSeries.get(series) : undefined);
  const problems = all
    .filter((one) => !excuseOf(one))
    .flatMap((one): readonly Problem[] =>
      judge(one, one.side === 'outlook' ? right : left).map((what) => ({
        ...{ side: one.side, ref: one.ref, label: one.label },
        what,
      })),
    );
  const excused = all.flatMap((one) => {
    const excuse = reasons.get(`${one.side} ${one.ref}`);
    return excuse ? [{ ...excuse, label: one.label }] : [];
  });
  const wrong = new Set(problems.map(({ side, ref }) => `${side} ${ref}`));
  return { inStep: left.filter((one) => !excuseOf(one) && !wrong.has(`outlook ${one.ref}`)).length, excused, problems };
}
