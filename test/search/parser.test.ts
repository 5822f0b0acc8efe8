/** What a search says: text in, the one canonical text of its tree out. */
import { describe, expect, test } from 'vitest';
import { parse } from '../../src/search/parser.ts';
import { print, printTree } from '../../src/search/print.ts';

const readings: Readonly<Record<string, readonly (readonly [text: string, canonical: string])[]>> = {
  'words and phrases': [
    ['', '*'],
    [' \t\n', '*'],
    ['*', '*'],
    ['FOO', 'FOO'],
    ['big deal', 'big and deal'],
    ['"big deal"', '"big deal"'],
    ['"say \\"hi\\""', '"say \\"hi\\""'],
    ['"C:\\\\temp"', '"C:\\\\temp"'],
    ['"C:\\temp"', '"C:\\\\temp"'],
    ['"a""b"c', '"a" and "b" and c'],
    ['Acme, Inc.', 'Acme and Inc.'],
    ['Acme, "New York", NY,', 'Acme and "New York" and NY'],
    ['5,000 seats', '5,000 and seats'],
    ['50% off_now -x', '50% and off_now and -x'],
    ['wait... what!', 'wait... and what!'],
    ['naïve Straße İzmir 🎉', 'naïve and Straße and İzmir and 🎉'],
    ["O'Neil", "O'Neil"],
    ["'big deal'", '"big deal"'],
    ["'big deal' 'tis", '"big deal" and tis'],
    ["'tis the season '''a", 'tis and the and season and a'],
    ["rock ' roll", 'rock and roll'],
    ["rock 'n' roll, 'a 'b c'", 'rock and "n" and roll and a and "b c"'],
    ["the dogs' bone", "the and dogs' and bone"],
    ["'O'Brien Co'", '"O\'Brien Co"'],
    ["not('a' or 'b c')", 'not ("a" or "b c")'],
    ["'say \"hi\"' C'", '"say \\"hi\\"" and C\''],
    ['non\u00a0breaking\u3000blanks', 'non and breaking and blanks'],
    ['in', 'in'],
    ['made in germany', 'made and in and germany'],
    ['30 days ago', '30 and days and ago'],
    ['last week', 'last and week'],
  ],
  'and, or, not': [
    ['a and b', 'a and b'],
    ['a AND b Or c', 'a and b or c'],
    ['a or b c', 'a or b and c'],
    ['(a or b) c', '(a or b) and c'],
    ['not a b', 'not a and b'],
    ['not (a b)', 'not (a and b)'],
    ['not(a)', 'not a'],
    ['NOT not a', 'not not a'],
    ['not a or b', 'not a or b'],
    ['not (a or b)', 'not (a or b)'],
    ['((a))', 'a'],
    ['(a b) (c d)', 'a and b and c and d'],
    ['a or (b or c)', 'a or b or c'],
    ['a (b or c (d or e))', 'a and (b or c and (d or e))'],
    ['"and" "or" "not"', '"and" and "or" and "not"'],
    ['acme (foo or bar)', 'acme and (foo or bar)'],
  ],
  comparisons: [
    ['note:important', 'note:important'],
    ['status_type: active', 'status_type:active'],
    ['status_type :active', 'status_type:active'],
    ['note:"two words"', 'note:"two words"'],
    ['note:""', 'note:""'],
    ["name:'Bulk Co'", 'name:"Bulk Co"'],
    ["name:'Bulk: Co' city:\"O'Hare\"", 'name:"Bulk: Co" and city:"O\'Hare"'],
    ["name = ''", 'name = ""'],
    ["name in ('a, b','c')", 'name in ("a, b", "c")'],
    ["'custom.Source CRM':'x y'", 'custom."Source CRM":"x y"'],
    ['status:"S01: Received Offer Request"', 'status:"S01: Received Offer Request"'],
    ['value=5000', 'value = 5000'],
    ['value!=5000', 'value != 5000'],
    ['value<5k', 'value < 5k'],
    ['value<=1.5m', 'value <= 1.5m'],
    ['value>$5,000', 'value > $5,000'],
    ['value >= -100', 'value >= -100'],
    ['value > 5,000 and confidence < 50', 'value > 5,000 and confidence < 50'],
    ['date_updated>=2026-01-01T10:20', 'date_updated >= 2026-01-01T10:20'],
    ['url:https://example.com/a?b', 'url:https://example.com/a?b'],
    ['note:*', 'note:*'],
    ['note = *', 'note:*'],
    ['not note:*', 'not note:*'],
    ['custom.cf_v6S011I6:x', 'custom.cf_v6S011I6:x'],
    ['custom."Source CRM":x', 'custom."Source CRM":x'],
    ['"custom.Source CRM":x', 'custom."Source CRM":x'],
    ['custom."Tags":x', 'custom.Tags:x'],
    ['"Deal size" > 5', '"Deal size" > 5'],
    ['"and":x', '"and":x'],
    ['"sort":x', '"sort":x'],
    ['sort = x', '"sort" = x'],
    ['contact.custom."Shoe size":9', '"contact.custom.Shoe size":9'],
    ['status:"and"', 'status:"and"'],
  ],
  lists: [
    ['status in (a, b)', 'status in (a, b)'],
    ['status IN("won deal",b)', 'status in ("won deal", b)'],
    ['confidence in (1,2,3)', 'confidence in (1, 2, 3)'],
    ['confidence in (5,000)', 'confidence in (5, 000)'],
    ['value in ($5,000,$6,000)', 'value in ($5,000, $6,000)'],
    ['value in ($5,0000)', 'value in ($5, 0000)'],
    ['value in (-€1,234,567, €5)', 'value in (-€1,234,567, €5)'],
    ['date in (today, last week, 3 days ago)', 'date in (today, last week, 3 days ago)'],
    ['status not in (a)', 'not status in (a)'],
    ['not status in (a) b', 'not status in (a) and b'],
    ['custom."Source CRM" in (a)', 'custom."Source CRM" in (a)'],
  ],
  ranges: [
    ['value:1000..5000', 'value:1000..5000'],
    ['value:1.5..2.5', 'value:1.5..2.5'],
    ['value:$5,000..$10,000', 'value:$5,000..$10,000'],
    ['value = 1000..', 'value:1000..'],
    ['value: ..5000 won', 'value:..5000 and won'],
    ['value:1000.. won', 'value:1000.. and won'],
    ['date_won:2026-01-01..2026-03-31', 'date_won:2026-01-01..2026-03-31'],
    ['date_won:"2026-01-01".."2026-03-31"', 'date_won:"2026-01-01".."2026-03-31"'],
    ['date_won:last week..today', 'date_won:last week..today'],
    ['date_won:30 days ago..10 days ago', 'date_won:30 days ago..10 days ago'],
    ['note:wait...', 'note:wait...'],
  ],
  'times of several words': [
    ['created <= 30 days ago', 'created <= 30 days ago'],
    ['created<=30  days\tago value:1', 'created <= 30 days ago and value:1'],
    ['last_called < 10 Mins AGO', 'last_called < 10 Mins AGO'],
    ['date:last week acme', 'date:last week and acme'],
    ['date:this quarter or date:next year', 'date:this quarter or date:next year'],
    ['note:last thing', 'note:last and thing'],
    ['note:30 days', 'note:30 and days'],
    ['note:30 and ago', 'note:30 and ago'],
  ],
  nested: [
    ['lead(name:x)', 'lead(name:x)'],
    ['lead( a or b )', 'lead(a or b)'],
    ['status_change(*)', 'status_change(*)'],
    ['in(x)', 'in(x)'],
    ['not lead(not a)', 'not lead(not a)'],
    ['lead(contact(name:a) b)', 'lead(contact(name:a) and b)'],
  ],
  sorting: [
    ['sort:-value', '* sort:-value'],
    ['a sort:-value,date_won', 'a sort:-value,date_won'],
    ['sort: -value, date_won a', 'a sort:-value,date_won'],
    ['a sort:x or b SORT:-y', 'a or b sort:x,-y'],
    ['a and sort:x and b', 'a and b sort:x'],
    ['a sort:-custom."Source CRM","x y",-"z z"', 'a sort:-custom."Source CRM","x y",-"z z"'],
    ['a sort:custom.cf_A1,2b', 'a sort:custom.cf_A1,2b'],
  ],
  'the examples of the API': [
    [
      'status_change(old_status:active new_status:won date:yesterday)',
      'status_change(old_status:active and new_status:won and date:yesterday)',
    ],
    ['status_type: won and date >= 2026-11-01', 'status_type:won and date >= 2026-11-01'],
    ['date_created < "1 week ago"', 'date_created < "1 week ago"'],
    [
      'date_created < "2 weeks ago" and date_created >= "1 week ago"',
      'date_created < "2 weeks ago" and date_created >= "1 week ago"',
    ],
    ['opportunity_status_type:active', 'opportunity_status_type:active'],
    ['opportunity_status:"S01: Received Offer Request"', 'opportunity_status:"S01: Received Offer Request"'],
    ['user_id:"user_A" sort:date_created', 'user_id:"user_A" sort:date_created'],
    ['opportunity(value > 5)', 'opportunity(value > 5)'],
    ['status:"Potential"', 'status:"Potential"'],
    ['status:bad_fit', 'status:bad_fit'],
    ['name:"x" company:"x" email_address:"x"', 'name:"x" and company:"x" and email_address:"x"'],
    ['custom.Tags:*', 'custom.Tags:*'],
    ['"custom.Source CRM":*', 'custom."Source CRM":*'],
    ['not "custom.X":*', 'not custom.X:*'],
    ['custom.my_field:"v"', 'custom.my_field:"v"'],
    ['custom.cf_X:"v" custom.cf_Y>="2026-01-01"', 'custom.cf_X:"v" and custom.cf_Y >= "2026-01-01"'],
    ['has:opportunities', 'has:opportunities'],
    ['opportunities:0 contacts > 1 calls = 0', 'opportunities:0 and contacts > 1 and calls = 0'],
    [
      'opportunity:active or opportunity:won or opportunity:lost',
      'opportunity:active or opportunity:won or opportunity:lost',
    ],
    ['opportunity_user:me', 'opportunity_user:me'],
    ['opportunity_user:"Full Name"', 'opportunity_user:"Full Name"'],
    ['last_communication_date > "7 days ago"', 'last_communication_date > "7 days ago"'],
    ['date_updated>="2026-01-01T10:20" sort:date_updated', 'date_updated >= "2026-01-01T10:20" sort:date_updated'],
    ['task(description:"x" is_complete:yes)', 'task(description:"x" and is_complete:yes)'],
    [
      'call((recording_duration > 0 or voicemail_duration > 0) date >= "2026-01-01")',
      'call((recording_duration > 0 or voicemail_duration > 0) and date >= "2026-01-01")',
    ],
    ['contact(sequence_subscription(sequence:*))', 'contact(sequence_subscription(sequence:*))'],
    ['slice:1/10', 'slice:1/10'],
    ['called:never', 'called:never'],
    ['called > 0', 'called > 0'],
    ['created <= 30 days ago', 'created <= 30 days ago'],
    ['field in ("a", "b")', 'field in ("a", "b")'],
  ],
};

