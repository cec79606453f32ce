// Runs test files by Node's own runner, several at a time, in the order given: `node e2eRunner.mjs RESULT LANES FILE…`.
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const minutes = 60_000;
const [result, lanes, ...files] = process.argv.slice(2);
const seconds = {};
let total = { passed: 0, failed: 1 };

const events = run({ files, concurrency: Number(lanes), timeout: 15 * minutes });
events.on('test:summary', ({ file, counts, success, duration_ms: ms }) => {
  if (file) return void (seconds[basename(file, '.test.ts')] = Math.round(ms / 1000));
  const failed = counts.failed + counts.cancelled;
  total = { passed: counts.passed, failed: failed === 0 && !success ? 1 : failed };
});
events.on('end', () => writeFileSync(result, JSON.stringify({ ...total, seconds })));
events.compose(spec).pipe(process.stderr);
