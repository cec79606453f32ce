import { messageAndStep, type Reason } from '../../reasons';

/** Something about the archive a person has to know. `message`: what happened; `nextStep`: what to do about it. */
export class ArchiveError extends Error {
  constructor(
    message: string,
    readonly nextStep: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** An answer of a person that its question cannot use. */
export class UnfitAnswer extends ArchiveError {
  constructor(readonly reason: Reason) {
    const { message, nextStep } = messageAndStep(reason);
    super(message, nextStep);
  }
}

/** Another cycle took over, or this one is over: nothing may be written in its name any more. */
export class LeaseLost extends ArchiveError {}

/** What is wrong with an archive, as `The archive … what.`, and what to do about it. */
export interface Failure {
  readonly what: string;
  readonly nextStep: string;
}

const damaged: Failure = {
  what: 'is damaged or is no archive',
  nextStep:
    'Choose another file, or move this one away and run again: the records are matched anew by their keys and nothing is written twice.',
};
const closed: Failure = {
  what: 'cannot be opened or created',
  nextStep:
    'Check that the folder exists and that the user n8n runs as may write to it, or choose another archive file.',
};
const readOnly: Failure = {
  what: 'is read-only',
  nextStep: 'Give the user n8n runs as the right to write to the file and its folder, or choose another archive file.',
};
const busy: Failure = {
  what: 'is in use by another program',
  nextStep: 'Run again in a minute. If it stays so, close the program that has the file open.',
};
const full: Failure = {
  what: 'cannot be written, the disk is full or failing',
  nextStep: 'Make room on the disk. Nothing is lost: the next cycle goes on from where this one stopped.',
};

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html) and Node's file errors that a user can do something about. */
const stories: Readonly<Record<string, Failure>> = {
  5: busy,
  6: busy,
  8: readOnly,
  10: full,
  11: damaged,
  13: full,
  14: closed,
  26: damaged,
  EACCES: closed,
  EPERM: closed,
  EROFS: readOnly,
  ENOENT: closed,
  EEXIST: closed,
  ENOTDIR: closed,
  EISDIR: closed,
  ENOSPC: full,
};

/** The error of the database or the disk in the user's words; anything unknown comes back as it was. */
export function asArchiveError(error: unknown, file: string): unknown {
  if (error instanceof ArchiveError || typeof error !== 'object' || error === null) return error;
  const { errcode, code, message } = error as { errcode?: number; code?: string; message?: string };
  const story = stories[errcode === undefined ? String(code) : String(errcode & 0xff)];
  if (!story) return error;
  return new ArchiveError(`The archive file ${file} ${story.what} (${message}).`, story.nextStep, { cause: error });
}

const busyCode = 5;

/** Another connection has the file, now. */
export const isBusy = (error: unknown): boolean => {
  const { errcode, cause } = error as { errcode?: number; cause?: { errcode?: number } };
  return ((errcode ?? cause?.errcode ?? 0) & 0xff) === busyCode;
};
