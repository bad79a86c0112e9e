// A person in front of a browser: opens pages, reads, fills in, presses. Everything is found as a person finds it, by
// label, role or words. Whatever the browser complains of is collected.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

export const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const WAIT = 30_000;

export function launchBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGUMENTS });
}

const flat = (text) => text.replace(/\s+/g, ' ').trim();

export class Person {
  /** @param world where the journey takes place: `browser`, `server`, `mail`, `script` */
  static async create(world, name, email) {
    const person = new Person();
    Object.assign(person, { world, name, email, complaints: [] });
    person.context = await world.browser.newContext({
      javaScriptEnabled: world.script,
      viewport: { width: 1100, height: 900 },
      locale: 'en-GB',
      baseURL: world.server.base,
    });
    if (world.script) {
      await person.context.addInitScript(() => addEventListener('securitypolicyviolation', (e) => {
        console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`);
      }));
    }
    world.people?.push(person);
    person.page = await person.context.newPage();
    person.page.setDefaultTimeout(WAIT);
    person.watch(person.page);
    return person;
  }

  watch(page) {
    const say = (what) => this.complaints.push(`${this.name} at ${page.url()}: ${what}`);
    page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return;
      // The browser reports the status of a page of ours that says what is wrong; the journey asserts it itself.
      const said = message.text();
      const own = !message.location().url.includes('/assets/');
      if (own && /Failed to load resource: .* status of (403|404|409|410|422)/.test(said)) return;
      say(said);
    });
    page.on('pageerror', (error) => say(String(error)));
    page.on('requestfailed', (request) => {
      if (request.failure()?.errorText !== 'net::ERR_ABORTED') say(`${request.url()} ${request.failure()?.errorText}`);
    });
    page.on('response', (response) => {
      const request = response.request();
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) this.status = response.status();
      else if (response.status() >= 400) say(`${response.url()} answered ${response.status()}`);
    });
  }

  /** Opens an address and insists on the status. Who has been signed out since the day before signs in on the way. */
  async open(address, { status = 200 } = {}) {
    await this.page.goto(address, { waitUntil: 'load' });
    if (this.path === '/' && (await this.page.locator('main').getByRole('link', { name: 'Sign in', exact: true }).count())) {
      await this.follow('Sign in');
    }
    if (this.path === '/sign-in' && address !== '/sign-in') await this.signInHere();
    await this.insist(status);
    return this;
  }

  async insist(status) {
    if (this.status === status) return;
    const words = flat(await this.page.locator('main').innerText().catch(() => '')).slice(0, 600);
    assert.fail(`${this.name}: ${this.page.url()} answered ${this.status}, not ${status}: ${words}`);
  }

  get path() { return new URL(this.page.url()).pathname; }

  async loads(act, status = 200) {
    const loaded = this.page.waitForEvent('load', { timeout: WAIT });
    loaded.catch(() => {});
    await act();
    await loaded;
    await this.insist(status);
  }

  /** Presses the button of this name. */
  async press(name, { status = 200, within } = {}) {
    const button = (within ?? this.page.locator('main')).getByRole('button', { name, exact: typeof name === 'string' })
      // A field for files is a button too, to the browser
      .and(this.page.locator('button'));
    await this.loads(() => button.click(), status);
  }

  /** Follows the link of this name. */
  async follow(name, { within, status = 200 } = {}) {
    const place = within ?? this.page.locator('main');
    const link = place.getByRole('link', { name, exact: typeof name === 'string' }).first();
    await this.loads(() => link.click(), status);
  }

  /** Fills fields by label. */
  async fill(fields, within = this.page.locator('main')) {
    for (const [label, value] of Object.entries(fields)) {
      await within.getByLabel(label, { exact: true }).fill(value);
    }
  }

  async select(label, option, within = this.page.locator('main')) {
    await within.getByLabel(label, { exact: true }).selectOption(option);
  }

  group(legend) { return this.page.getByRole('group', { name: legend, exact: typeof legend === 'string' }); }

  /** Chooses radio button `choice` of the question `legend`. */
  async choose(legend, choice) {
    await this.group(legend).getByRole('radio', { name: choice, exact: typeof choice === 'string' }).check();
  }

  async tick(legend, ...choices) {
    for (const choice of choices) await this.group(legend).getByRole('checkbox', { name: choice, exact: typeof choice === 'string' }).check();
  }

  /** Types an ISO date into the three fields of a date. */
  async date(legend, iso) {
    const [year, month, day] = iso.split('-').map((part) => String(Number(part)));
    const group = this.group(legend);
    await group.getByLabel('Day', { exact: true }).fill(day);
    await group.getByLabel('Month', { exact: true }).fill(month);
    await group.getByLabel('Year', { exact: true }).fill(year);
  }

  async text() { return flat(await this.page.locator('main').innerText()); }

  async heading(expected) {
    const found = flat(await this.page.getByRole('heading', { level: 1 }).first().innerText());
    const fits = expected instanceof RegExp ? expected.test(found) : found.includes(expected);
    assert.ok(fits, `${this.name}: the page ${this.path} is headed “${found}”, not “${expected}”`);
  }

  /** Insists that the page says all of this. */
  async reads(...expected) {
    const text = await this.text();
    for (const words of expected) {
      const fits = words instanceof RegExp ? words.test(text) : text.includes(words);
      assert.ok(fits, `${this.name}: the page ${this.path} does not say “${words}”. It says: ${text.slice(0, 1500)}`);
    }
  }

  async lacks(...unwanted) {
    const text = await this.text();
    for (const words of unwanted) {
      const found = words instanceof RegExp ? words.test(text) : text.includes(words);
      assert.ok(!found, `${this.name}: the page ${this.path} says “${words}”`);
    }
  }

  /** Opens a one-time link and presses its button. */
  async enterBy(link) {
    await this.open(link);
    await this.heading('Sign in to Quintet');
    await this.press('Sign in');
    return this;
  }

  /** Comes in by the invitation that was mailed. */
  async acceptInvitation(...words) {
    const mail = await this.world.mail.oneTime(this.email);
    for (const w of words) assert.ok(flat(mail.text).includes(w), `the invitation to ${this.email} does not say “${w}”: ${mail.text}`);
    return this.enterBy(mail.link(/\/sign-in\//));
  }

  /** Asks for a link at /sign-in, reads the mail, opens the link, presses the button. */
  async signIn() {
    await this.open('/sign-in');
    return this.signInHere();
  }

  async signInHere() {
    await this.fill({ 'E-mail address': this.email });
    await this.press('Send me a link');
    await this.heading('Check your e-mail');
    const mail = await this.world.mail.oneTime(this.email);
    await this.page.goto(mail.link(/\/sign-in\//), { waitUntil: 'load' });
    await this.heading('Sign in to Quintet');
    // What comes next may be a page that this person may not see: the caller insists on its status.
    const loaded = this.page.waitForEvent('load', { timeout: WAIT });
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await loaded;
    return this;
  }

  async signOut() {
    await this.loads(() => this.page.getByRole('button', { name: 'Sign out', exact: true }).click());
  }
}
