/** Searches that read well and mean nothing: refused with a place, with what was expected, and with what was meant. */
import { describe, expect, test } from 'vitest';
import type { CustomFieldDefinition } from '../../src/custom-field/definition.ts';
import { filterFromQuery } from '../../src/query/filter-from-query.ts';
import { anybody, mistakeIn } from './mistake.ts';

const field = (id: string, name: string, type: CustomFieldDefinition['type'] = 'text') =>
  ({
    id,
    name,
    type,
    choices: null,
    acceptsMultipleValues: false,
    objects: [{ objectType: 'opportunity' }],
  }) as unknown as CustomFieldDefinition;

const definitions = [
  field('cf_1', 'Region'),
  field('cf_2', 'Source CRM'),
  field('cf_3', 'Twin'),
  field('cf_4', 'twin'),
  field('cf_5', 'Engineer', 'user'),
];

type Row = readonly [text: string, position: number, message: string, suggestion?: string];

const mistakes: Readonly<Record<string, readonly Row[]>> = {
  'fields that there are not': [
    ['stauts:won', 0, 'opportunities have no field `stauts`', 'status'],
    ['a b stauts_type:won', 4, 'no field `stauts_type`', 'status_type'],
    ['opportunity_stauts:won', 0, 'no field', 'opportunity_status'],
    ['lead_nmae:x', 0, 'no field', 'lead_name'],
    ['valeu > 5', 0, 'no field', 'value'],
    ['confidense:50', 0, 'no field', 'confidence'],
    ['email:x', 0, 'no field', 'lead_email'],
    ['xyzzy:1', 0, 'no field `xyzzy`'],
    ['custom.regoin:x', 0, 'no field', 'custom.Region'],
    ['custom."Sauce CRM":x', 0, 'no field', 'custom."Source CRM"'],
    ['custom.twin:x', 0, 'Several custom fields are called so'],
    ['custom.cf_9:x', 0, 'no field'],
    ['status_change(old_statsu:won)', 14, 'changes of status have no field', 'old_status'],
    ['lead(nmae:x)', 5, 'leads have no field', 'name'],
    ['contact(nmae:x)', 8, 'contacts have no field', 'name'],
    ['opportunity.value >= 5', 0, 'no field'],
    ['toString:x', 0, 'no field'],
    ['__proto__:x', 0, 'no field'],
    ['constructor:x', 0, 'no field'],
  ],
  'relations that there are not': [
    ['leed(name:x)', 0, 'nothing called `leed`', 'lead('],
    ['status(won)', 0, 'nothing called `status`', 'status:'],
    ['status_chnage(new_status:won)', 0, 'nothing called', 'status_change('],
    ['user(name:x)', 0, 'There is lead(…), contact(…), status_change(…)', 'user:'],
    ['status_change(contact(*))', 14, 'changes of status have nothing called `contact`'],
  ],
  'values of another type': [
    ['value > soon', 8, 'expected an amount in USD'],
    ['value > £5', 8, 'expected an amount in USD'],
    ['value:5.0055', 6, 'expected an amount in USD, which has at most 2 digits after the point, found `5.0055`'],
    ['value:5.005', 6, 'which has at most 2 digits after the point', '5,005'],
    ['value > 0.001', 8, 'which has at most 2 digits after the point'],
    ['value > 1.000', 8, 'expected 1,000 or 1, for a point may stand before a fraction and between thousands'],
    ['value > $1.500', 8, 'expected $1,500 or $1.5, for a point'],
    ['value:1.000..5.000', 6, 'expected 1,000 or 1'],
    ['value in (5, -12.340)', 13, 'expected -12,340 or -12.34'],
    ['value > 1000000000000000', 8, 'at most 15 digits before the point'],
    ['lead(total_annual_opportunity_value > 1.000)', 38, 'expected 1,000 or 1'],
    ['value:1..x', 9, 'expected an amount in USD'],
    ['value in (5, x)', 13, 'expected an amount in USD'],
    ['confidence:1.5', 11, 'expected a whole number'],
    ['confidence:99999999999', 11, 'expected a whole number'],
    ['date_won:soon', 9, 'expected a date'],
    ['date_won:yesterdya', 9, 'expected a date', 'yesterday'],
    ['created:"lst week"', 8, 'expected a date', 'last week'],
    ['created:2026-02-30', 8, 'expected a date'],
    ['created > 2026-13-01', 10, 'expected a date'],
    ['created < "3 fortnights ago"', 10, 'expected a date'],
    ['status_type:wun', 12, 'expected one of: active, won, lost', 'won'],
    ['status_type in (won, losd)', 21, 'expected one of', 'lost'],
    ['value_period:monthyl', 13, 'expected one of', 'monthly'],
    ['status_type:toString', 12, 'expected one of'],
    ['words:" "', 6, 'expected a word'],
    ['slice:0/10', 6, 'expected a slice such as 1/10'],
    ['slice:11/10', 6, 'expected a slice such as 1/10'],
    ['slice:1/1001', 6, 'of up to 1000'],
    ['slice:tenth', 6, 'expected a slice such as 1/10'],
    ['custom.engineer:"Bo Diddley"', 16, 'expected me, or the id of a user'],
    ['user_id:Bo', 8, 'expected me, or the id of a user'],
  ],
  'comparisons that a field does not know': [
    ['note > 5', 0, 'texts have no order'],
    ['status > won', 0, 'names have no order'],
    ['status_type > won', 0, 'words have no order'],
    ['id < x', 0, 'ids have no order'],
    ['value > ""', 0, 'what has no value have no order'],
    ['note:a..b', 0, 'only amounts, numbers and dates have ranges'],
    ['user:a..b', 0, 'only amounts, numbers and dates have ranges'],
    ['value:5k..1k', 0, 'the range ends before it begins'],
    ['created:2026-02-01..2026-01-01', 0, 'the range ends before it begins'],
    ['slice > 1/10', 0, 'slices have no order'],
    ['slice:*', 0, '`*` does not go with this field'],
    ['words:*', 0, '`*` does not go with this field'],
  ],
  'orders that there are not': [
    ['sort:vlaue', 5, 'no field', 'value'],
    ['sort:-vlaue', 6, 'no field', 'value'],
    ['sort:contact_email', 5, 'one cannot sort by what may have several values'],
    ['sort:words', 5, 'one cannot sort by'],
  ],
};

