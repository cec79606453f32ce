import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** So many files of the product one phone number may pass through on its way from Outlook to Zoho CRM; `npm run path` lists them. */
const LIMIT = 90;

test(`one phone number passes through at most ${LIMIT} files`, () => {
  const script = join(__dirname, '..', 'scripts', 'path.mjs');
  const printed = execFileSync(process.execPath, [script, '--json'], { encoding: 'utf8' });
  const files = (JSON.parse(printed) as readonly (readonly [string, number])[]).map(([file]) => file);
  expect(files).toEqual(expect.arrayContaining(['sync/decide.ts', 'sync/match.ts']));
  expect(files.length).toBeLessThanOrEqual(LIMIT);
});
