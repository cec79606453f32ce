/**
 * The simulated Zoho beside recorded answers and Zoho's own examples. The recordings are no part of this repository: jest.config.js
 * looks where CAPTURES says, else in ../shared/captures, and takes up this file only where they are.
 */
import { capturesIn, compareAll, expectAllCovered } from './conformance/suite';
import { WRITE_ERRORS } from './conformance/zoho/errors';
import { NEWS } from './conformance/zoho/news';
import { NOT_SERVED } from './conformance/zoho/notServed';
import { PLACES } from './conformance/zoho/places';
import { DELETIONS, QUERIES, READS } from './conformance/zoho/reads';
import { RECORDS } from './conformance/zoho/records';
import { ROWS } from './conformance/zoho/rows';
import { CHANNELS, MAILS, TOKENS } from './conformance/zoho/traffic';
import { WRITES } from './conformance/zoho/writes';
import { zohoUnderTest } from './zohoHarness';

const folder = capturesIn('zoho');
const looks = { exact: /(^|\.)(status|code)$/ };
const zoho = zohoUnderTest();
const tables = {
  RECORDS,
  ROWS,
  WRITES,
  WRITE_ERRORS,
  DELETIONS,
  READS,
  QUERIES,
  PLACES,
  MAILS,
  CHANNELS,
  NEWS,
  TOKENS,
};

describe.each(Object.entries(tables))('%s', (_, captures) =>
  compareAll(folder, captures, { world: () => zoho, looks }),
);

test('every recording is compared, or has a reason why it is not', () => {
  const compared = Object.values(tables).flatMap((captures) => captures.map(({ file }) => file));
  expectAllCovered(folder, compared, NOT_SERVED);
});
