// Pictures of the main screens of the demonstration, into docs/screens: for the README and for looking at.
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { Demonstration } from './lib/demonstration.mjs';
import { launchBrowser } from './lib/people.mjs';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'docs/screens');
const register = path.join(root, 'server/tests/fixtures/register');
const WIDE = { width: 1280, height: 1100 };
const PHONE = { width: 360, height: 780 };
const LARGEST = 150 * 1024;

/** Name of the picture, who looks, at what; `from` is the words at which the picture begins, `tall` its most height. */
const SCREENS = [
  { name: 'welcome', at: '/' },
  { name: 'home', as: 'coordinator', at: '/' },
  { name: 'board', as: 'coordinator', at: '/cycles/wend-cycle', from: 'Where each school stands' },
  { name: 'pairing', as: 'coordinator', at: '/cycles/wend-cycle/pairing', from: 'Schools and their teams' },
  { name: 'milestones', as: 'coordinator', at: '/cycles/wend-cycle/milestones' },
  { name: 'tasks', as: 'head7', at: '/reviews/review-990107', phone: true },
  { name: 'headteacher-home', as: 'head7', at: '/', phone: true },
  { name: 'self-review', as: 'head7', at: '/reviews/review-990107/self-review' },
  { name: 'strand', as: 'head7', at: '/reviews/review-990107/self-review/1.1', phone: true },
  { name: 'reviewer-home', as: 'reviewer5', at: '/', phone: true },
  { name: 'pack', as: 'reviewer5', at: '/reviews/review-990104/pack' },
  { name: 'notes', as: 'reviewer5', at: '/reviews/review-990104/notes/1.1', phone: true },
  { name: 'accuracy', as: 'head3', at: '/reviews/review-990103/report/accuracy' },
  { name: 'report', as: 'head1', at: '/reviews/review-990101/report' },
  { name: 'plan', as: 'head1', at: '/reviews/review-990101/plan', phone: true },
  { name: 'area', as: 'la-lead', at: '/area' },
  {
    name: 'register',
    as: 'administrator',
    at: '/admin/register',
    async before(page) {
      await page.getByLabel('Register file').setInputFiles(path.join(register, 'twelve-schools.csv'));
      await page.getByRole('button', { name: 'Upload and compare' }).click();
      await page.getByRole('button', { name: /^Apply/ }).first().waitFor();
    },
  },
  // Last, because it moves the clock.
  {
    name: 'mail',
    as: 'coordinator',
    at: '/demo',
    from: 'The clock',
    async before(page) {
      for (let day = 0; day < 3; day += 1) {
        await page.getByRole('button', { name: 'Move the clock to the next milestone' }).click();
        await page.waitForLoadState('load');
      }
      await page.locator('main details summary').first().click();
    },
  },
];

/** Takes a picture of the page from its top, or from some words, as tall as it is and at most `tall`. */
async function picture(page, file, size, from) {
  await page.setViewportSize(size);
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  const heading = () => page.getByRole('heading', { name: from }).evaluate((e) => e.getBoundingClientRect().top + scrollY);
  const top = from ? Math.max(0, Math.floor(await heading()) - 20) : 0;
  const tall = size === PHONE ? 1400 : 1500;
  for (let height = Math.min(whole - top, tall); ; height = Math.floor(height * 0.85)) {
    await page.screenshot({ path: file, fullPage: true, clip: { x: 0, y: top, width: size.width, height } });
    if (statSync(file).size <= LARGEST || height < 600) return;
  }
}

mkdirSync(folder, { recursive: true });
const only = process.argv[2] ?? '';
const demo = await Demonstration.start();
const browser = await launchBrowser();
try {
  for (const screen of SCREENS.filter((s) => s.name.includes(only))) {
    const context = await demo.context(browser, screen.as && await demo.become(screen.as), { reducedMotion: 'reduce' });
    const page = await context.newPage();
    const answer = await page.goto(screen.at, { waitUntil: 'load' });
    if (!answer.ok()) throw new Error(`${screen.at} answers ${answer.status()}`);
    await screen.before?.(page);
    await picture(page, path.join(folder, `${screen.name}.png`), WIDE, screen.from);
    if (screen.phone) await picture(page, path.join(folder, `${screen.name}-phone.png`), PHONE, screen.from);
    console.log(`screens: ${screen.name}`);
    await context.close();
  }
} finally {
  await browser.close();
  await demo.stop();
}
