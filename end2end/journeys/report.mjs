// Reports in depth, without JavaScript, in the demonstration: checks and evidence, a moderator, versions, marked
// passages, files, a ledger of sharing, and that a safeguarding protocol was started.
import assert from 'node:assert/strict';
import { Demonstration } from '../lib/demonstration.mjs';
import { launchBrowser } from '../lib/people.mjs';

const QA = '/reviews/review-990102';
const CHECK = '/reviews/review-990103';
const DRAFT = '/reviews/review-990104';
const FINAL = '/reviews/review-990101';

export default async function journeys(report) {
  const demo = await Demonstration.start();
  const browser = await launchBrowser();
  const pages = new Map();

  /** The window of a person of the demonstration; one for each. */
  const as = async (id) => {
    if (!pages.has(id)) {
      const context = await demo.context(browser, await demo.become(id), { javaScriptEnabled: false });
      pages.set(id, await context.newPage());
    }
    return pages.get(id);
  };
  const open = async (id, address, status = 200) => {
    const page = await as(id);
    const answer = await page.goto(address, { waitUntil: 'load' });
    assert.equal(answer.status(), status, `${id} ${address} answered ${answer.status()}`);
    return page;
  };
  const text = async (page) => (await page.locator('main').innerText()).replace(/\s+/g, ' ');
  const reads = async (page, ...expected) => {
    const found = await text(page);
    for (const words of expected) assert.ok(found.includes(words), `${page.url()} does not say “${words}”: ${found.slice(0, 1200)}`);
  };
  const lacks = async (page, ...unwanted) => {
    const found = await text(page);
    for (const words of unwanted) assert.ok(!found.includes(words), `${page.url()} says “${words}”`);
  };
  const press = async (page, name) => {
    await Promise.all([page.waitForEvent('load'), page.locator('main').getByRole('button', { name }).first().click()]);
  };
  const follow = async (page, name) => {
    await Promise.all([page.waitForEvent('load'), page.locator('main').getByRole('link', { name }).first().click()]);
  };
  const file = async (id, address) => (await as(id)).context().request.get(demo.base + address, { maxRedirects: 0 });
  const step = async (what, deed) => {
    try {
      await deed();
      report.passed += 1;
      console.log(`ok      report: ${what}`);
    } catch (error) {
      report.failed += 1;
      console.log(`FAILED  report: ${what}\n        ${error.message}`);
    }
  };

  try {
    await step('the lead sees what to look at, and ticks the evidence on which a finding rests', async () => {
      const page = await open('reviewer5', `${DRAFT}/findings`);
      await reads(page, 'Strengths', 'Rests on:');
      await follow(page, /^Evidence for 4\.1/);
      await reads(page, 'What does this finding rest on?', 'Evidence for 4.1');
      const boxes = page.getByRole('checkbox');
      assert.ok((await boxes.count()) > 1, `${await boxes.count()} pieces to tick`);
      await boxes.first().uncheck();
      await boxes.nth(1).check();
      await press(page, /^Save$/);
      await reads(page, 'Findings', 'by the team');
      await open('reviewer5', `${DRAFT}/report`);
      await reads(page, 'What to look at', 'Hand it over', 'Ruth Calloway');
    });
    await step('the lead hands the draft to the moderator, who sees it and nobody outside does', async () => {
      const page = await open('reviewer5', `${DRAFT}/report/send`);
      await reads(page, 'Hand the report to the moderator?', 'Look at these first');
      await press(page, 'Hand it to the moderator');
      const moderator = await open('reviewer1', `${DRAFT}/report/quality`);
      await reads(moderator, 'Moderate the draft report', 'What to look at');
      for (const other of ['coordinator', 'la-lead', 'administrator', 'head1']) await open(other, `${DRAFT}/report`, 403);
      for (const other of ['coordinator2', 'governor1']) await open(other, `${DRAFT}/report`, 404);
      for (const other of ['coordinator', 'head1', 'governor1']) {
        for (const ending of ['.pdf', '.docx', '/versions']) {
          const answer = await file(other, `${DRAFT}/report${ending}`);
          assert.ok([403, 404].includes(answer.status()), `${other} ${ending}: ${answer.status()}`);
        }
      }
    });
    await step('the moderator finds a name and a finding without evidence, raises a point and sends the draft back', async () => {
      const page = await open('reviewer1', `${QA}/report/quality`);
      await reads(page, '“Mr Fell” looks like a name', 'rests on no evidence', 'Point 1');
      await page.getByLabel('What should the team look at?').fill('The summary names a member of staff.');
      await press(page, 'Add this point');
      await reads(page, 'The summary names a member of staff.');
      await press(page, /^Send it back with these 2 points$/);
      await open('reviewer1', `${QA}/report/quality`, 403);
    });
    await step('the moderator passes the other draft on, and its version is kept', async () => {
      const page = await open('reviewer1', `${DRAFT}/report/quality`);
      await press(page, 'Pass it on to the school');
      const lead = await open('reviewer5', `${DRAFT}/report/versions`);
      await reads(lead, 'Version 2', 'Sent to the school for its accuracy check', 'Handed to the moderator');
    });
    await step('the head marks a passage, proposes words for it and is told what is left of the time', async () => {
      const page = await open('head3', `${CHECK}/report/accuracy`);
      await reads(page, 'working day', 'For five of six');
      await follow(page, /^Say what is wrong in the paragraph that begins: Calder Street/);
      await page.getByLabel('Which words are not right?').fill('words that are not there');
      await page.getByLabel('What should stand there?').fill('other words');
      await press(page, 'Add this point');
      await reads(page, 'These words do not stand in the paragraph');
      assert.equal(await page.getByLabel('What should stand there?').inputValue(), 'other words');
      await page.getByLabel('Which words are not right?').fill('knows its children well');
      await page.getByLabel('What should stand there?').fill('knows its children very well');
      await press(page, 'Add this point');
      await reads(page, 'Point 2', 'knows its children very well', 'in the summary');
    });
    await step('the head sees what changed between the versions that the school was sent, and no other', async () => {
      const page = await open('head3', `${CHECK}/report/versions`);
      await reads(page, 'Version 3');
      await lacks(page, 'Version 1', 'Handed to the moderator');
      await press(await open('head3', `${CHECK}/report/accuracy`), 'Finish the check with these points');
      await open('head3', `${CHECK}/report/versions?from=3&to=4`);
      await reads(page, 'Nothing has changed between these two versions.');
    });
    await step('the final report comes as PDF and Word to those who read it', async () => {
      const page = await open('head1', `${FINAL}/report`);
      await reads(page, 'Download the report as PDF', 'Rests on');
      const pdf = await file('head1', `${FINAL}/report.pdf`);
      assert.equal(pdf.headers()['content-type'], 'application/pdf');
      assert.ok((await pdf.body()).subarray(0, 5).equals(Buffer.from('%PDF-')));
      const word = await file('governor1', `${FINAL}/report.docx`);
      assert.equal(word.status(), 200);
      assert.ok((await word.body()).subarray(0, 2).equals(Buffer.from('PK')));
    });
    await step('the head takes back what was shared, shares anew with a reason, and the ledger keeps it all', async () => {
      const page = await open('head1', `${FINAL}/report/share`);
      await reads(page, 'For the governors’ meeting this month', 'Taken back', 'For the area’s meeting on early help', 'cannot be taken back here');
      await press(page, /^Take back/);
      await reads(page, 'Taken back. They can no longer read the report.');
      await open('governor1', `${FINAL}/report`, 404);
      assert.equal((await file('governor1', `${FINAL}/report.pdf`)).status(), 404);
      await page.getByRole('radio', { name: 'The governors of the school' }).check();
      await press(page, 'Share the report');
      await reads(page, 'Say why you share it');
      await page.getByLabel('Why?').fill('For the meeting in June');
      await press(page, 'Share the report');
      await reads(page, 'The report is shared.', 'For the meeting in June');
      await open('governor1', `${FINAL}/report`);
    });
    await step('that a safeguarding protocol was started is seen by those who are named, with no place for what about', async () => {
      const page = await open('coordinator', `${DRAFT}/concern`);
      await reads(page, 'follow the school’s own safeguarding procedure now', 'Peter Vaughan');
      assert.equal(await page.locator('main textarea').count(), 0);
      await reads(await open('administrator', '/admin/concerns'), 'Dunmore High School');
      for (const other of ['head1', 'la-lead', 'governor1']) {
        const answer = await file(other, `${DRAFT}/concern`);
        assert.ok([403, 404].includes(answer.status()), `${other}: ${answer.status()}`);
      }
    });
    await step('the log complains of nothing', async () => assert.deepEqual(demo.faults(), []));
  } finally {
    await browser.close();
    await demo.stop();
  }
}
