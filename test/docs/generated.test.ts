import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { filesIn, textOf } from '../support/sourceTree';
import { kinds } from '../../sync/kinds';

const rowsOf = (page: string): readonly (readonly string[])[] =>
  textOf(`docs/${page}.md`)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));

const tableOf = (page: string, heading: string): string =>
  textOf(`docs/${page}.md`).split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';

test('fields and troubleshooting are as npm run docs makes them, in both languages', () => {
  const script = join(__dirname, '..', '..', 'scripts', 'docs.mjs');
  const run = () => execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8', stdio: 'pipe' });
  expect(run).not.toThrow();
}, 60_000);

describe('fields', () => {
  test.each(Object.values(kinds).flatMap(({ name, fields }) => fields.map((field) => [name, field] as const)))(
    'of a %s each stands on both pages, with where it is in Outlook',
    (kind, { label }) => {
      const titles = { contact: 'Contacts', task: 'Tasks', event: 'Meetings', mail: 'Sent mail' };
      const row = tableOf('fields', titles[kind])
        .split('\n')
        .find((line) => line.startsWith(`| **${label.en}** |`));
      expect(row).toMatch(/^\| \*\*[^|]+\*\* \| `/);
      expect(textOf('docs/fields.ja.md')).toContain(`| **${label.ja}** |`);
    },
  );

  test('a buyer finds both names, the way and the length of a mobile phone', () => {
    expect(rowsOf('fields')).toContainEqual(
      expect.arrayContaining(['**Mobile Phone**', '`mobilePhone`', '`Mobile`', '⇄', '30', 'telephone number']),
    );
  });

  test('what goes one way only, or neither, says so', () => {
    expect(tableOf('fields', 'Sent mail')).toContain('| **Subject** | `subject` | `subject` | → | 250 |');
    expect(tableOf('fields', 'Tasks')).toContain('| **Recurrence** | `recurrence` | `Recurring_Activity` | – |');
    expect(tableOf('fields', 'Meetings')).toContain('| `exceptionOccurrences` | – | `RECURRENCE-ID` | ⇄ (CalDAV) |');
  });
});

describe('troubleshooting', () => {
  const [en, ja] = [textOf('docs/troubleshooting.md'), textOf('docs/troubleshooting.ja.md')];

  test('every sentence of the catalogs that names nothing stands on its page', () => {
    const texts = filesIn('reasons').flatMap((file) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const catalogs = Object.values(require(join('../..', file)) as Readonly<Record<string, unknown>>);
      const wordings = catalogs.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
      return wordings.filter((one): one is { en: string; ja: string } => typeof one?.en === 'string' && one.ja);
    });
    expect(texts.length).toBeGreaterThan(50);
    expect(texts.filter((one) => !en.includes(one.en) || !ja.includes(one.ja))).toEqual([]);
  });

  test('a message that names things is found by its own words, with its cure beside it', () => {
    expect(rowsOf('troubleshooting')).toContainEqual([
      'The mailbox has no category "‹name›", so nothing is read by it.',
      expect.stringContaining('Choose the category from the list'),
    ]);
    expect(ja).toContain('メールボックスに分類項目「‹名前›」がないため');
    expect(ja).toContain('The mailbox has no category "‹名前›"'.replace('名前', 'name'));
  });

  test('mistakes in the settings of a node stand there, too', () => {
    expect(rowsOf('troubleshooting')).toContainEqual(['The Sync Name is empty.', expect.stringContaining('Fill in')]);
    expect(ja).toContain('| The Sync Name is empty. |');
  });

  test.each([en, ja])('no text is cut, undefined, or shows how it is made', (page) => {
    expect(page).not.toMatch(/undefined|NaN|\[object|‹›|\$\{/);
  });
});
