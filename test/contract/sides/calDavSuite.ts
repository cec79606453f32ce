import type { DavSite } from '../../support/davSite';
import { calDavReading } from './calDavReading';
import { workBy } from './calDavWork';
import { calDavWriting } from './calDavWriting';

/** What the side of CalDAV promises, on any server: a simulator, or one that nobody here wrote. */
export function calDavSuite(connect: () => Promise<DavSite>): void {
  workBy(connect);
  calDavReading();
  calDavWriting();
}
