export { calDavFeed, type CalDavFeed } from './feed';
export { writeCalDav, type CalDavWriting } from './write';
export { calendarIn, chooseDavCalendar, readCalDavProfile, type CalDavProfile, type CalendarInfo } from './profile';
