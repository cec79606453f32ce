export { calDavFeed } from './feed';
export { recordOf } from './record';
export { writeCalDav } from './write';
export { calendarIn, chooseDavCalendar, readCalDavProfile, type CalDavProfile, type CalendarInfo } from './profile';
