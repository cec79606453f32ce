import { bad } from './errors';
import type { Values, ZohoUser } from './record';
import type { World } from './state';
import { fullName } from './state';
import { zohoTime } from './times';
import type { Answer, Call } from './world';
import { nothing, ok } from './world';

/** When all of them were made. */
const MADE = Date.UTC(2026, 0, 5);

function offsetOf(zone: string, now: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(now);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
}

const THEME = {
  normal_tab: { font_color: '#FFFFFF', background: '#222222' },
  selected_tab: { font_color: '#FFFFFF', background: '#222222' },
  ...{ new_background: null, background: '#F3F0EB', screen: 'fixed', type: 'default' },
};
const LOOK = {
  ...{ notes_desc: null, show_right_panel: null, bc_view: null, show_home: false },
  ...{ show_detail_view: true, show_left_panel: true, unpin_recent_item: null },
};

const EMPTY = ['fax', 'zip', 'phone', 'dob', 'city', 'signature', 'street', 'alias', 'website', 'mobile'];

/** Names that only the older versions have, and only the newer ones (a recorded answer of v2; v7 docs: "Get users"). */
const OF_OLD = {
  ...{ Shift_Effective_From__s: null, Current_Shift__s: null, Next_Shift__s: null, Reporting_To: null },
  ...{
    territories: [],
    name_format: 'Salutation,First Name,Last Name',
    distance_preference__s: 'Miles',
    decimal_separator: 'en_JP',
  },
};
const OF_NEW = {
  ...{ $shift_effective_from: null, $current_shift: null, $next_shift: null, type__s: 'Regular User' },
  ...{ name_format__s: 'Salutation,First Name,Last Name', sort_order_preference__s: 'First Name,Last Name' },
  ...{ number_separator: 'Comma', decimal_separator: 'Period' },
};

const roleOf = ({ admin }: ZohoUser) => ({
  role: { name: admin ? 'CEO' : 'Manager', id: admin ? '5545974000000026005' : '5545974000000026008' },
  profile: { name: admin ? 'Administrator' : 'Standard', id: admin ? '5545974000000026011' : '5545974000000026014' },
});

function renderUser(world: World, user: ZohoUser, { version, user: { time_zone } }: Call): Values {
  const { locale = 'en_US', alias = null } = user;
  const [me, made] = [{ name: fullName(user), id: user.id }, zohoTime(MADE, time_zone)];
  return {
    ...{ id: user.id, zuid: user.id.slice(-8), first_name: user.first_name, last_name: user.last_name },
    ...{ full_name: fullName(user), email: user.email, status: user.status, confirm: true },
    ...{ time_zone: user.time_zone, offset: offsetOf(user.time_zone, world.now()), country: 'Japan', state: 'Tokyo' },
    ...{ language: locale, locale, country_locale: 'JP', time_format: 'HH:mm' },
    ...{
      date_format: 'MMM d, yyyy',
      personal_account: false,
      microsoft: false,
      sandboxDeveloper: false,
      Isonline: false,
    },
    ...{ created_time: made, created_by: me, Modified_Time: made, Modified_By: me, status_reason__s: null },
    ...{ customize_info: LOOK, theme: THEME, default_tab_group: '0' },
    ...Object.fromEntries(EMPTY.map((name) => [name, null])),
    alias,
    ...(version < 3 ? OF_OLD : OF_NEW),
    ...roleOf(user),
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
  return ok({ users: rows.map((user) => renderUser(world, user, call)), info });
}

/** GET `/users/{id}` */
export function getUser(world: World, call: Call): Answer {
  const found = world.state.users.find((user) => user.id === call.params.id);
  return found ? ok({ users: [renderUser(world, found, call)] }) : nothing;
}

/** GET `/org` */
export const getOrg = ({ state }: World, { version }: Call): Answer =>
  ok({ org: [{ ...state.org, ...(version >= 8 && OF_V8) }] });

const OF_V8 = {
  ...{ max_per_page: 200, ezgid: '90000001', call_icon: 'show', oauth_presence: true, zia_zgid: 90000001 },
  checkin_preferences: { restricted_event_types: null },
};