describe.each(Object.entries(mistakes))('%s', (_, rows) => {
  test.each(rows.map(([text, ...told]) => ({ text, told })))('$text', ({ text, told }) => {
    const [position, message, suggestion] = told;
    const { code, extra, message: said } = mistakeIn(text, { definitions });
    expect(code).toBe('SEARCH_SYNTAX');
    expect(said).toContain(`At position ${position}: `);
    expect(said).toContain(message);
    expect({ position: extra.position, suggestion: extra.suggestion }).toEqual({ position, suggestion });
    expect(extra.expected).not.toEqual([]);
    expect(text.slice(position)).toContain(String(extra.found).replace(/…$/, ''));
  });
});

test.each([
  ['has:opportunitys', 4, 'opportunities'],
  ['opportunity:wonn', 12, 'won'],
  ['num_won_opportunites > 3', 0, 'num_won_opportunities'],
  ['value > 5', 0, 'opportunity_value'],
])('of leads: %s', (text, position, suggestion) => {
  expect(mistakeIn(text, { table: 'lead' }).extra).toMatchObject({ position, suggestion });
});

test('more keys than a list is sorted by are refused', () => {
  const keys = ['value', 'confidence', 'created', 'updated', 'date_won', 'date_lost', 'note', 'user', 'lead', 'status'];
  const text = `sort:${keys.join(',')}`;
  expect(mistakeIn(text).message).toMatch(/sorted by at most \d fields/);
});

test('conditions that are nested too deep for a filter are refused with their place', () => {
  const deep = `${'lead(opportunity('.repeat(9)}a${'))'.repeat(9)}`;
  expect(mistakeIn(deep).message).toMatch(/nested more than 18 deep/);
  expect(() => filterFromQuery('lead(opportunity(lead(opportunity(a))))', anybody)).not.toThrow();
});

test.each([
  ['a\0b', 'NUL'],
  ['a\ud800b', 'surrogate'],
  ['a'.repeat(2001), 'at most 2000 characters'],
])('what is no text is refused', (text, reason) => {
  const { code, message } = mistakeIn(text);
  expect(code).toBe('INVALID_INPUT');
  expect(message).toContain(reason);
});
