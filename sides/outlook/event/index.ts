export { eventFeed, type EventFeed } from './feed';
export { writeEvents } from './write';
export type { EventWriting } from './refusal';
export { chooseCalendar, mayWrite } from './calendars';
export { toNeutral as eventToNeutral, type GraphEvent, type Privates } from './event';
export { defaultWindow, type CalendarSettings } from './settings';
export { readCalendarProfile, type CalendarProfile } from './profile';
