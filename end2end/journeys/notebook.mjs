// The notebook of the visit day: on paper and by plain forms, and on a phone that loses its network and its browser.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { Demonstration } from '../lib/demonstration.mjs';
import * as html from '../lib/html.mjs';
import { ARGUMENTS, launchBrowser } from '../lib/people.mjs';
import { Wire } from '../lib/wire.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
const NOTEBOOK = '/reviews/review-990105/notebook';
const OTHER = '/reviews/review-990104/notebook';
const PHONE = { width: 320, height: 640 };

const flat = (text) => text.replace(/\s+/g, ' ').trim();

/** A phone: its browser can be closed and opened again, and forgets nothing but its sessions. */
class Phone {
  constructor(wire, profile) { Object.assign(this, { wire, profile, complaints: [] }); }

  async open() {
    this.context = await chromium.launchPersistentContext(this.profile, {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGUMENTS,
      viewport: PHONE, locale: 'en-GB', baseURL: this.wire.base,
    });
    if (!this.wire.whole) await this.context.setOffline(true);
    return this.tab();
  }

  async tab() {
    this.page = await this.context.newPage();
    this.page.setDefaultTimeout(30_000);
    this.page.on('pageerror', (error) => this.complaints.push(String(error)));
    this.page.on('console', (m) => {
      if (m.type() === 'error' && !/Failed to load resource|ERR_/.test(m.text())) this.complaints.push(m.text());
    });
    return this.page;
  }

  async become(person) {
    await this.page.goto('/demo');
    await this.page.locator(`form:has(input[value="${person}"])`).getByRole('button').click();
    await this.page.getByRole('heading', { level: 1, name: /^Hello/ }).waitFor();
  }

  async offline() { this.wire.cut(); await this.context.setOffline(true); }

  async online() { this.wire.mend(); await this.context.setOffline(false); }

  /** Insists that an address leads to the browser's own words about having no network. */
  async cannotOpen(address) {
    const page = await this.context.newPage();
    await assert.rejects(page.goto(address), /ERR_/, 'the page is still kept');
    await page.close();
  }

  async says(words, page = this.page) {
    await page.locator('#notebook-device').getByText(words).first().waitFor();
  }

  async write(text, page = this.page) {
    await page.getByLabel('What did you see, hear or read?').fill(text);
    await page.getByRole('radio', { name: 'Supports' }).check();
    await page.getByLabel('Strand', { exact: true }).selectOption('2.1');
    await page.getByLabel('Where does it come from?').selectOption('pupil_voice');
    await page.getByLabel('Who was heard? (optional)').selectOption('pupils');
    await page.getByLabel('How many people were heard? (optional)').fill('6');
  }

  async save(text, page = this.page) {
    await this.write(text, page);
    await page.getByRole('button', { name: 'Save note' }).click();
    await page.locator('#notebook-device .quintet-text', { hasText: text }).waitFor();
  }
}

