import { inWords, sentence } from '../../../reasons';
import type { Start } from '../../../sides/time';
import { fromZoho, canonicalRule, toGraph, toZoho } from '../../../sides/time';
import { instantOf, toIana } from '../../../sides/time/dateTime';
import { datesOfRule } from './calendar';

const startOn = (date: string): Start => ({ date, time: '09:00', zone: 'W. Europe Standard Time' });

test('Zoho’s own rules: DTSTART taken out, UNTIL a date, dates left out', () => {
  const recurring = {
    RRULE: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;DTSTART=2026-02-01;UNTIL=2026-03-15',
    EXDATE: '2026-02-15,20260301',
  };
  const read = fromZoho(recurring, null);
  expect(read).toEqual({
    rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;UNTIL=20260315',
    startDate: '2026-02-01',
    except: ['2026-02-15', '2026-03-01'],
  });
  expect(toZoho('FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;UNTIL=20260315', startOn('2026-02-01'), ['2026-02-15'])).toEqual({
    recurring: { RRULE: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;DTSTART=2026-02-01;UNTIL=2026-03-15', EXDATE: '2026-02-15' },
  });
  expect(fromZoho({ RRULE: 'FREQ=DAILY;INTERVAL=1' }, startOn('2026-01-05'))).toMatchObject({ rule: 'FREQ=DAILY' });
  expect(inWords(fromZoho({ RRULE: null }, null))).toEqual({
    refused: expect.stringMatching(/Set it again in Zoho CRM/),
  });
  expect(inWords(fromZoho({ ...recurring, EXDATE: 'soon' }, null))).toEqual({
    refused: expect.stringMatching(/left out/),
  });
  expect(inWords(fromZoho({ RRULE: 'FREQ=WEEKLY' }, null))).toEqual({
    refused: expect.stringMatching(/date is not known/),
  });
});

test('Outlook’s 30th, or the last day of February, has no rule in Zoho', () => {
  const rule = 'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1';
  expect(inWords(toZoho(rule, startOn('2026-01-30')))).toEqual({
    refused: expect.stringMatching(/Zoho CRM cannot say that/),
  });
});

test('29 February comes every year in Outlook, on the 28th where there is none, and says so in its rule', () => {
  const sent = toGraph('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1', startOn('2028-02-29'));
  expect(sent).toMatchObject({ recurrence: { pattern: { type: 'absoluteYearly', dayOfMonth: 29, month: 2 } } });
  const dates = datesOfRule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;COUNT=5', '2028-02-29T09:00', 'UTC');
  expect(dates).toEqual(['2028-02-29', '2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29']);
});

test('a weekly series keeps its time of day over both changes of the clock', () => {
  const eastern = 'Eastern Standard Time';
  const rule = canonicalRule('FREQ=WEEKLY', { date: '2026-03-01', time: '09:00', zone: eastern });
  if ('refused' in rule) throw new Error(sentence(rule.refused));
  const dates = datesOfRule(`${rule.rule};COUNT=37`, '2026-03-01T09:00', toIana(eastern) ?? '');
  const utc = dates.map((date) => instantOf({ dateTime: `${date}T09:00:00`, timeZone: eastern }).slice(0, 16));
  expect(utc.slice(0, 2)).toEqual(['2026-03-01T14:00', '2026-03-08T13:00']);
  expect(utc.slice(-3)).toEqual(['2026-10-25T13:00', '2026-11-01T14:00', '2026-11-08T14:00']);
});
