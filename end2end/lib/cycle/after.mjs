// After the report: the workshop's plan, updates, the impact review, and the end.
import assert from 'node:assert/strict';
import { DAYS, TEXTS } from './cast.mjs';
import { whole } from './prepare.mjs';
import { bind } from './set-up.mjs';

export async function after(world) {
  const { step, server, mail, cast } = bind(world);
  const { coordinator } = cast;

  await step('in the workshop recommendations become actions, and the plans are agreed', async () => {
    await server.moveTo(`${DAYS.workshop}T09:00:00Z`);
    for (const school of whole()) {
      const texts = TEXTS[school.key];
      const head = cast.heads[school.key];
      await head.open('/');
      await head.reads('Hold the workshop and agree the action plan');
      await head.open(`${school.review}/plan`);
      await head.reads(texts.recommendation);
      await head.follow(/^Add an action for/);
      await head.fill({
        'What will be done': texts.action,
        'Who sees to it': 'Assistant headteacher for inclusion',
        'How you will know that it has worked': texts.success,
        'Cost (optional)': '1,250',
        'Where the money comes from (optional)': 'Pupil premium',
      });
      await head.select('Strand of the framework', texts.note[0]);
      await head.date('When it will be done by', '2027-05-21');
      await head.press('Save the action');
      await head.reads(texts.action);
      await head.open(`${school.review}/plan/agree`);
      await head.reads(texts.action);
      await head.press('Agree the plan');
      await head.reads('Agreed');
      await coordinator.open(`${school.review}/plan`, { status: 403 });
      await school.lead.open(`${school.review}/plan`, { status: 403 });
    }
  });

  await step('the coordinator is told that the plans are agreed; the schools update their actions, and finish them', async () => {
    await server.moveTo(`${DAYS.update}T09:00:00Z`);
    const told = await mail.daily(coordinator.email, undefined, `${whole()[0].shown} has agreed its action plan`);
    assert.ok(!told.text.includes(TEXTS.oakwood.action), 'the mail does not say what is in the plan');
    for (const school of whole()) {
      const head = cast.heads[school.key];
      for (const [state, words] of [['In progress', 'Every year group has chosen its scaffolds.'], ['Done', 'All classes use them since the first week of term.']]) {
        await head.open(`${school.review}/plan`);
        await head.follow(TEXTS[school.key].action);
        await head.follow('Add an update');
        await head.choose('How does the action stand now?', state);
        await head.fill({ 'What has happened': words });
        await head.press('Save the update');
        await head.reads(words);
      }
    }
  });

  await step('the same peers record the impact, seeing only what was targeted', async () => {
    await server.moveTo(`${DAYS.impact}T09:00:00Z`);
    for (const school of whole()) {
      const texts = TEXTS[school.key];
      const { lead } = school;
      await lead.open('/visits');
      await lead.follow(/^Record the impact review/);
      await lead.heading('Impact review');
      await lead.reads(texts.recommendation, texts.success, 'The school says that it is done.');
      await lead.lacks('1,250', 'All classes use them');
      await lead.choose('Has recommendation 1 made a difference?', 'Made a difference');
      await lead.fill({ 'Recommendation 1: what has changed and what shows it': 'Pupils in every year group describe the same help.' });
      await lead.press('Record the impact review');
    }
  });

  await step('the heads read the impact; the coordinator closes the reviews; the teams no longer read, the schools still do', async () => {
    await server.moveTo(`${DAYS.close}T09:00:00Z`);
    for (const school of whole()) {
      const head = cast.heads[school.key];
      const told = await mail.daily(head.email, undefined, `The impact review of ${school.shown} has been recorded`);
      await head.open(told.link(/\/impact/));
      await head.reads('Made a difference', 'Pupils in every year group describe the same help.');
      await coordinator.open(`${school.review}/close`);
      await coordinator.reads('the team can no longer read anything of the school');
      await coordinator.press('Close the review');
      await coordinator.reads('Closed');
      await school.lead.open(`${school.review}/notes`, { status: 403 });
      await school.lead.open(`${school.review}/report`, { status: 403 });
      await head.open(`${school.review}/report`);
      await head.reads(TEXTS[school.key].summary);
      await head.open(`${school.review}/plan`);
      await head.lacks('Add an action', 'Add an update');
    }
  });

  await step('the homes say how things stand', async () => {
    await coordinator.open('/');
    await coordinator.reads('Spring 2027');
    await coordinator.open(world.cycle);
    await coordinator.reads('2 of 5', 'Harrowmere High School', 'late');
    await whole()[0].lead.open('/visits');
    await whole()[0].lead.reads('Closed: you can no longer read what the school wrote');
    await cast.laLead.open('/');
    await cast.laLead.reads('Wendleshire', 'Closed', 'late');
    await cast.laLead.lacks(TEXTS.brook.recommendation, TEXTS.oakwood.recommendation);
    await cast.heads.oakwood.open('/');
    await cast.heads.oakwood.lacks('Next for you');
  });

  await step('every mail that was sent is in the delivery log', async () => {
    await cast.admin.open('/admin/messages');
    await cast.admin.reads(cast.laLead.email);
  });
}
