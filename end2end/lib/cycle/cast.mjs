// Who and what takes part in the whole cycle. Every school, person and sentence is invented.

export const PARTNERSHIP = 'Wendle Inclusion Partnership';
export const CYCLE = 'Spring 2027';

/** Days of the story, all working days of 2027. */
export const DAYS = {
  setUp: '2027-01-11',
  teams: '2027-01-12',
  prepare: '2027-01-13',
  release: '2027-01-14',
  read: '2027-01-15',
  visits: '2027-03-17',
  check: '2027-03-18',
  workshop: '2027-03-22',
  update: '2027-04-20',
  impact: '2027-06-14',
  close: '2027-06-15',
};

export const SCHOOLS = [
  { key: 'oakwood', name: 'Oakwood Primary School', search: 'oak prim', head: 'Amara Okafor', visit: '2027-03-15' },
  { key: 'brook', name: 'Brook Lane Infant School', search: 'brook lane inf', head: 'Beth Lindqvist', visit: '2027-03-17' },
  { key: 'zoe', name: 'Saint Zoë’s Church of England Primary School', search: '900002', head: 'Colm Byrne' },
  { key: 'fernhill', name: 'Fernhill Primary Academy', search: 'fernhill', head: 'Dilys Evans' },
  { key: 'harrowmere', name: 'Harrowmere High School', search: 'harrowmere high', head: 'Ewan Mackie' },
];

/** Reviewers, each working at one of the schools. */
export const REVIEWERS = [
  { name: 'Farah Siddiqui', school: 'oakwood', trained: '2026-03-27' },
  { name: 'Gwen Parry', school: 'brook', trained: '2026-03-27' },
  { name: 'Hal Osei', school: 'zoe', trained: '2026-03-27' },
  { name: 'Iris Novak', school: 'fernhill', trained: '2025-11-14' },
  { name: 'Jonas Reid', school: 'harrowmere', trained: '2026-03-27' },
  { name: 'Kavita Rao', school: 'zoe', trained: '2026-03-27' },
  { name: 'Leo Marsh', school: 'fernhill', trained: null },
];

export const address = (name) => `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@wendle.example`;

/** What the two schools that go the whole way write, and what is written about them. */
export const TEXTS = {
  oakwood: {
    strands: [
      ['1.1', /^3 /, 'Class teachers and the SENCO meet every three weeks and look at who is falling behind.', 'Document', 'Minutes of the meetings show the steps agreed.', 'https://www.oakwood-primary.example/inclusion'],
      ['2.1', /^2 /, 'Most lessons open with a short recap. Scaffolds differ between year groups.', 'Book look', 'Books of three year groups show scaffolds fading over a term.', ''],
      ['4.1', /^3 /, 'Families are invited to a planning meeting each half-term, at two times of day.', 'Parent and carer voice', 'Forty families answered; most feel heard.', ''],
    ],
    question: 'To what extent do pupils with additional needs take part in every lesson?',
    focus: /^2\.1 /,
    note: ['2.1', 'Learning walk', 'Supports', 'In five of six rooms, pupils chose a scaffold themselves and put it away later.'],
    secondNote: ['2.1', 'Pupil voice', 'Challenges', 'A panel of six said that help differs from room to room.'],
    level: /^Developing/,
    strength: 'Staff know early who needs help, and act within three weeks.',
    better: 'Scaffolds would help more if every year group used the same ones.',
    recommendation: 'Agree one set of scaffolds and use it in every year group.',
    summary: 'Oakwood is a school that notices. Adults know early who needs help. The next step is to make that help alike in every room.',
    answers: 'To a large extent: all pupils took part in the lessons that we saw, with help that differs from room to room.',
    action: 'One set of scaffolds in every year group',
    success: 'Books in every year group show the same scaffolds by the summer.',
  },
  brook: {
    strands: [
      ['1.2', /^2 /, 'Children visit twice before they start. Pre-schools send a page about each child.', 'Staff voice', 'Reception staff say the page saves them weeks.', ''],
      ['3.1', /^3 /, 'Plans are reviewed every term with the family.', 'Document', 'The plan template has a place for the family’s words.', ''],
    ],
    question: 'To what extent do children settle well when they start?',
    focus: /^1\.2 /,
    note: ['1.2', 'Staff voice', 'Supports', 'Reception staff described what they had learned from visits before the start.'],
    secondNote: ['1.2', 'Learning walk', 'Supports', 'Children new this term knew where to go for help.'],
    level: /^Secure/,
    strength: 'Children are known before their first day.',
    better: 'Pre-schools further away could be visited as well.',
    recommendation: 'Invite the two pre-schools further away to the summer visits.',
    summary: 'Brook Lane welcomes children warmly and knows them well before they start. It now reaches out to families further away.',
    answers: 'To a great extent: children who started this term were at ease.',
    action: 'Summer visits for every pre-school',
    success: 'Every child who starts in September has visited twice.',
  },
};

/** "15 March 2027". */
export function inWords(iso) {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
    .format(new Date(`${iso}T12:00:00Z`));
}
