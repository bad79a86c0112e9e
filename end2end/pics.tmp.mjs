import { Demonstration } from './lib/demonstration.mjs';
import { launchBrowser } from './lib/people.mjs';
const demo = await Demonstration.start();
const browser = await launchBrowser();
const max = Number(process.argv[2] ?? 22);
const who = (process.argv[3] ?? '').split(',').filter(Boolean);
for (const { id } of await demo.personas()) {
  if (who.length && !who.includes(id)) continue;
  const cookie = await demo.become(id);
  const seen = new Set(); const todo = ['/']; const shapes = new Map(); let n = 0;
  const wide = await demo.context(browser, cookie, { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const phone = await demo.context(browser, cookie, { javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
  const a = await wide.newPage(); const b = await phone.newPage();
  while (todo.length && n < max) {
    const url = todo.shift();
    const ans = await a.goto(url); if (!(ans.headers()['content-type'] ?? '').startsWith('text/html')) continue;
    n += 1;
    const name = `${id}-${String(n).padStart(2, '0')}-${url.replaceAll(/[^a-z0-9.]+/g, '_').slice(0, 60)}`;
    await a.screenshot({ path: `/tmp/pictures/${name}-w.png`, fullPage: true });
    await b.goto(url); await b.screenshot({ path: `/tmp/pictures/${name}-p.png`, fullPage: true });
    const over = await b.evaluate(() => document.documentElement.scrollWidth).catch(() => 0);
    if (over > 320) console.log('WIDE', url, over);
    for (const href of await a.locator('a[href^="/"]').evaluateAll((l) => l.map((x) => x.getAttribute('href')))) {
      const h = href.split('#')[0]; const shape = h.replace(/review-\d+/, 'R').replace(/\d\.\d/, 'S').replace(/action-[^/]+/, 'A').replace(/schools\/\d+/, 'schools/U').replace(/\?.*/, '?');
      if (seen.has(h) || (shapes.get(shape) ?? 0) >= 1 || /sign-out|\.(toml|csv|file)|\/file$/.test(h)) continue;
      seen.add(h); shapes.set(shape, (shapes.get(shape) ?? 0) + 1); todo.push(h);
    }
  }
  await wide.close(); await phone.close(); console.log(id, n);
}
await browser.close(); await demo.stop();
