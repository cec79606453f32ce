export { readTasks, scopeOf, taskFeed, type TodoFeed, type TodoSettings } from './feed';
export { writeTasks, type TodoWriting } from './write';
export { linkTasks, type Pairing } from './mark';
export { crmIdsIn } from './links';
export { listFor, readTodoProfile, type TodoProfile } from './profile';
export { toNeutral as taskToNeutral } from './task';
export type { SentTask } from './record';
