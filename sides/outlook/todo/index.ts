export { taskFeed, type LeftList, type TodoFeed, type TodoPage } from './feed';
export { readTasks } from './read';
export { scopeOf, type LinkedTask, type SyncScope, type TaskLinks, type TodoSettings } from './scope';
export { writeTasks, type TodoWriting } from './write';
export { linkTasks, type Linked, type Pairing } from './mark';
export { crmIdsIn } from './links';
export { listFor, readTodoProfile, type TodoProfile } from './profile';
export { toNeutral as taskToNeutral } from './task';
export { listIn, type SentTask } from './record';