for (const [title, rows] of Object.entries(readings)) {
  describe(title, () => {
    test.each(rows)('%j means %j', (text, canonical) => {
      const query = parse(text);
      expect(print(query)).toBe(canonical);
      expect(print(parse(canonical))).toBe(canonical);
    });
  });
}

test('quoted and unquoted values are told apart, for `me` and "me" need not be the same', () => {
  const { tree } = parse('user:me user:"me"');
  expect(tree).toMatchObject({
    kind: 'and',
    terms: [{ value: { text: 'me', quoted: false } }, { value: { text: 'me', quoted: true } }],
  });
});

test('each node spans the text it was read from', () => {
  const text = 'not  (a or note: "x\\"y") lead(value:1..5k) sort:-date_won';
  const { tree, sort } = parse(text);
  const spans: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('start' in node && 'end' in node) spans.push(text.slice(Number(node.start), Number(node.end)));
    for (const child of Object.values(node)) visit(child);
  };
  visit([tree, sort]);
  expect(spans).toEqual([
    'not  (a or note: "x\\"y") lead(value:1..5k)',
    'not  (a or note: "x\\"y")',
    '(a or note: "x\\"y")',
    'a',
    'note: "x\\"y"',
    'note',
    '"x\\"y"',
    'lead(value:1..5k)',
    'lead',
    '(value:1..5k)',
    'value',
    '1',
    '5k',
    '-date_won',
    'date_won',
  ]);
});

test('an ellipsis is text, two dots are a range', () => {
  expect(parse('note:wait...').tree).toMatchObject({ kind: 'compare', value: { text: 'wait...' } });
  expect(parse('note:wait..').tree).toMatchObject({ kind: 'range', from: { text: 'wait' } });
});

test('what is sorted by has no part in the tree', () => {
  expect(printTree(parse('won sort:-value').tree)).toBe('won');
});
