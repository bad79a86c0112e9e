// Signing in: a link works once, a mail scanner that opens it does no harm, and nobody learns who is known here.
import assert from 'node:assert/strict';
import { World } from '../lib/steps.mjs';

export default async function journeys(report) {
  await new World(report, 'sign-in').run(async (world) => {
    const { server, mail } = world;
    const email = 'ada@wendle.example';
    const asking = async (person, address) => {
      await person.open('/sign-in');
      await person.fill({ 'E-mail address': address });
      await person.press('Send me a link');
      return person.text();
    };
    let ada;
    await world.step('the invitation of the command line signs in', async () => {
      const link = await server.command('people', 'invite', email, '--name', 'Ada Stone', '--role', 'administrator', '--base-url', server.base);
      await server.start();
      ada = await world.person('Ada Stone', email);
      await ada.enterBy(link);
      await ada.heading('Hello, Ada Stone');
      await ada.signOut();
    });
    await world.step('an unknown address gets the same answer and no mail', async () => {
      const known = await asking(ada, email);
      const unknown = await asking(ada, 'nobody@wendle.example');
      assert.equal(unknown.replace('nobody@wendle.example', email), known);
    });
    let link;
    await world.step('a scanner that opens the link uses nothing up', async () => {
      const received = await mail.oneTime(email);
      link = received.link(/\/sign-in\//);
      for (let i = 0; i < 3; i += 1) assert.equal((await fetch(link)).status, 200);
      assert.equal((await fetch(link, { method: 'HEAD' })).status, 200);
      assert.ok(!mail.mails.some((m) => m.to === 'nobody@wendle.example'));
    });
    await world.step('the person presses the button and is in; the link is then used up', async () => {
      await ada.enterBy(link);
      await ada.heading('Hello, Ada Stone');
      const other = await world.person('Somebody else', email);
      await other.page.goto(link);
      await other.heading('This link cannot be used');
      const response = await fetch(link, { method: 'POST', redirect: 'manual', headers: { origin: server.base } });
      assert.equal(response.headers.get('set-cookie'), null);
    });
    await world.step('a link is too old after sixteen minutes', async () => {
      await ada.signOut();
      await asking(ada, email);
      const received = await mail.oneTime(email);
      await server.moveTo(new Date(Date.parse(world.time) + 20 * 60_000).toISOString());
      await ada.page.goto(received.link(/\/sign-in\//));
      await ada.heading('This link cannot be used');
    });
    await world.step('the link of a page leads to that page after signing in', async () => {
      await ada.open('/admin/people');
      await ada.heading('People');
      assert.equal(ada.path, '/admin/people');
    });
    await world.step('signing out everywhere ends every session', async () => {
      const phone = await world.person('Ada Stone', email);
      await phone.signIn();
      await ada.open('/me');
      await ada.press('Sign out everywhere');
      await phone.page.goto('/me');
      await phone.heading('Sign in');
    });
    await world.step('no secret of a link stands in the log', async () => {
      for (const m of mail.mails) {
        const secret = m.links.find((l) => l.includes('/sign-in/')).split('/').pop();
        assert.ok(!server.log.includes(secret), 'the log holds the secret of a sign-in link');
      }
    });
  });
}
