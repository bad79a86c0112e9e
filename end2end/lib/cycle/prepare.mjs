// From the launch to the released pack: agreements, teams, self-reviews, days of the visits.
import assert from 'node:assert/strict';
import { DAYS, SCHOOLS, TEXTS, inWords } from './cast.mjs';
import { bind, shown } from './set-up.mjs';

const whole = () => SCHOOLS.filter((s) => TEXTS[s.key]);

export async function prepare(world) {
  const { step, server, mail, cast } = bind(world);
  const { coordinator } = cast;

  await step('four headteachers accept the agreement; the coordinator hears of it once', async () => {
    await server.moveTo(`${DAYS.teams}T09:00:00Z`);
    for (const school of SCHOOLS.filter((s) => s.key !== 'harrowmere')) {
      const head = cast.heads[school.key];
      await head.open('/');
      await head.follow('Accept the agreement');
      await head.heading('Agreement');
      await head.reads('the coordinators of the partnership', 'Each school offers four days of reviewing.');
      await head.press('Accept the agreement', { status: 422 });
      await head.tick('Do you accept this?', `I accept for ${school.shown}`);
      await head.press('Accept the agreement');
      await head.reads('Accepted. The coordinators hear of it.');
    }
    const told = await mail.daily(coordinator.email, DAYS.teams, 'has accepted the agreement');
    await coordinator.open(told.link(/\/reviews\//));
    await coordinator.reads('Accepted by');
  });

  await step('teams are suggested with reasons; nobody reviews the own school', async () => {
    await coordinator.open(world.cycle);
    await coordinator.open(`${world.cycle}/pairing`);
    await coordinator.heading('Review teams');
    await coordinator.select('People in a team', '2');
    await coordinator.select('Least number of people', '2');
    await coordinator.press('Suggest teams');
    await useSuggestion(coordinator, world.cycle);
    for (const school of whole()) {
      const team = await readTeam(coordinator, school);
      assert.equal(team.length, 2, `${school.shown} has a team of ${team.map((m) => m.name)}`);
      for (const m of team) assert.notEqual(m.person.school, school.key, `${m.name} is to review the own school`);
      assert.ok(team.find((m) => m.lead).person.trained, 'the lead is trained');
    }
    const oakwood = await readTeam(coordinator, whole()[0]);
    assert.ok(!oakwood.some((m) => m.name === 'Jonas Reid'), 'a declared interest is avoided where it can be');
  });

  await step('a pair that is to be avoided can be made by hand, with a reason only', async () => {
    const school = whole()[0];
    const team = await readTeam(coordinator, school);
    const out = team.find((m) => !m.lead);
    await coordinator.select('Who leaves', { label: out.name });
    const instead = coordinator.page.getByLabel('Who comes instead', { exact: true });
    const jonas = await instead.locator('option').filter({ hasText: 'Jonas Reid' }).getAttribute('value');
    await instead.selectOption(jonas);
    await coordinator.press('Replace', { status: 422 });
    await coordinator.reads('This is to be avoided where possible');
    await coordinator.fill({ 'Why it is right all the same': 'The interest ended four years ago, and the headteacher asked for this reviewer.' });
    await coordinator.press('Make this change');
    const changed = await readTeam(coordinator, school);
    assert.ok(changed.some((m) => m.name === 'Jonas Reid'));
    await coordinator.reads('The interest ended four years ago');
  });

  await step('the invited reviewers get one mail each, and answer; one declines', async () => {
    await coordinator.open(`${world.cycle}/pairing/invite`);
    await coordinator.heading('Send the invitations');
    await coordinator.press(/^Send \d+ invitations$/);
    world.declined = 'Jonas Reid';
    const teams = [];
    for (const school of whole()) teams.push(...(await readTeam(coordinator, school)).map((m) => m.name));
    for (const name of new Set(teams)) {
      const reviewer = cast.reviewers.find((r) => r.name === name);
      const invitation = await mail.daily(reviewer.email, DAYS.teams, 'You are invited to review');
      await reviewer.open(invitation.link(/\/reviews\/[^/]+\/invitation/));
      await reviewer.heading('Invitation to review');
    }
    for (const reviewer of cast.reviewers) {
      await answerAll(reviewer, (invitation) => reviewer.name === world.declined && invitation.includes(whole()[0].shown));
    }
    const team = await readTeam(coordinator, whole()[1]);
    assert.ok(team.length === 2 && (await coordinator.text()).includes('confirmed'), 'the second team is confirmed');
  });

  await step('after the refusal the coordinator is told, suggests again, and the team is confirmed', async () => {
    await server.moveTo(`${DAYS.prepare}T09:00:00Z`);
    const school = whole()[0];
    const told = await mail.daily(coordinator.email, DAYS.prepare, `A reviewer cannot visit ${school.shown}`);
    await coordinator.open(told.link(new RegExp(school.review)));
    await coordinator.open(`${world.cycle}/pairing`);
    await coordinator.press(/^Suggest (again|teams)$/);
    await useSuggestion(coordinator, world.cycle);
    await coordinator.open(`${world.cycle}/pairing/invite`);
    await coordinator.press(/^Send \d+ invitations?$/);
    for (const reviewer of cast.reviewers) await answerAll(reviewer, () => false);
    const team = await readTeam(coordinator, school);
    assert.equal(team.length, 2, `the team is ${team.map((m) => m.name)}`);
    assert.ok(!team.some((m) => m.name === world.declined), 'who declined is not asked again');
    for (const s of whole()) {
      const members = await readTeam(coordinator, s);
      s.lead = members.find((m) => m.lead).person;
      s.second = members.find((m) => !m.lead).person;
    }
  });

  await step('a headteacher who has not accepted is reminded; those who have are not', async () => {
    const { harrowmere, oakwood } = cast.heads;
    const due = await mail.daily(harrowmere.email, DAYS.prepare, ['Agreement for Harrowmere High School', '2 working days late', inWords('2027-01-11')]);
    await harrowmere.open(due.link(/\/reviews\/[^/]+\/agreement/));
    await harrowmere.heading('Agreement');
    const others = mail.mails.filter((m) => m.to === oakwood.email && m.day === DAYS.prepare && m.text.includes('Agreement for'));
    assert.deepEqual(others.map((m) => m.subject), []);
  });

  for (const school of whole()) {
    const texts = TEXTS[school.key];
    const head = cast.heads[school.key];
    await step(`${school.shown} agrees the day, writes strands, evidence and a question, and submits`, async () => {
      await head.open(`${school.review}/visit-date`);
      await head.date('When is the visit?', '2027-03-20');
      await head.press('See the dates that follow', { status: 422 });
      await head.reads('Saturday');
      await head.date('When is the visit?', school.visit);
      await head.press('See the dates that follow');
      await head.heading(`${inWords(school.visit)}`);
      await head.press('Agree this day');
      await head.reads('The day of the visit is agreed');
      for (const strand of texts.strands) await writeStrand(head, school, strand);
      await head.open(`${school.review}/questions`);
      await head.fill({ 'Question 1': texts.question });
      await head.tick('Which strands should your peers look at most?', texts.focus);
      await head.press('Save the questions');
      await head.reads('Saved. You can change the questions until the visit.');
      await head.open(`${school.review}/self-review`);
      await head.reads('In progress, not submitted');
      await head.follow('Check and submit');
      await head.press('Submit the self-review', { status: 422 });
      await head.tick('Is this your school’s own view?', /^I have read it/);
      await head.press('Submit the self-review');
      await head.reads('The self-review is submitted. The coordinators hear of it.');
    });
  }

  await step('nobody reads a self-review before the pack is released', async () => {
    const school = whole()[0];
    await school.lead.open(`${school.review}/pack`, { status: 403 });
    await coordinator.open(`${school.review}/self-review`, { status: 403 });
    await cast.heads.brook.open(`${school.review}/self-review`, { status: 404 });
  });

  await step('the coordinator is told of the submissions and releases the packs; the teams read them', async () => {
    await server.moveTo(`${DAYS.release}T09:00:00Z`);
    const told = await mail.daily(coordinator.email, DAYS.release, whole().map((s) => `${s.shown} has submitted its self-review`));
    await coordinator.open(told.link(/\/reviews\//));
    for (const school of whole()) {
      await coordinator.open(school.review);
      await coordinator.follow('Release the pack to the team');
      await coordinator.reads(school.lead.name, school.second.name);
      await coordinator.press('Release the pack');
      await coordinator.reads('The pack is released to the team.');
    }
  });
}

/** Waits until the suggested teams are worked out, and uses them, with a reason for every conflict of interest. */
export async function useSuggestion(coordinator, cycle, expected = []) {
  // The page comes again by itself until the answer is there; opening it at the same moment would be in its way.
  await coordinator.open(`${cycle}/pairing/run`);
  await coordinator.page.getByText('How good it is').first().waitFor({ timeout: 90_000 });
  await coordinator.reads(...expected);
  const boxes = coordinator.page.locator('textarea[name^="reason-"]');
  for (const box of await boxes.all()) await box.fill('Nobody else can visit in this cycle.');
  await coordinator.press('Use these teams');
  await coordinator.heading('Review teams');
}

/** Reads the team's page: name, whether it is the lead, and the person. Those who declined are left out. */
async function readTeam(coordinator, school) {
  await coordinator.open(`${school.review}/team`);
  const { reviewers } = coordinator.world.cast;
  const out = coordinator.page.getByLabel('Who leaves', { exact: true });
  const names = (await out.count())
    ? (await out.locator('option').allInnerTexts()).slice(1)
    : reviewers.map((r) => r.name);
  const rows = await coordinator.page.locator('main dt').allInnerTexts();
  return names
    .filter((name) => rows.some((row) => row.startsWith(name)))
    .map((name) => ({ name, lead: rows.some((row) => row.trim() === `${name} (lead)`), person: reviewers.find((r) => r.name === name) }));
}

async function answerAll(reviewer, declines) {
  for (;;) {
    await reviewer.open('/visits');
    const link = reviewer.page.getByRole('link', { name: /^Answer the invitation/ }).first();
    if (!(await link.count())) return;
    const words = await link.innerText();
    await reviewer.loads(() => link.click());
    if (declines(words)) {
      await reviewer.choose('Can you take part?', 'No, I decline');
      await reviewer.fill({ 'If you decline: why': 'I am away in that week.' });
    } else {
      await reviewer.choose('Can you take part?', 'Yes, I accept');
      await reviewer.choose(/^If you accept/, 'No');
    }
    await reviewer.press('Send my answer');
  }
}

async function writeStrand(head, school, [code, level, narrative, kind, evidence, link]) {
  await head.open(`${school.review}/self-review/${code}`);
  await head.choose(/^Which description fits best/, level);
  await head.fill({ 'What you do, and how you know': narrative });
  await head.select('Kind of evidence', { label: kind });
  await head.choose('What does it do?', 'Supports our judgement');
  await head.fill({ 'What it shows': evidence, 'Link (optional)': link });
  await head.press('Save and add evidence');
  await head.reads(evidence);
  await head.press('Save and continue');
}

export { shown, whole };
