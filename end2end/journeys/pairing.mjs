// Three schools and nine reviewers: paired, one declines, solved again, one moved by hand with a reason, a conflict
// declared and waived, and a fictional school rated. Without JavaScript.
import assert from 'node:assert/strict';
import path from 'node:path';
import { useSuggestion } from '../lib/cycle/prepare.mjs';
import { root } from '../lib/server.mjs';
import { World } from '../lib/steps.mjs';

const SCHOOLS = ['900001', '900002', '900003'];
const NAMES = ['Farah Siddiqui', 'Gwen Parry', 'Hal Osei', 'Iris Novak', 'Jonas Reid', 'Kavita Rao', 'Leo Marsh', 'Mina Wolfe', 'Ned Archer'];
const DAY = '2027-01-11';
const address = (name) => `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@wendle.example`;

export default async function journeys(report) {
  await new World(report, 'pairing', { script: false }).run(async (world) => {
    const step = world.step.bind(world);
    let coordinator;
    let reviewers;
    let teams;

    await step('a cycle of three schools, and nine reviewers, three from each', async () => {
      ({ coordinator, reviewers } = await setUp(world));
    });

    await step('a reviewer says on which days and where before', async () => {
      const [farah] = reviewers;
      await farah.open('/me/reviewer');
      await farah.tick('On which days can you visit?', 'Tuesday', 'Wednesday', 'Thursday');
      await farah.fill({ 'When can you not visit?': 'next week sometime' });
      await farah.press('Save', { status: 422 });
      await farah.reads('Line 1:');
      await farah.fill({ 'When can you not visit?': '12 to 16 April 2027' });
      await farah.press('Save');
      await farah.reads('Tuesday, Wednesday, Thursday', '16 April 2027');
    });

    await step('a reviewer rates the fictional school and then sees the reasons', async () => {
      const [farah] = reviewers;
      await farah.open('/');
      await farah.follow('compare how you rate');
      await farah.heading('Compare how you rate');
      await farah.lacks('Why not another level');
      await farah.press('Compare with the reference', { status: 422 });
      for (const [code, level] of [['1.1', /^3 /], ['2.1', /^2 /], ['3.2', /^2 /], ['4.1', /^4 /], ['5.2', /^1 /]]) {
        await farah.choose(new RegExp(`^Which level fits best for ${code.replace('.', '\\.')} `), level);
      }
      await farah.press('Compare with the reference');
      await farah.reads('3 of your 5 levels are the same as the reference.', 'Why not another level');
      await farah.open('/');
      await farah.lacks('compare how you rate');
    });

    await step('the coordinator weighs a rule, makes another strict, and gets suggested teams', async () => {
      await coordinator.open(`${world.cycle}/pairing`);
      await coordinator.follow('Change the rules and points');
      await coordinator.fill({ 'Direct swap': '101' });
      await coordinator.press('Save the rules', { status: 422 });
      await coordinator.fill({ 'Direct swap': '45' });
      await coordinator.tick('What no suggestion may do', 'Declared interest');
      await coordinator.press('Save the rules');
      await coordinator.reads('Direct swap: 45 points, not 30', 'Declared interest: never in a suggestion');
      await coordinator.select('People in a team', '2');
      await coordinator.press('Suggest teams');
      await coordinator.heading('Suggested teams');
      await useSuggestion(coordinator, world.cycle);
      teams = await readTeams(coordinator, world);
      for (const team of teams) assert.equal(team.names.length, 2, `${team.school}: ${team.names}`);
      await coordinator.reads('Done', 'Not done');
    });

    await step('the invited answer: one declines, one declares a conflict of interest, which is waived', async () => {
      await coordinator.open(`${world.cycle}/pairing/invite`);
      await coordinator.press(/^Send \d+ invitations$/);
      const [first, second] = teams;
      world.declined = first.names[1];
      world.conflicted = second.names[0];
      for (const team of teams) {
        for (const name of team.names) {
          const reviewer = reviewers.find((r) => r.name === name);
          await reviewer.open(`${team.review}/invitation`);
          await answer(reviewer, team === first && name === world.declined, team === second && name === world.conflicted);
        }
      }
      await coordinator.open(`${second.review}/team`);
      await coordinator.reads('A cousin teaches there.', 'Conflict to settle');
      await coordinator.press(/^Keep in the team/, { status: 422 });
      await coordinator.fill({ 'Why this person can review the school all the same': 'The cousin leaves before the visit.' });
      await coordinator.press(/^Keep in the team/);
      await coordinator.reads('Kept because:', 'The cousin leaves before the visit.', 'Confirmed');
    });

    await step('solved again, the open place is filled and nobody else is moved', async () => {
      await coordinator.open(`${world.cycle}/pairing`);
      await coordinator.press('Suggest again');
      await useSuggestion(coordinator, world.cycle, ['1 person would join a team. Nobody would leave one.', `The reason: ${world.declined} declined`]);
      const again = await readTeams(coordinator, world);
      for (const [at, team] of again.entries()) {
        const before = teams[at].names.filter((name) => at > 0 || name !== world.declined);
        for (const name of before) assert.ok(team.names.includes(name), `${name} stays at ${team.school}`);
        assert.equal(team.names.length, 2);
      }
      assert.ok(!again[0].names.includes(world.declined));
      teams = again;
    });

    await step('one is moved by hand: looked at first, then saved with a reason', async () => {
      await coordinator.open(`${world.cycle}/pairing`);
      await coordinator.follow('Move people between teams');
      await coordinator.press('See what it brings', { status: 422 });
      // Whoever works at the other school, or is in its team, cannot go there; the check says so.
      let [joined, first, third] = [];
      const moves = teams.flatMap((from) => teams.filter((to) => to !== from).flatMap((to) => from.names.map((name) => ({ name, from, to }))));
      for (const { name, from, to } of moves) {
        [joined, first, third] = [name, from, to];
        const who = coordinator.page.getByLabel('Who is to be moved', { exact: true });
        await who.selectOption(await who.locator('option').filter({ hasText: `${name} at ${first.school}` }).first().getAttribute('value'));
        await coordinator.select('Where to, or with whom to change places', { label: `Join ${third.school}` });
        await coordinator.press('See what it brings');
        await coordinator.heading('Move people between teams');
        if (await coordinator.page.getByRole('button', { name: 'Make this change' }).count()) break;
        await coordinator.reads(/works at this school|already in this team/);
      }
      await coordinator.reads('What it brings', `${joined} goes from ${first.school} to ${third.school}.`);
      await coordinator.press('Make this change', { status: 422 });
      await coordinator.fill({ 'Why it is right all the same': 'The third school asked for one more pair of eyes.' });
      await coordinator.press('Make this change');
      await coordinator.open(`${third.review}/team`);
      await coordinator.reads(joined, 'The third school asked for one more pair of eyes.');
    });
  });
}

