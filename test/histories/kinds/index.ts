import type { HistoryKind } from '../types';
import { contacts } from './contact';
import { tasks } from './task';
import { events } from './event';
import { mail } from './mail';
import { meetings } from './meetings';
import { shared } from './shared';

/** Every kind of record that histories are played with, by the name that `--kind` gives it. */
export const kinds: Readonly<Record<string, HistoryKind>> = {
  [contacts.name]: contacts,
  [tasks.name]: tasks,
  [events.name]: events,
  [mail.name]: mail,
  [shared.name]: shared,
  [meetings.name]: meetings,
};
