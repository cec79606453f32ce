export { writeEvents, type EventWriting } from './write';
export { eventFeed, type EventFeed } from './feed';
export type { Span } from './window';
export { eventsOf, readEventProfile, type EventProfile } from './profile';
