import {
  chooseAnyCategory,
  chooseCategory,
  chooseFolder,
  chooseGroup,
  chooseTaskList,
  chooseCalendar,
  chooseMailFolder,
  chooseMailbox,
} from '../../sides/outlook';
import { directoryClient, graphClient } from '../shared/clients';
import { listing, searching } from '../shared/lists';

export const searchFolders = searching(graphClient, chooseFolder);
/** But for flagged mail, which is no list of tasks. */
export const searchTaskLists = searching(graphClient, chooseTaskList);
/** Those that may only be read are marked. */
export const searchCalendars = searching(graphClient, chooseCalendar);
export const searchMailFolders = searching(graphClient, chooseMailFolder);
export const searchCategories = searching(graphClient, chooseAnyCategory);
/** Of the directory. */
export const searchGroups = searching(directoryClient, chooseGroup);
export const searchMailboxes = searching(directoryClient, chooseMailbox);
/** But for Zoho, which is always synced. */
export const getCategories = listing(graphClient, chooseCategory);
/** To choose several of. */
export const getTaskLists = listing(graphClient, chooseTaskList);
