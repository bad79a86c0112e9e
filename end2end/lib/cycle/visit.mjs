// From the released pack to the final report: reading, notes, findings, report, accuracy check, who may read it.
import assert from 'node:assert/strict';
import { DAYS, TEXTS } from './cast.mjs';
import { whole } from './prepare.mjs';
import { bind } from './set-up.mjs';

export async function visit(world) {
  const { step, server, mail, cast } = bind(world);
  const { coordinator } = cast;

  await step('the teams are told that the pack is ready, and read it', async () => {
    // Who has had the mail of the day hears of it with the next.
    await server.moveTo(`${DAYS.read}T09:00:00Z`);
    for (const school of whole()) {
      for (const reviewer of [school.lead, school.second]) {
        const told = await mail.daily(reviewer.email, undefined, `The pack of ${school.shown} is ready`);
        await reviewer.open(told.link(new RegExp(`${school.review}/pack`)));
        const texts = TEXTS[school.key];
        await reviewer.reads(texts.question, ...texts.strands.map((s) => s[2]));
      }
    }
    await cast.heads.zoe.open(`${whole()[0].review}/pack`, { status: 404 });
  });

  await step('on the day of the visit the team writes notes and levels, and the lead records the visit', async () => {
    await server.moveTo(`${DAYS.visits}T09:00:00Z`);
    for (const school of whole()) {
      await writeNotes(school);
      await school.lead.open(`${school.review}/visited`);
      await school.lead.press('Yes, the visit has taken place');
      await school.lead.heading('Findings');
    }
    await cast.heads.oakwood.open(`${whole()[0].review}/notes`, { status: 403 });
  });

  await step('the leads write findings, recommendations and reports, and send them to the schools', async () => {
    for (const school of whole()) {
      const texts = TEXTS[school.key];
      const { lead } = school;
      await writeFindings(school);
      await lead.open(`${school.review}/report`);
      await lead.heading('Write the report');
      await lead.fill({ Summary: texts.summary, 'Answers to the school’s questions': texts.answers });
      await lead.press('Save the draft');
      await lead.reads('The draft has been saved. It has not been sent.', texts.recommendation, texts.strength);
      await coordinator.open(`${school.review}/report`, { status: 403 });
      await lead.follow('Send to the school for its accuracy check');
      await lead.reads(school.head);
      await lead.press('Send to the school');
    }
  });

  await step('each headteacher is told once and checks the draft; one raises a point', async () => {
    await server.moveTo(`${DAYS.check}T09:00:00Z`);
    for (const school of whole()) {
      const head = cast.heads[school.key];
      const told = await mail.daily(head.email, undefined, `The draft report on ${school.shown} is ready for your accuracy check`);
      assert.ok(!told.text.includes(TEXTS[school.key].summary.slice(0, 30)), 'the mail holds no text of the report');
      await head.open(told.link(/\/report\/accuracy/));
      await head.heading('Check the draft report for accuracy');
      await head.reads(TEXTS[school.key].summary, TEXTS[school.key].better);
      if (school.key === 'oakwood') {
        await head.loads(() => head.page.locator('main a', { hasText: 'that begins: Staff know early' }).click());
        await head.fill({ 'Which words are not right?': 'act within three weeks', 'What should stand there?': 'act within two weeks', 'How do you know? (optional)': 'The policy was changed in January.' });
        await head.press('Add this point');
        await head.reads('Point 1', 'No answer yet');
        await head.press('Finish the check with these points');
      } else {
        await head.press('Finish: the report is accurate');
      }
      await head.reads('You have finished the accuracy check.');
    }
  });

  await step('the leads answer the point and make the reports final', async () => {
    for (const school of whole()) {
      const { lead } = school;
      await lead.open(`${school.review}/report`);
      if (school.key === 'oakwood') {
        await lead.follow(/^Answer to point 1$/);
        await lead.choose('Your answer', 'Accept');
        await lead.fill({ Reason: 'Thank you. The report will say within two weeks.' });
        await lead.press('Save the answer');
        await lead.reads('Accepted');
      }
      await lead.follow('Make the report final');
      await lead.press('Make it final');
      await lead.lacks('Make the report final');
    }
  });

  await step('only those whom the policy names read the final report, and the page names them', async () => {
    const [oakwood] = whole();
    const texts = TEXTS.oakwood;
    const head = cast.heads.oakwood;
    await head.open(`${oakwood.review}/report`);
    await head.reads(texts.summary, texts.recommendation, 'Cora Fields');
    await head.lacks('Lena Hart');
    await coordinator.open(`${oakwood.review}/report`);
    await coordinator.reads(texts.summary);
    await coordinator.lacks('Point 1');
    await cast.laLead.open(`${oakwood.review}/report`, { status: 403 });
    await cast.heads.brook.open(`${oakwood.review}/report`, { status: 404 });
    await cast.laLead.open('/');
    await cast.laLead.reads('Report final');
    await cast.laLead.lacks(texts.recommendation);
  });

  await step('the headteacher shares the report with the local authority, who is told and reads it', async () => {
    const [oakwood] = whole();
    const head = cast.heads.oakwood;
    await head.open(`${oakwood.review}/report/share`);
    await head.choose('With whom do you share the report?', 'The inclusion lead of the local authority');
    await head.fill({ 'Why?': 'For the area’s meeting in June' });
    await head.press('Share the report');
    await head.reads('Lena Hart');
    const told = await mail.daily(cast.laLead.email, DAYS.check, `You can read the report on ${oakwood.shown}`);
    await cast.laLead.open(told.link(/\/report/));
    await cast.laLead.reads(TEXTS.oakwood.recommendation);
    await cast.laLead.open(`${whole()[1].review}/report`, { status: 403 });
    await cast.heads.brook.open(`${oakwood.review}/report`, { status: 404 });
  });

  async function writeNotes(school) {
    const texts = TEXTS[school.key];
    for (const [person, note] of [[school.second, texts.note], [school.lead, texts.secondNote]]) {
      const [strand, kind, stance, words] = note;
      await person.open(`${school.review}/notes/${strand}`);
      await person.fill({ 'What did you see, hear or read?': words });
      await person.select('Where does it come from?', { label: kind });
      await person.choose(/^Does it support or challenge/, stance);
      await person.press('Add note');
      await person.reads(words);
    }
    const { lead } = school;
    await lead.open(`${school.review}/notes/${texts.note[0]}`);
    await lead.reads(texts.note[3], texts.secondNote[3]);
    await lead.choose('Your level', texts.level);
    await lead.fill({ 'Why this level?': 'Two kinds of evidence point the same way.' });
    await lead.press('Save your level');
  }

  async function writeFindings(school) {
    const texts = TEXTS[school.key];
    const { lead } = school;
    for (const [link, label, words] of [
      ['Add a strength', 'Finding', texts.strength],
      ['Add an “even better if”', 'Finding', texts.better],
      ['Add a recommendation', 'Recommendation', texts.recommendation],
    ]) {
      await lead.open(`${school.review}/findings`);
      await lead.follow(link);
      await lead.select('Strand', texts.note[0]);
      await lead.fill({ [label]: words });
      await lead.press('Save');
      await lead.reads(words);
      // A new finding is asked at once on what it rests.
      if (label === 'Finding') {
        await lead.heading('What does this finding rest on?');
        const boxes = lead.page.getByRole('checkbox');
        if (await boxes.count()) {
          await boxes.first().check();
          await lead.press('Save');
          await lead.reads('Rests on:');
        }
      }
    }
  }
}
