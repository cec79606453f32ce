import { placeOf } from './place';

/**
 * The same suites on the server: what a test opens by the name of a file is a schema of that name's own. Tests have clocks of
 * their own, which no database knows of, so here the host's decides.
 */
jest.mock('../../../archive/store/open', () => {
  const actual = jest.requireActual('../../../archive/store/open');
  const openArchive = async (where: unknown) => {
    const archive = await actual.openArchive(typeof where === 'string' ? placeOf(where) : where);
    return { ...archive, ahead: 0 };
  };
  return { ...actual, openArchive };
});
