// A self-review that several people write: given out by strand, started from last cycle's texts, filled in offline,
// checked, submitted, sent back and submitted again; and, with JavaScript, saved while somebody writes.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { smallCycle } from '../lib/small.mjs';
import { World } from '../lib/steps.mjs';
import { Spreadsheet } from '../lib/xlsx.mjs';

const TEXT = 'What you do, and how you know';
const LEVEL = 'Which description fits best, taken as a whole?';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Downloads the form as the link on the page does. */
async function download(person, review) {
  const answer = await person.context.request.get(`${review}/self-review/form.xlsx`);
  assert.equal(answer.status(), 200);
  assert.equal(answer.headers()['content-type'], XLSX);
  return answer.body();
}

async function bringBack(person, review, buffer, options) {
  await person.open(`${review}/self-review/form`);
  await person.page.getByLabel('The form you filled in', { exact: true }).setInputFiles({ name: 'form.xlsx', mimeType: XLSX, buffer });
  await person.press('Show what would change', options);
}

/** The same file, opened and saved by LibreOffice. */
async function throughOffice(file) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'quintet-office-'));
  try {
    mkdtempSync(path.join(folder, 'profile-'));
    writeFileSync(path.join(folder, 'form.xlsx'), file);
    const args = [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', 'xlsx', '--outdir', path.join(folder, 'out'), path.join(folder, 'form.xlsx')];
    await promisify(execFile)('soffice', args, { timeout: 180_000 });
    return readFileSync(path.join(folder, 'out', 'form.xlsx'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function together(report) {
  await new World(report, 'self-review', { script: false }).run(async (world) => {
    let cast;
    let review;
    await world.step('two schools, a headteacher, a contributor, a coordinator', async () => {
      cast = await smallCycle(world);
      review = cast.review;
    });
    await world.step('the headteacher says who writes which strand', async () => {
      const { head } = cast;
      await head.open(`${review}/self-review`);
      await head.follow('Say who writes which strand');
      await head.select('1.1 Early identification', { label: 'Bo Lind' });
      const second = head.page.getByLabel(/^1\.2 /);
      await second.selectOption({ label: 'Bo Lind' });
      await head.press('Save');
      await head.reads('Saved. Whoever has a strand finds it on their home page.', 'Bo Lind has it');
    });
    await world.step('the contributor finds the strands at home, writes one and marks it as ready', async () => {
      const { contributor } = cast;
      await contributor.open('/');
      await contributor.reads('Write your strands of the self-review', 'Strands 1.1, 1.2.', '8 March 2027');
      await contributor.page.getByRole('link', { name: /^Write your strands/ }).first().click();
      await contributor.heading('Self-review');
      await contributor.reads('Your strands');
      await contributor.follow(/^1\.1 /);
      await contributor.reads('You have this strand.');
      await contributor.choose(LEVEL, /^3 /);
      await contributor.fill({ [TEXT]: 'Every child is looked at in the first six weeks.' });
      await contributor.press('Save and mark as ready');
      await contributor.reads('Saved, and marked as ready for the headteacher.', 'Ready: Secure', 'Marked as ready by Bo Lind');
      await contributor.open('/');
      await contributor.reads('Strand 1.2.');
    });
    await world.step('the check shows a contributor what is thin, and no form', async () => {
      const { contributor } = cast;
      await contributor.open(`${review}/self-review/submit`);
      await contributor.heading('Check the self-review');
      await contributor.reads('Level 3 or 4 rests on at least two kinds of evidence', 'Only the headteacher can submit');
      assert.equal(await contributor.page.getByRole('checkbox').count(), 0);
      assert.equal(await contributor.page.locator('main form').count(), 0);
      await contributor.follow(/^1\.1 /);
      await contributor.heading(/^1\.1 /);
    });
    await world.step('the form is filled in offline and brought back: what would change is shown before it does', async () => {
      const { head, contributor } = cast;
      const form = new Spreadsheet(await download(head, review));
      assert.equal(form.get('1.1', TEXT), 'Every child is looked at in the first six weeks.');
      assert.equal(form.get('1.1', 'Level'), '3 Secure');
      form.set('1.1', TEXT, 'Written on the train.');
      form.set('2.1', TEXT, '- clear models\n- checks <&> scaffolds');
      form.set('2.1', 'Level', '2 Developing');
      form.set('2.2', 'Not explored', 'yes');
      form.set('2.3', 'Level', 'Outstanding');
      // Meanwhile somebody saves one of them here.
      await contributor.open(`${review}/self-review/1.1`);
      await contributor.fill({ [TEXT]: 'Every child is looked at in the first five weeks.' });
      await contributor.press('Save as draft');
      await bringBack(head, review, form.bytes());
      await head.heading('What the form would change');
      await head.reads('3 strands would change', 'Changed on both sides', 'Written on the train.', 'in the first five weeks.', /Row \d+ \(2\.3\): Choose one of the levels/, 'checks <&> scaffolds');
      await head.press('Apply these changes', { status: 422 });
      await head.reads('Choose which text to keep for strand 1.1');
      await head.choose('Which text do you keep?', 'The text of the file');
      await head.press('Apply these changes');
      await head.reads('The form has been brought in.');
      await head.open(`${review}/self-review/2.1`);
      assert.equal(await head.page.getByLabel(TEXT, { exact: true }).inputValue(), '- clear models\n- checks <&> scaffolds');
      await head.open(`${review}/self-review/1.1`);
      assert.equal(await head.page.getByLabel(TEXT, { exact: true }).inputValue(), 'Written on the train.');
    });
    await world.step('a file that is no form is refused in words', async () => {
      const { head } = cast;
      await bringBack(head, review, Buffer.from('%PDF-1.7'), { status: 422 });
      await head.reads('This is not a spreadsheet that can be read.');
    });
    if (existsSync('/usr/lib/libreoffice/program/libsclo.so')) {
      await world.step('a form that LibreOffice has saved is still the form', async () => {
        const { head } = cast;
        await bringBack(head, review, await throughOffice(await download(head, review)));
        await head.reads('Nothing would change');
      });
    } else {
      console.log('not tried: a form that LibreOffice has saved (LibreOffice Calc is not installed)');
    }
    await world.step('the form can be printed without a script', async () => {
      const { head } = cast;
      await head.open(`${review}/self-review/form/print`);
      await head.reads('☐ Not explored', 'Written on the train.');
      assert.equal(await head.page.locator('script').count(), 0);
    });
    await world.step('the headteacher vouches for it, the coordinator sends it back with a reason, it is submitted again', async () => {
      const { head, contributor, coordinator } = cast;
      const submit = async () => {
        await head.open(`${review}/self-review/submit`);
        await head.reads('None of this stands in the way of submitting', 'Not explored');
        await head.press('Submit the self-review', { status: 422 });
        await head.tick('Is this your school’s own view?', /^I have read it/);
        await head.press('Submit the self-review');
      };
      await submit();
      await contributor.open(`${review}/self-review/read`);
      await contributor.reads('Amara Okafor submitted it at', 'I have read it. It is the view of');
      await coordinator.open(review);
      await coordinator.open(`${review}/self-review/return`);
      await coordinator.fill({ 'What should the school look at again?': 'Strand 2.2 was left out.' });
      await coordinator.press('Send it back');
      for (const person of [head, contributor]) {
        await person.open(`${review}/self-review`);
        await person.reads('The coordinator has sent it back', 'Strand 2.2 was left out.');
      }
      await contributor.open(`${review}/self-review/2.2`);
      await contributor.fill({ [TEXT]: 'Plans name likely barriers.' });
      await contributor.choose(LEVEL, /^2 /);
      await contributor.press('Save as draft');
      await contributor.reads('Saved as a draft. It is not submitted yet.');
      await head.open(`${review}/self-review/submit`);
      await head.tick('Is this your school’s own view?', /^I have read it/);
      await head.press('Submit the self-review');
      await head.open(`${review}/self-review`);
      await head.reads('Submitted');
    });
    await world.step('in the next cycle the school starts from what it wrote', async () => {
      const { coordinator, head, contributor, partnership } = cast;
      await coordinator.open(`${partnership}/cycles/new`);
      await coordinator.fill({ 'Name of the cycle': 'Autumn 2027' });
      await coordinator.date('First day of the cycle', '2027-09-06');
      await coordinator.date('First day for visits', '2027-11-08');
      await coordinator.date('Last day for visits', '2027-12-10');
      await coordinator.date('Last day of the cycle', '2028-07-14');
      await coordinator.press('Save as a draft');
      const cycle = coordinator.path;
      await coordinator.open(`${cycle}/launch`);
      await coordinator.press('Launch the cycle');
      await head.open('/');
      await head.page.getByRole('link', { name: /^Accept the agreement/ }).first().click();
      await head.page.getByRole('heading', { level: 1, name: 'Agreement' }).waitFor();
      const next = `/reviews/${head.path.split('/')[2]}`;
      assert.notEqual(next, review);
      await head.tick('Do you accept this?', /^I accept for/);
      await head.press('Accept the agreement');
      await contributor.open(`${next}/self-review/1.1`);
      await contributor.page.getByText('What you wrote in the cycle “Spring 2027”').click();
      await contributor.reads('Written on the train.', 'Level 3');
      await contributor.press('Start from last cycle’s text');
      assert.equal(await contributor.page.getByLabel(TEXT, { exact: true }).inputValue(), 'Written on the train.');
      assert.equal(await contributor.page.getByRole('radio', { checked: true }).count(), 0, 'a level was taken over');
      await head.open(`${next}/self-review`);
      await head.follow('Start from last cycle’s texts');
      await head.reads('Strands that are filled', 'Strands that stay as they are');
      await head.press('Start from last cycle’s texts');
      await head.reads('Last cycle’s texts are in the strands that were empty.', '3 of 17 strands saved');
      await head.open(`${next}/self-review/2.1`);
      assert.equal(await head.page.getByLabel(TEXT, { exact: true }).inputValue(), '- clear models\n- checks <&> scaffolds');
    });
    await world.step('two megabytes pasted by mistake come back in the page with the reason', async () => {
      const { contributor } = cast;
      const next = contributor.path;
      await contributor.open(next);
      const pasted = 'A word, and a line.\n'.repeat(100_000);
      // As a paste does it: typing two megabytes letter by letter is not what is tried here.
      await contributor.page.getByLabel(TEXT, { exact: true }).evaluate((field, text) => { field.value = text; }, pasted);
      await contributor.press('Save as draft', { status: 422 });
      await contributor.reads('characters long. The most that can be saved here is 20000.');
      assert.equal((await contributor.page.getByLabel(TEXT, { exact: true }).inputValue()).length, pasted.length);
    });
  });
}

/** Waits until the line under the text says this. */
async function says(page, words, within = 20_000) {
  const line = page.locator('#autosave');
  const until = Date.now() + within;
  let said = '';
  while (Date.now() < until) {
    said = (await line.innerText().catch(() => '')).trim();
    if (words instanceof RegExp ? words.test(said) : said.includes(words)) return said;
    await page.waitForTimeout(150);
  }
  return assert.fail(`the page says “${said}”, not “${words}”`);
}

async function whileWriting(report) {
  await new World(report, 'self-review saved by itself', { script: true }).run(async (world) => {
    let cast;
    let strand;
    let other;
    const field = (page) => page.getByLabel(TEXT, { exact: true });
    const stored = async (person) => {
      const page = await person.context.newPage();
      await page.goto(strand);
      const value = await field(page).inputValue();
      await page.close();
      return value;
    };
    /** What the browser rightly complains of when the network is away, or somebody else has saved. */
    const forgive = (person) => {
      person.complaints = person.complaints.filter((c) => !/ERR_INTERNET_DISCONNECTED|autosave answered 409|status of 409/.test(c));
    };
    await world.step('a headteacher and a contributor, with JavaScript', async () => {
      cast = await smallCycle(world);
      strand = `${cast.review}/self-review/1.1`;
    });
    await world.step('text and level are saved after a pause, and the page says when', async () => {
      const { head } = cast;
      await head.open(strand);
      await field(head.page).pressSequentially('We look at every child.');
      await says(head.page, /^Saved at \d+:\d\d[ap]m as a draft\.$/);
      assert.equal(await stored(head), 'We look at every child.');
      await head.page.getByRole('radio', { name: /^2 / }).check();
      await head.page.waitForTimeout(3_000);
      await head.open(strand);
      assert.equal(await head.page.getByRole('radio', { checked: true }).getAttribute('value'), '2');
    });
    await world.step('the button saves on over what the page has saved by itself', async () => {
      const { head } = cast;
      await field(head.page).fill('We look at every child, twice a year.');
      await says(head.page, 'Saved at');
      await field(head.page).fill('We look at every child, three times a year.');
      await head.press('Save as draft');
      await head.reads('Saved as a draft. It is not submitted yet.');
      assert.equal(await stored(head), 'We look at every child, three times a year.');
    });
    await world.step('while the network is away the text stays, and it is saved when the network is back', async () => {
      const { head } = cast;
      await head.open(strand);
      await head.context.setOffline(true);
      await field(head.page).fill('Written in the train, without a network.');
      await says(head.page, 'You are not connected.');
      await field(head.page).press('End');
      await field(head.page).pressSequentially(' And more of it.');
      await head.page.waitForTimeout(3_000);
      // A button pressed now does not lose the page.
      await head.page.getByRole('button', { name: 'Save as draft', exact: true }).click();
      await says(head.page, 'nothing was sent');
      assert.equal(await field(head.page).inputValue(), 'Written in the train, without a network. And more of it.');
      await head.context.setOffline(false);
      await says(head.page, 'Saved at');
      assert.equal(await stored(head), 'Written in the train, without a network. And more of it.');
      forgive(head);
    });
    await world.step('an answer that is lost on the way is no conflict with oneself', async () => {
      const { head } = cast;
      let lost = 0;
      await head.page.route('**/autosave', async (route) => {
        await route.fetch();
        lost += 1;
        await route.abort('internetdisconnected');
      }, { times: 2 });
      await field(head.page).fill('Saved, but nobody heard.');
      await says(head.page, 'You are not connected.');
      await says(head.page, 'Saved at', 40_000);
      assert.ok(lost >= 1);
      await field(head.page).fill('Saved, and heard.');
      await says(head.page, 'Saved at');
      await head.page.waitForTimeout(4_000);
      assert.equal(await stored(head), 'Saved, and heard.');
      forgive(head);
    });
    await world.step('two windows of one person never write over each other', async () => {
      const { head } = cast;
      await head.open(strand);
      other = await head.context.newPage();
      head.watch(other);
      await other.goto(strand);
      await field(head.page).fill('From the first window.');
      await says(head.page, 'Saved at');
      await field(other).fill('From the second window.');
      await says(other, /^You saved this strand in another window at .* Compare the two texts and choose\.$/);
      await field(other).fill('From the second window, and on.');
      await other.waitForTimeout(3_000);
      assert.equal(await stored(head), 'From the first window.');
      const loaded = other.waitForEvent('load');
      await other.getByRole('button', { name: 'Compare the two texts', exact: true }).click();
      await loaded;
      const text = await other.locator('main').innerText();
      assert.ok(text.includes('From the first window.') && text.includes('From the second window, and on.'), text.slice(0, 800));
      assert.equal(await other.locator('#autosave').count(), 0, 'the comparison saves by itself');
      await other.close();
      forgive(head);
    });
    await world.step('two people never write over each other', async () => {
      const { head, contributor } = cast;
      await contributor.open(strand);
      await field(head.page).fill('The headteacher goes on.');
      await says(head.page, 'Saved at');
      await head.page.waitForTimeout(4_000);
      await field(contributor.page).fill('The contributor writes too.');
      await says(contributor.page, /^Amara Okafor saved this strand at/);
      assert.equal(await stored(head), 'The headteacher goes on.');
      forgive(contributor);
      await contributor.press('Compare the two texts', { status: 409 });
      await contributor.reads('The headteacher goes on.', 'The contributor writes too.');
      await contributor.press('Save as draft');
      assert.equal(await stored(contributor), 'The contributor writes too.');
    });
    await world.step('a text that is too long is not sent, and the page says so', async () => {
      const { contributor } = cast;
      await contributor.open(strand);
      await field(contributor.page).fill('x'.repeat(20_001));
      await says(contributor.page, 'The text is 20001 characters long and is not saved.');
      await field(contributor.page).fill('Short again.');
      await says(contributor.page, 'Saved at');
    });
  });
}

export default async function journeys(report) {
  await together(report);
  await whileWriting(report);
}
