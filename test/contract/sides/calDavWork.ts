import type { Fields } from '../../../sync/model';
import type { DavSite, DavWork } from '../../support/davSite';
import { at, workAt } from '../../support/davSite';

export let work: DavWork;

/** At this server, and anew before each test. */
export function workBy(connect: () => Promise<DavSite>): void {
  beforeAll(async () => void (work = await workAt(await connect())), 60_000);
  afterAll(() => work.site.stop());
  beforeEach(() => work.fresh());
}

export const whole: Fields = {
  ...{ subject: 'Review', start: at(3), end: at(3, 10), isAllDay: false, recurrence: null },
  ...{ location: 'Room 1', description: 'Agenda\nFirst point; second, third', reminder: 1234 },
};
