// A visit from the proposed days to the agreed levels: three schools, two reviewers, JavaScript off throughout.
import assert from 'node:assert/strict';
import { useSuggestion } from '../lib/cycle/prepare.mjs';
import { smallCycle } from '../lib/small.mjs';
import { World } from '../lib/steps.mjs';

const REVIEWERS = [
  { name: 'Gwen Parry', email: 'gwen@wendle.example', trained: '2026-03-27' },
  { name: 'Hal Osei', email: 'hal@wendle.example', trained: '2026-03-27' },
];

/** Answers of a server to a plain request: status, headers, text. */
async function fetchText(url, headers = {}) {
  const answer = await fetch(url, { headers, redirect: 'manual' });
  return { status: answer.status, tag: answer.headers.get('etag'), type: answer.headers.get('content-type') ?? '', text: await answer.text() };
}

const lines = (ics) => ics.replace(/\r\n /g, '').split('\r\n');

export default async function journeys(report) {
  await new World(report, 'visit', { script: false }).run(async (world) => {
    const { step } = { step: world.step.bind(world) };
    let cast;
    let lead;
    let second;
    let feed;
    await step('a small cycle has a team of two who have accepted', async () => {
      cast = await smallCycle(world);
      const { coordinator, cycle, partnership, review } = cast;
      const people = [];
      for (const r of REVIEWERS) {
        await coordinator.open(`${partnership}/people`);
        await coordinator.follow('Invite somebody');
        await coordinator.fill({ Name: r.name, 'E-mail address': r.email });
        await coordinator.choose('Role', 'Reviewer');
        await coordinator.press('Send the invitation');
        const reviewer = await world.person(r.name, r.email);
        await reviewer.acceptInvitation('a reviewer for');
        await reviewer.tick('In which phases have you worked?', 'Primary');
        await reviewer.press('Save');
        await coordinator.open(`${partnership}/people`);
        await coordinator.follow(r.name);
        await coordinator.date('When was this person trained as a reviewer?', r.trained);
        await coordinator.press('Save');
        people.push(reviewer);
      }
      await coordinator.open(`${cycle}/pairing`);
      await coordinator.select('People in a team', '2');
      await coordinator.select('Least number of people', '2');
      await coordinator.press('Suggest teams');
      await useSuggestion(coordinator, cycle);
      await coordinator.open(`${cycle}/pairing/invite`);
      await coordinator.press(/^Send \d+ invitations?$/);
      for (const reviewer of people) {
        await reviewer.open(`${review}/invitation`);
        await reviewer.choose('Can you take part?', 'Yes, I accept');
        await reviewer.choose(/^If you accept/, 'No');
        await reviewer.press('Send my answer');
      }
      await coordinator.open(`${review}/team`);
      const rows = await coordinator.page.locator('main dt').allInnerTexts();
      lead = people.find((p) => rows.some((row) => row.trim() === `${p.name} (lead)`));
      second = people.find((p) => p !== lead);
      assert.ok(lead && second, `the team is ${rows}`);
    });

    await step('the head proposes days; a Saturday and a bank holiday are refused in words', async () => {
      const { head, review } = cast;
      await head.open(`${review}/visit-date`);
      await head.follow(/^propose several days/);
      await head.heading('Days for the visit');
      await head.follow('Propose days');
      await head.date('Day 1', '2027-03-20');
      await head.date('Day 2 (optional)', '2027-03-26');
      await head.press('Propose these days', { status: 422 });
      await head.reads('Saturday', 'Good Friday');
      await head.date('Day 1', '2027-03-18');
      await head.date('Day 2 (optional)', '2027-04-15');
      await head.fill({ 'Anything to know about day 2? (optional)': 'Until 2pm only' });
      await head.press('Propose these days');
      await head.reads('The days have been proposed.', 'Thursday 15 April 2027', 'Until 2pm only');
    });

    await step('each of the team answers, and the lead chooses a day and sees what follows', async () => {
      const { review } = cast;
      for (const [reviewer, first] of [[second, 'I cannot'], [lead, 'I can']]) {
        await reviewer.open(review);
        await reviewer.follow('Days proposed for the visit');
        await reviewer.choose('Can you come on Thursday 18 March 2027?', first);
        await reviewer.press('Save my answers', { status: 422 });
        await reviewer.choose('Can you come on Thursday 18 March 2027?', first);
        await reviewer.choose('Can you come on Thursday 15 April 2027?', 'I can');
        await reviewer.press('Save my answers');
        await reviewer.reads('Your answers have been saved.');
      }
      await lead.reads(`${second.name} cannot come`, 'Everybody can');
      await lead.choose('On which day is the visit?', /15 April/);
      await lead.press('See the dates that follow');
      await lead.heading('Visit on Thursday 15 April 2027');
      await lead.press('Agree this day');
      await lead.reads('The day of the visit is agreed');
    });

    await step('the visit goes into a calendar, by a file and by a private address that needs no signing in', async () => {
      const { review } = cast;
      const file = await lead.context.request.get(`${world.server.base}${review}/visit.ics`);
      assert.equal(file.status(), 200);
      const said = lines(await file.text());
      for (const expected of ['METHOD:PUBLISH', 'SEQUENCE:0', 'DTSTART:20270415T073000Z']) assert.ok(said.includes(expected), `${expected}: ${said}`);
      await lead.open('/me');
      await lead.follow('See visits and tasks in your own calendar');
      await lead.press('Make a calendar address');
      await lead.reads('It is shown here once.');
      feed = /http:\/\/\S+\/calendar\/\S+\.ics/.exec(await lead.text())[0];
      const first = await fetchText(feed);
      assert.equal(first.status, 200);
      assert.match(first.type, /^text\/calendar/);
      assert.ok(lines(first.text).some((l) => l.startsWith('SUMMARY:Peer review visit: ')), first.text);
      assert.equal((await fetchText(feed, { 'if-none-match': first.tag })).status, 304);
      await lead.open('/me/calendar');
      await lead.lacks(/\/calendar\/\S+\.ics/);
      assert.ok(!world.server.log.includes(feed.split('/').pop().slice(0, 12)), 'the log holds the address of a private calendar');
    });

    await step('the timetable begins with the usual day, is changed, and clashes are said in words', async () => {
      const { head, review } = cast;
      await head.open(review);
      await head.follow('Timetable of the visit');
      await head.press('Begin with the usual day');
      await head.reads('8:30am to 9:00am', 'Pupil panel, younger pupils (8 people)', 'Parent and carer panel', 'Meeting with the SENCO');
      await head.lacks('Look at this before you agree.');
      await head.follow(/^Change\s+Pupil panel, younger pupils/);
      await head.fill({ Until: '11:45am', 'Where? (optional)': 'Library' });
      await head.press('Save');
      await head.reads('Look at this before you agree.', `${lead.name} is in two places from 11:30am to 11:45am`);
      await head.follow(/^Change\s+Pupil panel, younger pupils/);
      await head.fill({ Until: '11:30am' });
      await head.press('Save');
      await head.lacks('Look at this before you agree.');
      await head.press('Agree the timetable for the school');
      await head.reads('You have agreed the timetable.', /Agreed by Amara Okafor/);
    });

    await step('the lead agrees; what is changed afterwards says so and is asked about again', async () => {
      const { head, review } = cast;
      await lead.open(`${review}/timetable`);
      await lead.press('Agree the timetable for the team');
      await lead.follow('Add to the day');
      await lead.select('What is it?', 'Something else');
      await lead.fill({ 'In your own words (optional)': 'Tour of the garden', From: '3:30pm', Until: '3:45pm' });
      await lead.press('Save');
      await lead.reads('Changed since it was agreed', 'Tour of the garden, 3:30pm to 3:45pm, lies outside the day');
      await head.open(`${review}/timetable`);
      await head.reads('Changed since it was agreed', 'Not agreed yet');
      await second.open(`${review}/timetable`);
      await second.follow(second.name);
      await second.heading(`the day of ${second.name}`);
      await second.lacks('Pupil panel, younger pupils');
      await second.open(`${review}/timetable/new`, { status: 403 });
    });

    await step('a visit that is put off is taken out of the calendars, and comes back', async () => {
      const { coordinator, review } = cast;
      await coordinator.open(`${review}/postpone`);
      await coordinator.page.locator('main textarea').fill('Illness.');
      await coordinator.press(/^Postpone/);
      const gone = lines((await fetchText(feed)).text);
      assert.ok(gone.includes('STATUS:CANCELLED') && gone.includes('SEQUENCE:1'), gone.join('\n'));
      await coordinator.open(`${review}/resume`);
      await coordinator.press(/^Resume/);
      const back = lines((await fetchText(feed)).text);
      assert.ok(back.includes('STATUS:CONFIRMED') && back.includes('SEQUENCE:2'), back.join('\n'));
    });

    await step('the pack has everything on one page, and nobody else reads it', async () => {
      const { head, coordinator, review } = cast;
      await head.open(`${review}/self-review/1.1`);
      await head.choose(/^Which description fits best/, /^3 /);
      await head.fill({ 'What you do, and how you know': 'We meet every three weeks.' });
      await head.press('Save and continue');
      await head.open(`${review}/questions`);
      await head.fill({ 'Question 1': 'To what extent do pupils take part?' });
      await head.press('Save the questions');
      await head.open(`${review}/self-review/submit`);
      await head.tick('Is this your school’s own view?', /^I have read it/);
      await head.press('Submit the self-review');
      await coordinator.open(`${review}/release`);
      await coordinator.press('Release the pack');
      await lead.open(`${review}/pack`);
      await lead.reads('To what extent do pupils take part?', 'We meet every three weeks.', 'Pupil panel, younger pupils', 'If you are worried about a child', 'Team briefing');
      await coordinator.open(`${review}/pack`, { status: 403 });
    });

    await step('on the day each reviewer gives an own level, and the team talks about it', async () => {
      const { review } = cast;
      await world.server.moveTo('2027-04-15T09:00:00Z');
      for (const [reviewer, level] of [[lead, /^Developing/], [second, /^Secure/]]) {
        await reviewer.open(`${review}/notes/1.1`);
        await reviewer.choose('Your level', level);
        await reviewer.fill({ 'Why this level?': 'Two kinds of evidence.' });
        await reviewer.press('Save your level');
      }
      await second.follow('Discuss this strand with your team, and compare levels');
      await second.reads('The reviewers are one level apart.');
      await second.fill({ 'What do you want to say?': 'Did you see the same in Year 4?' });
      await second.tick('Who should look at this? (optional)', lead.name);
      await second.press('Add to the discussion');
      await second.reads(`For ${lead.name}`, 'Did you see the same in Year 4?');
      // The mail of the day has gone out in the morning: this comes with the next.
      await world.server.moveTo('2027-04-16T09:00:00Z');
      const told = await world.mail.daily(lead.email, undefined, 'A colleague asks you to look at the discussion');
      assert.ok(!told.text.includes('Year 4'), 'the mail holds what was written');
    });

    await step('the lead agrees a level, with a reason where it differs, and all stand side by side', async () => {
      const { head, review } = cast;
      await lead.open(`${review}/visited`);
      await lead.press('Yes, the visit has taken place');
      await lead.open(`${review}/discussion/1.1`);
      await lead.choose('The level on which the team agrees', 'Developing');
      await lead.press('Agree this level', { status: 422 });
      await lead.fill({ 'Why this level?': 'Help differs from room to room.' });
      await lead.press('Agree this level');
      await lead.open(`${review}/levels`);
      await lead.reads('The team is one level below the school’s own level.', `${second.name}: Secure`, 'Help differs from room to room.');
      await head.open(`${review}/levels`, { status: 403 });
      await head.open(`${review}/discussion`, { status: 403 });
    });
  });
}
