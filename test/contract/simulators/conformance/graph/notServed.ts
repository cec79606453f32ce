import type { Listed } from '../shape';

const WRITES_MAIL = 'the product reads mail and never writes it: the simulator takes no mail but by sendMail';
const DIRECTORY = 'the product never asks the directory';
const PHOTOS = 'the product reads no photos';
const EVENT_FILES = 'the product leaves the attachments of meetings alone';
const FOLDER_DELTA = 'the product asks for the folders by name, never for what changed among them';

/** Recordings of what the simulator does not serve, with the reason. */
export const NOT_SERVED: Listed = {
  'allodia-error-403-delete-already-deleted.json': WRITES_MAIL,
  'allodia-mail-message-patched.json': WRITES_MAIL,
  'nango-outlook-add-message-attachment.json': WRITES_MAIL,
  'nango-outlook-create-draft-message.json': WRITES_MAIL,
  'nango-outlook-create-mail-folder.json': WRITES_MAIL,
  'nango-outlook-delete-message.json': WRITES_MAIL,
  'nango-outlook-move-message.json': WRITES_MAIL,
  'nango-outlook-reply-all-to-message-1-post.json': WRITES_MAIL,
  'nango-outlook-reply-all-to-message-2-post.json': WRITES_MAIL,
  'nango-outlook-reply-all-to-message-3-patch.json': WRITES_MAIL,
  'nango-outlook-reply-to-message.json': WRITES_MAIL,
  'zammad-folder-create.json': WRITES_MAIL,
  'zammad-message-create.json': WRITES_MAIL,
  'zammad-message-delete.json': WRITES_MAIL,
  'zammad-message-patch-isread.json': WRITES_MAIL,
  'allodia-error-contacts-directory-unauthorized.json': DIRECTORY,
  'allodia-error-contacts-msa-unsupported.json': DIRECTORY,
  'amp-error-404-directory.json': DIRECTORY,
  'allodia-error-photo-image-not-found.json': PHOTOS,
  'allodia-error-photo-invalid-size.json': PHOTOS,
  'nango-outlook-add-event-attachment.json': EVENT_FILES,
  'nango-outlook-list-event-attachments.json': EVENT_FILES,
  'doc-mailboxsettings-workinghours-customzone.json': 'the product asks for the time zone alone',
  'pasted-403-subscription-unavailable.json':
    'a passing outage has no request of its own: tests play it as a fault with this very body',
  'allodia-mail-mailfolders-delta.json': FOLDER_DELTA,
  'nango-outlook-mail-folders-1-get.json': FOLDER_DELTA,
  'nango-outlook-mail-folders-2-get.json': FOLDER_DELTA,
};
