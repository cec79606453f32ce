import { dirname, join } from 'node:path';
import type { IExecuteFunctions } from 'n8n-workflow';
import { openArchive, type Archive } from '../../archive';

/** One file for all our nodes, in the folder n8n keeps for what nodes store (each node type has its own below it). */
export const archiveFile = (context: Pick<IExecuteFunctions, 'helpers'>): string =>
  join(dirname(context.helpers.getStoragePath()), 'zoho-outlook-sync', 'archive.sqlite');

/** The archive stays open for the life of the process: n8n runs our nodes one after another, all on the same file. */
export const openSyncArchive = (context: IExecuteFunctions): Promise<Archive> => openArchive(archiveFile(context));
