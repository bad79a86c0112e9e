// Steps of a journey, one line each, and their count.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MailPeer } from './mail.mjs';
import { launchBrowser, Person } from './people.mjs';
import { Server } from './server.mjs';

const out = path.resolve(import.meta.dirname, '../out');

export class Report {
  passed = 0;
  failed = 0;
}

/** One journey: a fresh installation, a mail peer, a browser, and steps that build on one another. */
export class World {
  constructor(report, title, { script = true, time = '2027-01-11T09:00:00Z' } = {}) {
    Object.assign(this, { report, title, script, time, people: [], broken: false });
  }

  async run(journey) {
    try {
      this.mail = await MailPeer.start();
      this.server = await Server.create({ smtpPort: this.mail.port, time: this.time });
      this.browser = await launchBrowser();
      await journey(this);
      await this.step('the browser and the log complain of nothing', () => this.insistOnQuiet());
      await this.step('the program stops cleanly, and its check finds nothing broken', async () => {
        await this.server.stop();
        await this.server.command('check');
      });
    } catch (error) {
      if (!this.broken) await this.fail('set up', error);
    } finally {
      await this.browser?.close();
      await this.mail?.stop();
      this.server?.remove();
    }
  }

  /** Runs one step; after a failure the rest of the journey is not run. */
  async step(name, act) {
    const began = Date.now();
    try {
      await act();
      this.report.passed += 1;
      console.log(`passed  ${this.title}: ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      await this.fail(name, error);
      throw error;
    }
  }

  async fail(name, error) {
    this.broken = true;
    this.report.failed += 1;
    console.log(`FAILED  ${this.title}: ${name}`);
    console.log(String(error.stack ?? error).replace(/^/gm, '        '));
    mkdirSync(out, { recursive: true });
    const stem = path.join(out, `${this.title} ${name}`.replace(/[^a-z0-9]+/gi, '-').slice(0, 100));
    if (this.server) writeFileSync(`${stem}.log`, this.server.log);
    if (this.mail) writeFileSync(`${stem}.mail.txt`, this.mail.mails.map((m) => `${m.day} to ${m.to}: ${m.subject}\n${m.text}`).join('\n\n----\n\n'));
    for (const person of this.people) {
      await person.page.screenshot({ path: `${stem}-${person.name.replace(/\W+/g, '-')}.png`, fullPage: true }).catch(() => {});
    }
    for (const words of this.people.flatMap((p) => p.complaints)) console.log(`        also: ${words}`);
  }

  person(name, email) { return Person.create(this, name, email); }

  insistOnQuiet() {
    const complaints = this.people.flatMap((p) => p.complaints);
    assert.deepEqual(complaints, [], 'the browser complained');
    assert.deepEqual(this.server.faults(), [], 'the log holds faults');
    assert.deepEqual(this.mail.complaints(this.server.base), [], 'mail broke a promise');
  }
}
