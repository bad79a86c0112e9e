// Evidence with files, without JavaScript: added for several strands, found again, given a newer version, read in the
// matrix; bad files and pupils' data are stopped in words and nothing typed or sent is lost.
import assert from 'node:assert/strict';
import { smallCycle } from '../lib/small.mjs';
import { World } from '../lib/steps.mjs';

const pdf = (text) => Buffer.from(`%PDF-1.7\n1 0 obj<</Title(${text})>>endobj\ntrailer<<>>\n%%EOF\n`);
const file = (name, mimeType, buffer) => ({ name, mimeType, buffer });
// A picture of one pixel.
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC', 'base64');

export default async function journeys(report) {
  await new World(report, 'evidence', { script: false }).run(async (world) => {
    let cast;
    const choose = (person, ...files) => person.page.getByLabel(/^Files|^Add files|^The new version/).setInputFiles(files);
    const fill = async (person, text) => {
      await person.fill({ 'What does it show?': text });
      await person.select('Kind of evidence', { label: 'Pupil voice' });
      await person.choose('What does it do?', 'Supports our judgement');
    };
    const download = async (person, name) => {
      const href = await person.page.getByRole('link', { name, exact: true }).first().getAttribute('href');
      return person.context.request.get(world.server.base + href);
    };

    await world.step('a contributor comes from a strand to the form for evidence with files', async () => {
      cast = await smallCycle(world);
      const { contributor, review } = cast;
      await contributor.open(`${review}/self-review/1.1`);
      await contributor.follow('Add evidence with files, or for several strands');
      await contributor.heading('Add evidence');
      await contributor.reads('Files are not checked for viruses here');
      assert.ok(await contributor.group('Which strands is it about?').getByRole('checkbox', { name: /^1\.1 / }).isChecked());
    });
    await world.step('a child’s name and age is questioned; text and files wait until the box is ticked', async () => {
      const { contributor } = cast;
      await fill(contributor, 'Ahmed, 9, said that he knows whom to ask.');
      await contributor.tick('Which strands is it about?', /^2\.1 /);
      await choose(contributor, file('Notes of the panel.pdf', 'application/pdf', pdf('one')), file('display.png', 'image/png', png));
      await contributor.press('Save', { status: 422 });
      await contributor.reads('“Ahmed, 9” looks like a child’s name', 'Notes of the panel.pdf (PDF document', 'display.png (PNG picture');
      await contributor.fill({ 'What does it show?': 'A pupil said that he knows whom to ask.' });
      await contributor.press('Save');
      await contributor.heading('Pupil voice');
      await contributor.reads('The evidence is saved.', 'Notes of the panel.pdf', 'display.png', '1.1 ', '2.1 ', 'SHA-256');
    });
    await world.step('a file goes out as a download and in no other way', async () => {
      const { contributor } = cast;
      const answer = await download(contributor, 'Notes of the panel.pdf');
      assert.equal(answer.status(), 200);
      assert.ok((await answer.body()).equals(pdf('one')));
      assert.match(answer.headers()['content-disposition'], /^attachment; filename="Notes of the panel\.pdf"/);
      assert.match(answer.headers()['content-security-policy'], /sandbox/);
      cast.href = await contributor.page.getByRole('link', { name: 'Notes of the panel.pdf', exact: true }).first().getAttribute('href');
      await cast.coordinator.open(cast.href, { status: 403 });
    });
    await world.step('a newer version takes its place and the older one stays', async () => {
      const { head, contributor } = cast;
      await head.open(contributor.path);
      await head.follow(/^Replace Notes of the panel\.pdf/);
      await choose(head, file('Notes of the panel, checked.pdf', 'application/pdf', pdf('two')));
      await head.press('Replace');
      await head.reads('The new version is saved.', 'Version 2, added by Amara Okafor');
      assert.ok((await (await download(head, 'Notes of the panel, checked.pdf')).body()).equals(pdf('two')));
      const older = await head.page.locator('details a').first().getAttribute('href');
      assert.ok((await (await head.context.request.get(world.server.base + older)).body()).equals(pdf('one')));
    });
    await world.step('bad files are refused in words beside the field and the good one is kept', async () => {
      const { head } = cast;
      await choose(head,
        file('plan.pdf', 'application/pdf', pdf('three')),
        file('logo.svg', 'image/svg+xml', Buffer.from('<svg onload="alert(1)">')),
        file('photo.png', 'image/png', Buffer.from('<script>alert(1)</script>')));
      await head.press('Add files', { status: 422 });
      await head.reads('The files are added.', 'plan.pdf', '“logo.svg” can contain scripts', '“photo.png” is damaged');
    });
    await world.step('the list finds by strand and kind, and the matrix says what is missing', async () => {
      const { head, review } = cast;
      await head.open(`${review}/evidence`);
      await head.select('Kind', { label: 'Pupil voice' });
      await head.press('Show');
      await head.reads('1 piece of evidence', 'knows whom to ask');
      await head.select('Kind', { label: 'Data' });
      await head.press('Show');
      await head.reads('Nothing fits what you chose.');
      await head.follow('See which kinds of evidence each strand rests on');
      await head.heading('What the judgements rest on');
      await head.reads('One source', 'No parent and carer voice', 'without the voice of parents and carers');
    });
    await world.step('a piece is changed, and removed after a question', async () => {
      const { contributor, review } = cast;
      await contributor.open(`${review}/evidence`);
      await contributor.follow(/^Pupil voice: 1\.1 /);
      await contributor.follow('Change');
      await contributor.tick('Which strands is it about?', /^3\.1 /);
      await contributor.press('Save');
      await contributor.reads('Your changes are saved.', '3.1 ');
      await contributor.follow('Remove this evidence');
      await contributor.reads('Its 3 files go with it, with every version.');
      await contributor.press('Remove evidence');
      await contributor.reads('The evidence is removed.', 'No evidence has been added yet.');
      await contributor.open(cast.href, { status: 404 });
    });
  });
}
