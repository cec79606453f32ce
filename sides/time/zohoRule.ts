import { reason } from '../../reasons';
import { MOST_DATES, type Start } from './recurrence';
import { isRefused, refuse, type Refused } from '../row';
import { readRule, joinParts, ruleParts, ruleText } from './rrule';
import { rulePartsOf } from './rruleParts';

/** Zoho's Recurring_Activity: a rule that carries its own DTSTART, and its left-out dates [zoho-crm v8 record]. */
export type ZohoRecurrence = { readonly RRULE?: string | null; readonly EXDATE?: string | null };
/** `except`: local dates (`YYYY-MM-DD`) on which the series does not take place. */
export type ZohoRule = { readonly rule: string; readonly startDate: string | null; readonly except: readonly string[] };

const dateOf = (text: string): string | null => {
  const [, year, month, day] = /^(\d{4})-?(\d\d)-?(\d\d)/.exec(text.trim()) ?? [];
  return year ? `${year}-${month}-${day}` : null;
};
const datesOf = (text: string): readonly (string | null)[] =>
  text
    .split(/[,;\s]+/)
    .filter(Boolean)
    .map(dateOf);

/**
 * Zoho's recurrence as a plain RFC 5545 rule without DTSTART; or why Outlook cannot say it.
 * `start` is the event's own start in the user's zone; null takes the rule's DTSTART for it. Zoho writes UNTIL as a date.
 */
export function fromZoho(recurring: ZohoRecurrence, start: Start | null): ZohoRule | Refused {
  const parts = rulePartsOf(recurring.RRULE ?? '');
  if (!parts) return refuse(reason('zohoRuleUnreadable'));
  const startDate = start?.date ?? dateOf(parts.get('DTSTART') ?? '');
  const except = datesOf([parts.get('EXDATE'), recurring.EXDATE].filter(Boolean).join(','));
  if (except.length > MOST_DATES) return refuse(reason('tooManyDates', { max: MOST_DATES }));
  const rule = joinParts([...parts].filter(([name]) => name !== 'DTSTART' && name !== 'EXDATE'));
  const repeat = readRule(rule, start ?? (startDate ? { date: startDate, zone: 'UTC' } : null));
  if (isRefused(repeat)) return repeat;
  if (except.includes(null)) return refuse(reason('zohoDatesUnreadable'));
  return { rule: ruleText(repeat), startDate, except: except.flatMap((date) => date ?? []) };
}

/** A rule for Zoho, its times as dates, or why not. Only an insert takes it [layout: api_update false]. */
export function toZoho(
  rule: string,
  start: Start,
  except: readonly string[] = [],
): { readonly recurring: { readonly RRULE: string; readonly EXDATE?: string } } | Refused {
  const repeat = readRule(rule, start);
  if (isRefused(repeat)) return repeat;
  const { pattern, end, interval } = repeat;
  if (pattern.kind === 'monthDay' && pattern.month === null && (pattern.day === 29 || pattern.day === 30)) {
    return refuse(reason('zohoNoSuchMonthDay', { day: pattern.day }));
  }
  const [freq, ...rest] = ruleParts({ pattern, interval, end: { kind: 'never' } }).filter(
    ([name]) => name !== 'INTERVAL',
  );
  const until = end.kind === 'until' ? [['UNTIL', end.date] as const] : [];
  const count = end.kind === 'count' ? [['COUNT', end.count] as const] : [];
  const head = [freq ?? ['FREQ', 'DAILY'], ['INTERVAL', interval]] as const;
  const RRULE = joinParts([...head, ...rest, ['DTSTART', start.date], ...count, ...until]);
  return { recurring: except.length ? { RRULE, EXDATE: except.join(',') } : { RRULE } };
}