export default async function journeys(report) {
  const demo = await Demonstration.start();
  const wire = await Wire.to(demo.base);
  const profile = mkdtempSync(path.join(os.tmpdir(), 'quintet-phone-'));
  const phone = new Phone(wire, profile);
  const cookie = await demo.become('reviewer1');
  /** How often a text stands among the saved notes of the strand. */
  const saved = async (text) => {
    const { body } = await html.page(`${demo.base}/reviews/review-990105/notes/2.1`, cookie);
    return body.split(text).length - 1;
  };
  const step = async (name, act) => {
    const began = Date.now();
    try {
      await act();
      report.passed += 1;
      console.log(`passed  notebook: ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      report.failed += 1;
      console.log(`FAILED  notebook: ${name}\n${String(error.stack ?? error).replace(/^/gm, '        ')}`);
      await phone.page?.screenshot({ path: path.join(import.meta.dirname, '../out/notebook.png'), fullPage: true }).catch(() => {});
      throw error;
    }
  };
  try {
    await step('without JavaScript a note is saved by a plain form, and there are sheets to print', async () => {
      const browser = await launchBrowser();
      const context = await demo.context(browser, cookie, { javaScriptEnabled: false, viewport: PHONE });
      const page = await context.newPage();
      await page.goto(NOTEBOOK);
      assert.match(flat(await page.locator('#notebook-device').innerText()), /^Each note is saved when you press the button/);
      await phone.write('Plain and simple', page);
      await page.getByRole('button', { name: 'Save note' }).click();
      await page.getByText('Your note has been saved.').waitFor();
      assert.equal(await page.getByLabel('Strand', { exact: true }).inputValue(), '2.1');
      await page.getByRole('link', { name: 'Print sheets to write on' }).click();
      assert.equal(await page.locator('.quintet-sheet').count(), 5);
      const pdf = await page.pdf({ format: 'A4', margin: { top: '12mm', bottom: '12mm', left: '12mm', right: '12mm' } });
      const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g).length;
      assert.equal(sheets, 6, 'a page of what to know, and one for each principle');
      await browser.close();
      assert.equal(await saved('Plain and simple'), 1);
    });
    await step('after one visit the page is ready for a day without a network, and axe finds nothing', async () => {
      await phone.open();
      await phone.become('reviewer1');
      await phone.page.goto(NOTEBOOK);
      await phone.says('You can close this page and open it again without a network');
      await phone.page.evaluate(axe);
      const violations = await phone.page.evaluate(async (tags) => {
        const found = await globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
        return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
      }, TAGS);
      assert.deepEqual(violations, []);
      assert.ok(await phone.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'wider than a phone');
    });
    await step('what is wrong with a note is said without a network too', async () => {
      await phone.offline();
      await phone.page.getByRole('button', { name: 'Save note' }).click();
      await phone.says('Write what you saw, heard or read');
      await phone.says('Choose a strand');
    });
    await step('three notes and a half-written one survive the closing of the browser', async () => {
      for (const n of [1, 2, 3]) await phone.save(`Corridor note ${n}`);
      await phone.says('3 notes wait for the network');
      assert.equal(await phone.page.getByLabel('What did you see, hear or read?').inputValue(), '');
      await phone.page.getByLabel('What did you see, hear or read?').pressSequentially('Half a sen');
      await phone.context.close();
      const page = await phone.open();
      await page.goto(NOTEBOOK);
      await phone.says('3 notes wait for the network');
      assert.equal(await page.locator('#notebook-device .quintet-text').count(), 3);
      assert.equal(await page.getByLabel('What did you see, hear or read?').inputValue(), 'Half a sen');
      assert.match(flat(await page.locator('main').innerText()), /as this device keeps it/);
      assert.ok(!(await page.content()).includes('Plain and simple'), 'a saved note is kept on the device');
      await phone.save('Corridor note 4');
      await phone.says('4 notes wait for the network');
    });
    await step('the session went with the browser: the notes are safe, and signing in again sends each once', async () => {
      await phone.online();
      await phone.says('You have been signed out. 4 notes wait on this device: sign in again to send.');
      assert.equal(await saved('Corridor note'), 0);
      await phone.become('reviewer1');
      await phone.page.goto(NOTEBOOK);
      await phone.says('Everything has been saved.');
      for (const n of [1, 2, 3, 4]) assert.equal(await saved(`Corridor note ${n}`), 1, `note ${n}`);
      await phone.page.reload();
      assert.equal(await phone.page.locator('#today ~ .quintet-note', { hasText: 'Corridor note' }).count(), 4);
    });
    await step('a short gap in the network sends by itself', async () => {
      await phone.says('You can close this page and open it again without a network');
      await phone.offline();
      await phone.save('In the cellar');
      await phone.says('1 note waits for the network');
      await phone.online();
      await phone.says('Everything has been saved.');
      assert.equal(await saved('In the cellar'), 1);
    });
    await step('two windows send the same notes, and each is saved once', async () => {
      const first = phone.page;
      const second = await phone.tab();
      await second.goto(NOTEBOOK);
      await phone.says('You can close this page', second);
      await phone.offline();
      await phone.save('Window one', first);
      await phone.save('Window two', second);
      await phone.online();
      await phone.says('Everything has been saved.', first);
      await phone.says('Everything has been saved.', second);
      assert.equal(await saved('Window one'), 1);
      assert.equal(await saved('Window two'), 1);
      await first.close();
    });
    await step('another person on the same phone sees and sends none of it', async () => {
      await phone.offline();
      await phone.save('Only for my eyes');
      await phone.page.close();
      await phone.tab();
      await phone.online();
      await phone.become('reviewer5');
      await phone.page.goto(OTHER);
      await phone.says('1 note of somebody else waits on this device.');
      assert.ok(!(await phone.page.content()).includes('Only for my eyes'));
      assert.equal(await saved('Only for my eyes'), 0);
      await phone.says('You can close this page and open it again without a network');
      await phone.offline();
      await phone.cannotOpen(NOTEBOOK);
      await phone.page.goto(OTHER);
      assert.ok(!(await phone.page.content()).includes('Only for my eyes'));
      await phone.online();
      await phone.become('reviewer1');
      await phone.page.goto(NOTEBOOK);
      await phone.says('Everything has been saved.');
      assert.equal(await saved('Only for my eyes'), 1);
    });
    await step('signing out takes the page away and leaves the notes', async () => {
      await phone.says('You can close this page and open it again without a network');
      await phone.offline();
      await phone.save('Still mine');
      await phone.page.close();
      await phone.tab();
      await phone.online();
      await phone.page.goto('/visits');
      await phone.page.getByRole('button', { name: 'Sign out' }).click();
      await phone.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
      await phone.offline();
      await phone.cannotOpen(NOTEBOOK);
      await phone.online();
      await phone.become('reviewer1');
      await phone.page.goto(NOTEBOOK);
      await phone.says('Everything has been saved.');
      assert.equal(await saved('Still mine'), 1);
    });
    await step('the browser and the log complain of nothing', async () => {
      assert.deepEqual(phone.complaints, []);
      assert.deepEqual(demo.faults(), []);
    });
  } catch {
    // Said already; the steps build on one another
  } finally {
    await phone.context?.close();
    await wire.remove();
    await demo.stop();
    rmSync(profile, { recursive: true, force: true });
  }
}
