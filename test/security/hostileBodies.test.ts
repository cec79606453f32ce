/** Anybody may send an invitation: reading it, and editing it, costs as much time as it is long, and not even that where it is too long. */
import { editHtml, htmlToText, isTooLong, MOST_HTML } from '../../sides/html';
import { fitBody, toPlainText } from '../../sides/mail';
import { bodyToText, hasJoinBlock } from '../../sides/outlook/event/body';
import { hiddenIn } from '../../sides/outlook/event/joinBlock';
import { outsideRecord, recordOf } from '../../sides/outlook/event/record';
import { cost } from '../support/cost';
import { join, longest, repeated, shapes } from './hostile/bodies';

const uses: Readonly<Record<string, (content: string) => unknown>> = {
  read: (content) => [bodyToText({ contentType: 'html', content }), hasJoinBlock({ contentType: 'html', content })],
  'read as a text': (content) => bodyToText({ contentType: 'text', content }),
  'fitted for the CRM': (content) => fitBody({ format: 'html', content }),
  'read as a mail': (content) => toPlainText(fitBody({ format: 'html', content })),
};

const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;

describe.each(Object.entries(shapes))('%s', (_name, part) => {
  test.each(Object.entries(uses))('a megabyte of it, %s: less than 200 ms', (_use, use) => {
    const content = repeated(part, 1_000_000) + join;
    expect(cost(() => use(content), 150)).toBeLessThan(200);
  });

  test('as much as is read: less than 200 ms', () => {
    const content = longest(part);
    expect(isTooLong(content, 'html')).toBe(false);
    expect(isTooLong(content + repeated(part, MOST_HTML), 'html')).toBe(true);
    for (const use of Object.values(uses)) expect(cost(() => use(content), 150)).toBeLessThan(200);
  });

  // What is read is capped; what reads it is not, and takes ten times as long for ten times as much, not a hundred times.
  test('from 100 kB to a megabyte the time grows like the length', () => {
    const [short, long] = [repeated(part, 100_000), repeated(part, 1_000_000)].map((one) => one + join) as [
      string,
      string,
    ];
    const ratio = () =>
      cost(() => htmlToText(long, hiddenIn), 0, 1) /
      Math.max(
        cost(() => htmlToText(short, hiddenIn), 0, 1),
        5,
      );
    const first = ratio();
    expect(first < 30 ? first : median([first, ratio(), ratio()])).toBeLessThan(30);
  });

  test('read and edited: ten times as much takes ten times as long, not a hundred', () => {
    const work = (length: number) => () => {
      const content = repeated(part, length) + join;
      htmlToText(content, hiddenIn);
      editHtml(content, 'one\ntwo', hiddenIn);
    };
    const most = 40 * Math.max(cost(work(10_000), 0, 2), 4);
    expect(cost(work(100_000), most)).toBeLessThan(most);
  });
});

describe('what is not synced', () => {
  const time = { dateTime: '2026-01-05T09:00:00', timeZone: 'UTC' };
  const event = {
    ...{ id: 'e1', type: 'singleInstance', subject: 'Offer', start: time, end: time, isAllDay: false, location: null },
    ...{ attendees: [], sensitivity: 'normal', categories: ['Private'], iCalUId: 'u1' },
  };
  /** A body that tells when somebody looks into it. */
  const watched = () => {
    let looks = 0;
    const body = {
      contentType: 'html',
      get content() {
        looks += 1;
        return '<b>Hello</b>';
      },
    };
    return { body, looks: () => looks };
  };
  const scope = { categories: ['Zoho'], privates: 'full' } as const;

  test.each([
    ['in the list of changes', outsideRecord],
    ['when it was read in full', recordOf],
  ])('the body of a meeting outside of what is synced is not read at all, %s', (_name, read) => {
    const { body, looks } = watched();
    expect(read({ ...event, body }, scope)).toMatchObject({ state: 'outside', fields: {} });
    expect(looks()).toBe(0);
  });

  test('nor that of a private one of which only title and time are told', () => {
    const { body, looks } = watched();
    const row = { ...event, body, categories: ['Zoho'], sensitivity: 'private' };
    expect(recordOf(row, { ...scope, privates: 'skip' }).state).toBe('outside');
    expect(looks()).toBe(0);
  });

  test('that of a synced one is', () => {
    const { body, looks } = watched();
    expect(recordOf({ ...event, body, categories: ['Zoho'] }, scope).fields.description).toBe('Hello');
    expect(looks()).toBeGreaterThan(0);
  });
});
