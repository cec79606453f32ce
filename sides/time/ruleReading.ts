import type { Refused, Repeat, Start } from './repeat';
import { isRefused, plain, refuse, startProblem } from './repeat';
import { oncePerDay, patternOf } from './rulePattern';
import { byOf, endOf, numbers, partsOf } from './ruleSyntax';
import { toIana, unknownZone } from './zoneNames';

const unreadable = (text: string) =>
  refuse(`The rule of the series, "${text}", is not one we can read. Set its repetition again.`);
/** Parts of RFC 5545 that Outlook has no word for. Nothing is left out of a series in silence, so each one refuses it. */
const refusals: Readonly<Record<string, string>> = {
  BYSECOND: oncePerDay,
  BYMINUTE: oncePerDay,
  BYHOUR: 'It sets its own times of day; Outlook takes the time of the first event.',
  BYWEEKNO: 'It counts the weeks of the year; Outlook cannot.',
  BYYEARDAY: 'It counts the days of the year; Outlook cannot.',
  RSCALE: 'It follows another calendar than the Gregorian one.',
  SKIP: 'It follows another calendar than the Gregorian one.',
  RDATE: 'It has extra dates beside its rule; Outlook cannot add dates to a series.',
  EXRULE: 'It leaves dates out by a second rule; Outlook knows one rule per series.',
};
const known = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS'];

/** A rule as a repeat, in its plain form, without a look at whether its first event fits it. */
export function repeatOf(text: string, start: Start | null): Repeat | Refused {
  const parts = partsOf(text);
  if (!parts) return unreadable(text);
  const names = [...parts.keys()];
  const outside = names.find((name) => refusals[name]);
  if (outside) return refuse(refusals[outside] ?? '');
  const interval = numbers(parts, 'INTERVAL', 1, Number.MAX_SAFE_INTEGER);
  const [by, end] = [byOf(parts), endOf(parts, start)];
  if (names.some((name) => !known.includes(name)) || interval === null || !by || !end) return unreadable(text);
  const every = interval?.[0] ?? 1;
  const pattern = patternOf(parts, by, start, every);
  if (!pattern) return unreadable(text);
  return isRefused(pattern) ? pattern : plain({ pattern, interval: every, end });
}

/**
 * An RFC 5545 rule as a repeat both sides can say, in its plain form; or why not, in words for a person. Days the rule leaves
 * to its first event are filled in from `start`; without a start such a rule is refused.
 */
export function readRule(text: string, start: Start | null): Repeat | Refused {
  if (start && !toIana(start.zone)) return refuse(unknownZone(start.zone));
  const repeat = repeatOf(text, start);
  if (isRefused(repeat)) return repeat;
  const problem = startProblem(repeat, start);
  return problem ? refuse(problem) : repeat;
}
