import { messageAndStep, sentence } from '../../../reasons';
import { explainResult, isGone, isStale } from '../../../clients/zoho';
import { toResult } from '../../../clients/zoho/results';

const item = (code: string, details: object = {}) => toResult({ code, status: 'error', message: 'Yamada', details });
const field = (api_name: string, more: object = {}) => ({ api_name, json_path: `$.data[0].${api_name}`, ...more });

test.each([
  ['INVALID_DATA', field('Title', { maximum_length: 100 }), /Title is longer than the 100 characters/, /Shorten Title/],
  ['INVALID_DATA', field('Email', { expected_data_type: 'email' }), /Email is no e-mail address/, /Correct Email/],
  ['INVALID_DATA', field('Date_of_Birth', { expected_data_type: 'date' }), /Date_of_Birth .*\(date\)/, /Correct/],
  ['INVALID_DATA', field('Salutation', { supported_values: ['Mr.'] }), /its list/, /Choose a value/],
  ['INVALID_DATA', { json_path: '$.data[3].Account_Name' }, /value of Account_Name/, /Correct Account_Name/],
  ['MANDATORY_NOT_FOUND', field('Last_Name'), /Last_Name is required/, /Fill in Last_Name/],
  ['DUPLICATE_DATA', field('Email', { duplicate_record: { id: '77' } }), /already has this Email/, /Merge/],
  ['RECORD_LOCKED', {}, /locked/, /Unlock/],
  ['NOT_APPROVED', {}, /approval/, /Zoho CRM/],
  ['RECORD_IN_BLUEPRINT', {}, /Blueprint/, /Zoho CRM/],
  ['NO_PERMISSION', {}, /may not change/, /profile/],
  ['SOMETHING_NEW', {}, /refused the record \(SOMETHING_NEW\)/, /Look at/],
  ['toString', {}, /refused the record \(toString\)/, /Look at/],
])('%s %j', (code, details, message, nextStep) => {
  const story = explainResult(item(code, details));
  expect(story.code).toBe(code);
  const words = messageAndStep(story.reason);
  expect(words.message).toMatch(message);
  expect(words.nextStep).toMatch(nextStep);
  expect(JSON.stringify(story)).not.toContain('Yamada');
});

test('several errors at once are all told', () => {
  const errors = [
    { code: 'INVALID_DATA', details: field('Title', { maximum_length: 100 }) },
    { code: 'DUPLICATE_DATA', details: field('Email', { duplicate_record: { id: '77' } }) },
  ];
  const story = explainResult(item('MULTIPLE_OR_MULTI_ERRORS', { errors }));
  expect(sentence(story.reason)).toMatch(/Title is longer.*Email/);
  expect(story.duplicateOf).toBe('77');
});

test('whose duplicate it is', () => {
  expect(explainResult(item('DUPLICATE_DATA', { id: '5', api_name: 'Email' })).duplicateOf).toBe('5');
  expect(explainResult(item('INVALID_DATA', { id: '5', api_name: 'Email' })).duplicateOf).toBeNull();
});

test('gone and moved', () => {
  expect(isGone(item('INVALID_DATA', { id: '5' }))).toBe(true);
  expect(isGone(item('INVALID_DATA', { api_name: 'id', json_path: '$.data[0].id' }))).toBe(true);
  expect(isGone(item('INVALID_DATA', field('Email')))).toBe(false);
  expect(sentence(explainResult(item('INVALID_DATA', { id: '5' })).reason)).toMatch(/no longer in Zoho CRM/);
  expect(isStale(item('ALREADY_MODIFIED', { id: '5' }))).toBe(true);
});
