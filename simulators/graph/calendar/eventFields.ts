import { graphError } from '../errors';
import type { Row } from '../shapes';
import type { Read } from '../values';
import { flag, isObject, itemBody, oneOf, readParts, text, texts, wholeNumber, wrongType, zonedTime } from '../values';

/** The service's "never". */
export const NEVER = '0001-01-01T00:00:00Z';
const MOST_ATTENDEES = 500;

const emailAddress: Read = (name, value) => {
  const { address = '', name: label } = readParts('emailAddress', value, { name: text, address: text }, name);
  return { name: label || address, address };
};

const status: Read = (_name, value) => value;

function attendee(name: string, value: unknown): Row {
  const parts = {
    type: oneOf('attendeeType', 'required', 'optional', 'resource'),
    emailAddress,
    status,
    proposedNewTime: status,
  };
  const read = readParts('attendee', value, parts, name);
  if (!read.emailAddress) throw wrongType(`${name}/emailAddress`, 'microsoft.graph.emailAddress');
  return { type: 'required', status: { response: 'none', time: NEVER }, ...read };
}

const attendees: Read = (name, value) => {
  if (value === null) return [];
  if (!Array.isArray(value)) throw wrongType(name, 'Collection(microsoft.graph.attendee)');
  if (value.length > MOST_ATTENDEES)
    throw graphError(400, 'ErrorInvalidRecipients', `A meeting may have at most ${MOST_ATTENDEES} attendees.`);
  return value.map((entry) => attendee(name, entry));
};

const asIs: Read = (_name, value) => value;
const LOCATION = {
  ...{ displayName: text, locationUri: text, locationEmailAddress: text, uniqueId: text },
  ...{ address: asIs, coordinates: asIs, locationType: asIs, uniqueIdType: asIs },
};

export const NO_LOCATION: Row = {
  ...{ displayName: '', locationType: 'default', uniqueIdType: 'unknown' },
  ...{ address: {}, coordinates: {} },
};

const location: Read = (name, value) => {
  const read = value === null ? {} : readParts('location', value, LOCATION, name);
  if (!read.displayName) return NO_LOCATION;
  return { locationType: 'default', uniqueId: read.displayName, uniqueIdType: 'private', ...read };
};

const locations: Read = (name, value) => {
  if (value === null) return [];
  if (!Array.isArray(value)) throw wrongType(name, 'Collection(microsoft.graph.location)');
  return value.map((entry) => location(name, entry)).filter((entry) => isObject(entry) && entry.displayName);
};

/** The writable properties of an event and how each is checked. The recurrence is read with the start, elsewhere. */
export const EVENT_FIELDS: Readonly<Record<string, Read>> = {
  ...{ subject: text, body: itemBody, categories: texts, transactionId: text, recurrence: asIs },
  ...{ start: zonedTime, end: zonedTime, isAllDay: flag, location, locations, attendees },
  importance: oneOf('importance', 'low', 'normal', 'high'),
  sensitivity: oneOf('sensitivity', 'normal', 'personal', 'private', 'confidential'),
  showAs: oneOf('freeBusyStatus', 'unknown', 'free', 'tentative', 'busy', 'oof', 'workingElsewhere'),
  ...{ isReminderOn: flag, reminderMinutesBeforeStart: wholeNumber, responseRequested: flag },
  ...{ allowNewTimeProposals: flag, hideAttendees: flag, isOnlineMeeting: flag },
  onlineMeetingProvider: oneOf(
    'onlineMeetingProviderType',
    ...['unknown', 'skypeForBusiness', 'skypeForConsumer', 'teamsForBusiness'],
  ),
};

/** Server's own properties: passed over in a body, but a seed may set them. */
export const SERVER_FIELDS = [
  ...['originalStartTimeZone', 'originalEndTimeZone', 'iCalUId', 'hasAttachments', 'isCancelled', 'isOrganizer'],
  ...['isDraft', 'organizer', 'responseStatus', 'onlineMeeting', 'onlineMeetingUrl', 'webLink'],
  // A master without a rule, as polls and some old series are.
  'type',
];

export const EVENT_READ_ONLY = [
  ...SERVER_FIELDS,
  ...['id', 'createdDateTime', 'lastModifiedDateTime', 'changeKey', 'bodyPreview', 'seriesMasterId', 'uid'],
  ...['originalStart', 'occurrenceId'],
];

export const EVENT_NAVIGATION = [
  ...['attachments', 'calendar', 'cancelledOccurrences', 'exceptionOccurrences', 'extensions', 'instances'],
  ...['multiValueExtendedProperties', 'singleValueExtendedProperties'],
];

export const EVENT_PROPERTIES = [...EVENT_READ_ONLY, ...Object.keys(EVENT_FIELDS), ...EVENT_NAVIGATION];

/** What a new event has when a body says nothing else. */
export const emptyEvent = (): Row => ({
  ...{ subject: '', body: { contentType: 'html', content: '' }, categories: [], isAllDay: false, recurrence: null },
  ...{
    location: NO_LOCATION,
    locations: [],
    attendees: [],
    importance: 'normal',
    sensitivity: 'normal',
    showAs: 'busy',
  },
  ...{ isReminderOn: true, reminderMinutesBeforeStart: 15, responseRequested: true, allowNewTimeProposals: true },
  ...{ hideAttendees: false, isOnlineMeeting: false, onlineMeetingProvider: 'unknown', onlineMeeting: null },
  ...{ onlineMeetingUrl: null, hasAttachments: false, isCancelled: false, isOrganizer: true, isDraft: false },
});