async function setUp(world) {
  const { server, mail } = world;
  const invite = (name, role) => server.command('people', 'invite', address(name), '--name', name, '--role', role, '--base-url', server.base);
  await server.command('import', 'register', path.join(root, 'server/tests/fixtures/register/twelve-schools.csv'));
  const link = await invite('Ada Stone', 'administrator');
  await server.start();
  const admin = await world.person('Ada Stone', address('Ada Stone'));
  await admin.enterBy(link);
  await admin.open('/partnerships/new');
  await admin.fill({ Name: 'Pairing partnership', 'Shared vision': 'Every child belongs.' });
  await admin.press('Save');
  const partnership = admin.path;
  for (const urn of SCHOOLS) {
    await admin.open(`${partnership}/schools/add?school=${urn}`);
    await admin.date('First day in the partnership', '2026-09-01');
    await admin.press('Add this school');
  }
  await server.stop();
  const enter = await invite('Cora Fields', `coordinator:${partnership.split('/')[2]}`);
  await server.start();
  const coordinator = await world.person('Cora Fields', address('Cora Fields'));
  await coordinator.enterBy(enter);
  const reviewers = [];
  world.works = {};
  for (const [at, name] of NAMES.entries()) {
    const urn = SCHOOLS[at % 3];
    await coordinator.open(`${partnership}/people`);
    await coordinator.follow('Invite somebody');
    await coordinator.fill({ Name: name, 'E-mail address': address(name) });
    await coordinator.choose('Role', 'Reviewer');
    await coordinator.press('Send the invitation');
    const reviewer = await world.person(name, address(name));
    await reviewer.acceptInvitation('a reviewer for');
    await reviewer.fill({ 'Most visits in one cycle': '2' });
    await reviewer.press('Save');
    await coordinator.open(`${partnership}/people`);
    await coordinator.follow(name);
    await coordinator.date('When was this person trained as a reviewer?', '2026-03-27');
    const own = coordinator.page.locator(`input[name="works_at"][value="${urn}"]`);
    await own.check();
    await coordinator.press('Save');
    world.works[name] = urn;
    reviewers.push(reviewer);
  }
  await coordinator.open(`${partnership}/cycles/new`);
  await coordinator.fill({ 'Name of the cycle': 'Spring 2027' });
  await coordinator.date('First day of the cycle', DAY);
  await coordinator.date('First day for visits', '2027-03-15');
  await coordinator.date('Last day for visits', '2027-05-28');
  await coordinator.date('Last day of the cycle', '2027-12-17');
  await coordinator.press('Save as a draft');
  world.cycle = coordinator.path;
  await coordinator.open(`${world.cycle}/launch`);
  await coordinator.press('Launch the cycle');
  return { coordinator, reviewers, mail };
}

/** Every team of the board: school, review, and the names of those who have not declined. */
async function readTeams(coordinator, world) {
  await coordinator.open(`${world.cycle}/pairing`);
  const links = await coordinator.page.locator('main a[href$="/team"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  const out = [];
  for (const href of [...new Set(links)].sort()) {
    await coordinator.open(href);
    const school = (await coordinator.page.locator('main .govuk-caption-l').innerText()).trim();
    const leavers = coordinator.page.getByLabel('Who leaves', { exact: true });
    const names = (await leavers.count()) ? (await leavers.locator('option').allInnerTexts()).slice(1) : [];
    out.push({ review: href.replace(/\/team$/, ''), school, names });
  }
  await coordinator.open(`${world.cycle}/pairing`);
  return out;
}

async function answer(reviewer, declines, conflict) {
  if (declines) {
    await reviewer.choose('Can you take part?', 'No, I decline');
    await reviewer.fill({ 'If you decline: why': 'I am away in that term.' });
  } else {
    await reviewer.choose('Can you take part?', 'Yes, I accept');
    await reviewer.choose(/^If you accept/, conflict ? 'Yes' : 'No');
    if (conflict) await reviewer.fill({ 'If there is one: what it is': 'A cousin teaches there.' });
  }
  await reviewer.press('Send my answer');
}
