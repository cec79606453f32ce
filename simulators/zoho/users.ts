import { bad } from './errors';
import type { Values, ZohoUser } from './record';
import type { World } from './state';
import { fullName } from './state';
import type { Answer, Call } from './world';
import { nothing, ok } from './world';

function offsetOf(zone: string, now: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(now);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
}

function renderUser(world: World, user: ZohoUser): Values {
  return {
    ...{ id: user.id, zuid: user.id.slice(-8), first_name: user.first_name, last_name: user.last_name },
    ...{ full_name: fullName(user), email: user.email, status: user.status, confirm: true, category: 'regular_user' },
    ...{
      time_zone: user.time_zone,
      offset: offsetOf(user.time_zone, world.now()),
      locale: 'en_US',
      country_locale: 'en_US',
    },
    ...{ language: 'en_US', time_format: 'HH:mm', personal_account: false, microsoft: false, Isonline: false },
    role: { name: user.admin ? 'CEO' : 'Manager', id: user.admin ? '5545974000000026005' : '5545974000000026008' },
    profile: {
      name: user.admin ? 'Administrator' : 'Standard',
      id: user.admin ? '5545974000000026011' : '5545974000000026014',
    },
  };
}

const active = (user: ZohoUser): boolean => user.status === 'active';
const admins = (user: ZohoUser): boolean => active(user) && user.admin;
const TYPES: Record<string, (user: ZohoUser, me: ZohoUser) => boolean> = {
  AllUsers: () => true,
  ActiveUsers: active,
  ConfirmedUsers: () => true,
  NotConfirmedUsers: () => false,
  ActiveConfirmedUsers: active,
  DeactiveUsers: (user) => user.status === 'disabled',
  DeletedUsers: (user) => user.status === 'deleted',
  AdminUsers: admins,
  ActiveConfirmedAdmins: admins,
  CurrentUser: (user, me) => user.id === me.id,
};

/** GET `/users?type=` */
export function listUsers(world: World, call: Call): Answer {
  const type = TYPES[call.query.type ?? 'AllUsers'];
  if (!type) throw bad('INVALID_DATA', { param_name: 'type' });
  const users = world.state.users.filter((user) => type(user, call.user));
  const [page, size] = [Number(call.query.page ?? 1), Math.min(200, Number(call.query.per_page ?? 200))];
  const rows = users.slice((page - 1) * size, page * size);
  if (rows.length === 0) return nothing;
  const info = { per_page: size, count: rows.length, page, more_records: users.length > page * size };
  return ok({ users: rows.map((user) => renderUser(world, user)), info });
}

/** GET `/users/{id}` */
export function getUser(world: World, call: Call): Answer {
  const found = world.state.users.find((user) => user.id === call.params.id);
  return found ? ok({ users: [renderUser(world, found)] }) : nothing;
}

/** GET `/org` */
export const getOrg = (world: World): Answer => ok({ org: [world.state.org] });
