/** Time as both sides say it: zone names, instants, dates. */
export { toIana, toWindows, unknownZone } from './zoneNames';
export type { GraphTime } from './instants';
export { dueDate, graphMidnight, graphTime, instantOf, localDate, zohoDateTime } from './instants';
export type { FirstTimes } from './occurrences';
export { timesOn } from './occurrences';
export type { AllDay, ZohoSpan } from './allDay';
export { allDayFromGraph, allDayFromZoho, allDayToGraph, allDayToZoho } from './allDay';
