/** The simulated calendar server beside what others recorded of Zoho's; see zohoConformance.test.ts. */
import { capturesIn, compareAll, expectAllCovered } from './conformance/suite';
import { CALENDARS } from './conformance/zoho/caldav';
import { NOT_SERVED_CALDAV } from './conformance/zoho/notServed';
import { calDavUnderTest } from './zohoCalDavHarness';

const folder = capturesIn('zoho-caldav');
const dav = calDavUnderTest();
beforeEach(() => void Object.assign(dav.service.limits, { calDavByTheBook: false }));

compareAll(folder, CALENDARS, { world: () => dav, looks: { exact: /status|elements|statuses/ } });

test('every recording is compared, or has a reason why it is not', () =>
  expectAllCovered(
    folder,
    CALENDARS.map(({ file }) => file),
    NOT_SERVED_CALDAV,
  ));
