/** While rows of strangers are read, compared and edited, n8n's event loop is never held up for longer than 50 ms. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { MOST_HTML } from '../../sides/html';
import { longest, natural, shapes } from './hostile/bodies';
import { crowds } from './hostile/calendars';

const LIMIT_MS = 50;

const bodies = [...Object.values(shapes).map(longest), natural(MOST_HTML)];
const calendars = [
  '5,500 attendees',
  '20,000 attendees',
  '700 dates left out',
  '50,000 extra dates in one line',
  'a line of quotes',
  '190 changed meetings',
].map((name) => crowds[name]?.() ?? '');

/** The longest turn of each step, in milliseconds of a core that has nothing else to do. */
async function measured(): Promise<Readonly<Record<string, number>>> {
  const child = spawn(process.execPath, [join(__dirname, 'hostile', 'turns.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (part) => (said += String(part)));
  child.stdin.end(JSON.stringify({ bodies, natural: natural(MOST_HTML), calendars }));
  await new Promise((resolve) => child.on('close', resolve));
  return JSON.parse(said) as Readonly<Record<string, number>>;
}

describe('none holds n8n up for longer than 50 ms', () => {
  let turns: Readonly<Record<string, number>> = {};
  beforeAll(async () => void (turns = await measured()), 240_000);

  test.each([
    ['a page of 200 meetings with bodies as large as are read', 'meetings'],
    ['a page of 50 tasks with such bodies', 'tasks'],
    ['50 mails with such bodies', 'mails'],
    ['a page of calendar objects with crowds in them', 'calendarPage'],
    ['edits of such objects', 'calendarEdits'],
    ['200 records with texts of 300,000 characters taken into the archive, and then all of them edited', 'ingested'],
    ['edits of texts of 200,000 characters, twenty a request', 'edits'],
  ])('%s', (_name, step) => {
    expect(turns[step]).toBeLessThan(LIMIT_MS);
  });
});
