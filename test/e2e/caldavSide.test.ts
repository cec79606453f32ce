/** What the side of CalDAV promises, on a server that nobody here wrote. */
import { describe } from 'node:test';
import { calDavSuite } from '../contract/sides/calDavSuite';
import { davSend } from '../support/davSend';
import type { DavSite } from '../support/davSite';
import { user } from './calDav/lab';
import { speakJest } from './harness/jestWords';
import { objectsIn, removeObject, startRadicale } from './harness/radicale';

speakJest();

async function connect(): Promise<DavSite> {
  const radicale = await startRadicale(user);
  return {
    send: davSend(user.email, user.password),
    ...{ server: radicale.url, allowed: [new URL(radicale.url).host], user: user.email, readOnly: '日本の祝日' },
    reset: async () => {
      for (const name of objectsIn(radicale).keys()) await removeObject(radicale, name);
    },
    stop: radicale.stop,
  };
}

describe('against Radicale', () => calDavSuite(connect));
