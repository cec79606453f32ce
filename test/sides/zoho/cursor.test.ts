import {
  BEGINNING,
  cursorOf,
  firstCursor,
  firstTombstoneTime,
  isResumable,
  readFrom,
} from '../../../sides/zoho/cursor';

const since = '2026-03-01T12:00:00.000Z';
const at = Date.parse(since);
const cursor = { ...firstCursor('all', '7', at, null), since, lastId: '1' };

const starts: readonly (readonly [string, Parameters<typeof readFrom>[0], string | null])[] = [
  ['nothing was ever read', firstCursor('all', '7', at, null), BEGINNING],
  ['a reading is under way', { ...cursor, midway: true }, null],
  ['the last reading came right after the last change', { ...cursor, readAt: at + 5_000 }, '2026-03-01T11:59:00.000Z'],
  ['the last reading came well after it', { ...cursor, readAt: at + 60_000 }, since],
  ['our clock is late', { ...cursor, readAt: at - 3_600_000 }, '2026-03-01T11:59:00.000Z'],
];
test.each(starts)('where to start when %s', (_, given, start) => {
  expect(readFrom(given)).toBe(start);
});

test('another scope or user starts over, but remembers how far tombstones were read', () => {
  expect(cursorOf(null)).toBeNull();
  expect(cursorOf('something else')).toBeNull();
  expect(isResumable(cursorOf(cursor), 'all', '7')).toBe(true);
  expect(isResumable(cursor, 'mine', '7')).toBe(false);
  expect(isResumable(cursor, 'all', '8')).toBe(false);
  expect(firstCursor('mine', '7', at, { ...cursor, deletedSince: since }).deletedSince).toBe(since);
});

test('tombstones are read from well before the first reading, by whole days, so that everybody asks alike', () => {
  expect(firstTombstoneTime(since, at)).toBe('2026-02-28T00:00:00.000Z');
  expect(firstTombstoneTime('2026-01-01T00:00:00.000Z', at)).toBe('2025-12-31T00:00:00.000Z');
  expect(firstTombstoneTime('', at)).toBe('2026-02-28T00:00:00.000Z');
});
