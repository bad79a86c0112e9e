// Two people at the same time, and one person twice: nothing is lost and nothing happens two times.
import assert from 'node:assert/strict';
import { smallCycle } from '../lib/small.mjs';
import { World } from '../lib/steps.mjs';

export default async function journeys(report) {
  await new World(report, 'together', { script: false }).run(async (world) => {
    let cast;
    await world.step('a headteacher and a contributor work on one self-review', async () => {
      cast = await smallCycle(world);
    });
    await world.step('of two who save the same strand, the second sees both texts and chooses', async () => {
      const { head, contributor, review } = cast;
      const field = 'What you do, and how you know';
      await head.open(`${review}/self-review/1.1`);
      await contributor.open(`${review}/self-review/1.1`);
      await head.fill({ [field]: 'We meet every three weeks.' });
      await head.press(/^Save and continue$/);
      await contributor.fill({ [field]: 'We meet once a term.' });
      await contributor.press(/^Save and continue$/, { status: 409 });
      await contributor.reads('We meet every three weeks.', 'Amara Okafor');
      assert.equal(await contributor.page.getByLabel(field, { exact: true }).inputValue(), 'We meet once a term.');
      await contributor.fill({ [field]: 'We meet every three weeks, and with families once a term.' });
      await contributor.press(/^Save and continue$/);
      await head.open(`${review}/self-review/1.1`);
      assert.equal(await head.page.getByLabel(field, { exact: true }).inputValue(), 'We meet every three weeks, and with families once a term.');
    });
    await world.step('a form that is posted twice has one effect', async () => {
      const { head, review } = cast;
      await head.open(`${review}/self-review/2.1`);
      await head.select('Kind of evidence', { label: 'Document' });
      await head.choose('What does it do?', 'Supports our judgement');
      await head.fill({ 'What it shows': 'The teaching policy.' });
      // The same form again, as when somebody presses twice or goes back and sends once more.
      const [body, address] = await head.page.locator('main form').last().evaluate((form) => {
        const data = new URLSearchParams(new FormData(form));
        data.set('then', 'evidence');
        return [data.toString(), form.action];
      });
      const post = () => head.context.request.post(address, {
        data: body, maxRedirects: 0, headers: { 'content-type': 'application/x-www-form-urlencoded', origin: world.server.base },
      });
      const answers = await Promise.all([post(), post(), post()]);
      for (const answer of answers) assert.equal(answer.status(), 303, `answered ${answer.status()}`);
      assert.equal(new Set(answers.map((a) => a.headers().location)).size, 1);
      await head.open(`${review}/self-review/2.1`);
      assert.equal((await head.text()).split('The teaching policy.').length - 1, 1);
    });
    await world.step('a post from another website is refused', async () => {
      const { head, review } = cast;
      const answer = await head.context.request.post(`${world.server.base}${review}/agreement`, {
        form: { accept: 'yes' }, maxRedirects: 0, headers: { origin: 'https://elsewhere.example' },
      });
      assert.equal(answer.status(), 403);
    });
  });
}
