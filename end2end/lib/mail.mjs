// An SMTP server that takes every mail and keeps it, so that the journeys read what people read.
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

const london = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });

/** One received mail. */
export class Mail {
  constructor(parsed, to) {
    this.to = to;
    this.subject = parsed.subject;
    this.text = parsed.text ?? '';
    this.html = parsed.html || '';
    this.messageId = parsed.messageId;
    this.date = parsed.date;
    this.day = london.format(parsed.date);
    this.links = [...new Set(this.text.match(/https?:\/\/[^\s<>)"]+/g) ?? [])].map((l) => l.replace(/[.,]$/, ''));
    this.read = false;
  }

  /** True for a link that signs in; all other mail is the one of the day. */
  get isOneTime() { return this.links.some((l) => l.includes('/sign-in/')); }

  link(pattern) {
    const found = this.links.find((l) => pattern.test(l));
    if (!found) throw new Error(`no link like ${pattern} in the mail “${this.subject}” to ${this.to}:\n${this.text}`);
    return found;
  }
}

export class MailPeer {
  static async start() {
    const peer = new MailPeer();
    peer.mails = [];
    peer.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData(stream, session, done) {
        const to = session.envelope.rcptTo.map((r) => r.address);
        simpleParser(stream).then((parsed) => {
          for (const address of to) peer.mails.push(new Mail(parsed, address));
          done();
        }, done);
      },
    });
    await new Promise((resolve, reject) => {
      peer.server.once('error', reject);
      peer.server.listen(0, '127.0.0.1', resolve);
    });
    peer.server.on('error', () => {});
    peer.port = peer.server.server.address().port;
    return peer;
  }

  /** The first unread mail to `address` that fits; marks it as read. Waits for it. */
  async wait(address, fits = () => true, seconds = 45) {
    const until = Date.now() + seconds * 1000;
    for (;;) {
      const mail = this.mails.find((m) => m.to === address && !m.read && fits(m));
      if (mail) { mail.read = true; return mail; }
      if (Date.now() > until) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const seen = this.mails.filter((m) => m.to === address).map((m) => `${m.day} ${m.read ? '(read) ' : ''}${m.subject}`);
    throw new Error(`no such mail came to ${address}; there are:\n${seen.join('\n') || 'none'}`);
  }

  oneTime(address) { return this.wait(address, (m) => m.isOneTime); }

  /** The mail of a day (of any day when none is given), which must say `words`. */
  daily(address, day, words) {
    const all = [words ?? []].flat();
    const fits = (m) => !m.isOneTime && (!day || m.day === day) && all.every((w) => (w.test ? w.test(flat(m.text)) : flat(m.text).includes(w)));
    return this.wait(address, fits);
  }

  /** Promises that hold for all mail, broken: two of a day to one person, a part missing, a link elsewhere. */
  complaints(base) {
    const out = [];
    const seen = new Map();
    const ids = new Set();
    for (const m of this.mails) {
      if (!m.text.trim() || !m.html.trim()) out.push(`“${m.subject}” to ${m.to} lacks its text or its HTML part`);
      if (ids.has(m.messageId)) out.push(`“${m.subject}” to ${m.to} came twice`);
      ids.add(m.messageId);
      for (const link of m.links) if (!link.startsWith(base)) out.push(`“${m.subject}” leads to ${link}`);
      if (m.isOneTime) continue;
      const key = `${m.to} ${m.day}`;
      if (seen.has(key)) out.push(`two mails of a day: ${key}: “${seen.get(key)}” and “${m.subject}”`);
      seen.set(key, m.subject);
    }
    return out;
  }

  async stop() { await new Promise((resolve) => this.server.close(resolve)); }
}

const flat = (text) => text.replace(/\s+/g, ' ');
