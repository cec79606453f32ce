import type { FastifyInstance } from 'fastify';
import { strings } from '../params';
import type { World } from '../state';
import { objectPath } from './ask';
import type { Account, CalDavState } from './model';
import type { SeededObject } from './seed';
import { seedObject } from './seed';
import { dropObject } from './store';

/** All that the calendars hold, without any password. */
export const dumpCalDav = ({ accounts, calendars }: CalDavState) => ({
  accounts: accounts.map(({ email, id, twoFactor, locked }) => ({ email, id, twoFactor, locked })),
  calendars: calendars.map((one) => ({
    ...{ name: one.name, owner: one.owner, displayName: one.displayName, readOnly: one.readOnly, zone: one.zone },
    objects: [...one.objects.values()].map(({ name, uid, etag, data }) => ({
      name,
      uid,
      etag,
      data,
      href: objectPath(one, name),
    })),
  })),
});

const CHANGEABLE = ['password', 'appPasswords', 'twoFactor', 'locked'] as const;

function changeAccount({ accounts }: CalDavState, wish: Partial<Account>): boolean {
  const account = accounts.find(({ email }) => email === wish.email) ?? accounts[0];
  const given = CHANGEABLE.filter((key) => wish[key] !== undefined).map((key) => [key, wish[key]]);
  if (account) Object.assign(account, Object.fromEntries(given));
  return account !== undefined;
}

/** What a person does in Zoho's calendar, and what the service does by itself. */
export function addCalDavAdmin(app: FastifyInstance, world: World): void {
  app.get('/_simulator/caldav', async () => dumpCalDav(world.state.calDav));
  app.post('/_simulator/caldav/objects', async ({ body }) => ({ name: seedObject(world, body as SeededObject) }));
  app.delete('/_simulator/caldav/objects', async (request) => {
    const { calendar = 'events', name = '' } = strings(request.query);
    const found = world.state.calDav.calendars.find((one) => one.name === calendar);
    return { ok: found !== undefined && dropObject(found, name) };
  });
  app.post('/_simulator/caldav/account', async ({ body }) => ({
    ok: changeAccount(world.state.calDav, (body ?? {}) as Partial<Account>),
  }));
  app.delete('/_simulator/caldav/tokens', async () => {
    for (const calendar of world.state.calDav.calendars) calendar.epoch += 1;
    return { ok: true };
  });
}
