/** What a token must allow: Graph's least scope of the area, for reading and for writing. */
export type Area =
  | 'contacts'
  | 'tasks'
  | 'calendars'
  | 'mail'
  | 'mailBodies'
  | 'sending'
  | 'settings'
  | 'user'
  | 'users'
  | 'groups'
  | 'any'
  | 'none';
