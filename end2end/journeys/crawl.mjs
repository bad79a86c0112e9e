// Every page that anybody of the demonstration can come to by links. Each is fetched and read as text (status, title,
// heading, valid HTML, weight, anchors); each shape of each page is opened in the browser at two widths (axe, overflow,
// complaints of the browser).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Demonstration, ask } from '../lib/demonstration.mjs';
import * as html from '../lib/html.mjs';
import { launchBrowser } from '../lib/people.mjs';
import { patternOf, patterns } from '../lib/routes.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
const WIDTHS = [1280, 320];
const KB = 1024;
/** First visit, compressed: everything but WebAssembly, and the WebAssembly of a page with an island. */
const WEIGHT = 60 * KB;
const WEIGHT_WASM = 120 * KB;
/** Of one kind of page, so many are visited as each person, for each review anew; and so many pages as each person in all. */
const ALIKE = 2;
const PAGES = 400;
/** Of one kind of page, so many shapes are opened in the browser. */
const SHAPES = 3;
const WINDOWS = 2;
/** So long is looked in the browser; on a slow machine the rarer shapes are left out, and the last line says how many. */
const BUDGET = 6 * 60_000;

/** One line a kind of fault, with the first place and the number of places. */
class Faults {
  kinds = new Map();

  add(where, what) {
    const key = `${where.pattern} ${what.replace(/\d+/g, '0')}`;
    const kind = this.kinds.get(key) ?? { where, what, count: 0 };
    kind.count += 1;
    this.kinds.set(key, kind);
  }

  print() {
    for (const { where, what, count } of this.kinds.values()) {
      console.log(`FAILED  ${where.address} as ${where.who}: ${what}${count > 1 ? ` (and ${count - 1} more like it)` : ''}`);
    }
  }
}

export default async function crawl(report) {
  const began = Date.now();
  const demo = await Demonstration.start();
  const browser = await launchBrowser();
  const faults = new Faults();
  const seen = new Set();
  const shapes = new Map();
  const weights = new Map();
  let fetched = 0;
  let opened = 0;
  const verdict = (where, found) => {
    for (const what of found) faults.add(where, what);
    if (found.length) report.failed += 1; else report.passed += 1;
  };
  try {
    const people = [{ id: undefined, role: 'Visitor' }, ...await demo.personas()];
    for (const person of people) {
      person.cookie = person.id && await demo.become(person.id);
      fetched += await walk(demo, person, { seen, shapes, weights, verdict });
    }
    const fetching = Date.now() - began;
    // The first shape of every kind of page comes before the second of any.
    const work = Array.from({ length: SHAPES }, (_, i) => [...shapes.values()].flatMap((kinds) => kinds[i] ?? [])).flat();
    const until = Date.now() + BUDGET;
    await Promise.all(Array.from({ length: WINDOWS }, () => (async () => {
      let context;
      let owner;
      while (work.length && Date.now() < until) {
        const where = work.shift();
        if (owner !== where.person) {
          await context?.close();
          context = await open(demo, browser, where.person);
          owner = where.person;
        }
        const looks = await look(context, demo.base + where.address).catch((error) => [[WIDTHS[0], [String(error).split('\n')[0]]]]);
        for (const [width, found] of looks) {
          opened += 1;
          verdict(where, found.map((what) => `at ${width} px: ${what}`));
        }
      }
      await context?.close();
    })()));
    verdict({ address: 'the log', pattern: 'log', who: 'anybody' }, demo.faults());
    faults.print();
    const kinds = [...seen].map((p) => p.split('?')[0]);
    const unseen = patterns.filter((p) => !kinds.includes(p) && !['/healthz', '/readyz', '/sign-in/{secret}'].includes(p));
    if (unseen.length) console.log(`crawl: no link of the demonstration leads to ${unseen.join(', ')}`);
    console.log(`crawl: ${people.length} people, ${fetched} pages read as text, ${seen.size} kinds of page, `
      + `${opened} looks in the browser at ${WIDTHS.join(' and ')} px, ${work.length} shapes left out `
      + `(${(fetching / 1000).toFixed(0)} s + ${((Date.now() - began - fetching) / 1000).toFixed(0)} s)`);
  } finally {
    await browser.close();
    await demo.stop();
  }
}

/** Follows every link from the first page, breadth first, as one person. Gives the number of pages. */
async function walk(demo, person, { seen, shapes, weights, verdict }) {
  const waiting = [{ address: '/', from: 'the address bar' }];
  const known = new Set(['/']);
  const alike = new Map();
  let pages = 0;
  while (waiting.length && pages < PAGES) {
    const { address, from } = waiting.shift();
    const pattern = patternOf(address);
    const where = { address, pattern, person, who: person.role };
    const came = await html.page(demo.base + address, person.cookie);
    pages += 1;
    seen.add(pattern);
    if (came.status !== 200) {
      // A link may lead on to a page, as “/” does for some; it is a dead link when it ends elsewhere.
      const to = came.status === 303 || came.status === 302 ? came.location : undefined;
      const signIn = to?.startsWith('/sign-in') && person.cookie;
      verdict(where, to && !signIn ? [] : [`the link on ${from} answers ${came.status}${to ? ` to ${to}` : ''}`]);
      if (to) queue(new URL(to, demo.base).pathname + new URL(to, demo.base).search, address);
      continue;
    }
    if (!came.type.startsWith('text/html')) { verdict(where, []); continue; }
    verdict(where, await read(demo, came, weights));
    const kinds = shapes.get(pattern) ?? [];
    const shape = html.shape(came.body);
    if (kinds.length < SHAPES && !kinds.some((k) => k.shape === shape)) {
      kinds.push({ ...where, shape });
      shapes.set(pattern, kinds);
    }
    for (const to of html.links(came.body, demo.base + address)) queue(to, address);
  }
  return pages;

  function queue(address, from) {
    if (known.has(address)) return;
    known.add(address);
    const review = /^\/reviews\/[^/]+/.exec(address)?.[0] ?? '';
    const kind = `${review} ${patternOf(address)}`;
    const count = (alike.get(kind) ?? 0) + 1;
    alike.set(kind, count);
    if (count <= ALIKE) waiting.push({ address, from });
  }
}

/** What is wrong with a page, read as text. */
async function read(demo, came, weights) {
  const found = [];
  const title = /<title>([^<]*)<\/title>/.exec(came.body)?.[1] ?? '';
  if (!/^.{3,} – Quintet$/.test(title)) found.push(`the title is “${title}”`);
  const headings = came.body.match(/<h1[\s>]/g)?.length ?? 0;
  if (headings !== 1) found.push(`there are ${headings} headings of level 1`);
  for (const id of html.lostAnchors(came.body)) found.push(`a link leads to #${id}, which is not there`);
  found.push(...await html.faults(came.body));
  let weight = came.size;
  for (const at of html.parts(came.body)) {
    if (!weights.has(at)) weights.set(at, (await ask(demo.base + at)).bytes.length);
    if (at.includes('.wasm')) {
      if (weights.get(at) > WEIGHT_WASM) found.push(`its WebAssembly weighs ${Math.ceil(weights.get(at) / KB)} KB`);
    } else weight += weights.get(at);
  }
  if (weight > WEIGHT) found.push(`a first visit weighs ${Math.ceil(weight / KB)} KB`);
  return found;
}

async function open(demo, browser, person) {
  const context = await demo.context(browser, person.cookie);
  // Violations of the Content-Security-Policy reach the console in any case; this names the rule.
  await context.addInitScript(() => addEventListener('securitypolicyviolation', (e) => {
    console.error(`Content-Security-Policy: ${e.violatedDirective} ${e.blockedURI}`);
  }));
  return context;
}

/** Opens a page once and looks at each width. axe is handed in by the debugger, so the page's own policy stays in force. */
async function look(context, url) {
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) complaints.push(m.text()); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('response', (r) => { if (r.status() >= 400) complaints.push(`${r.url()} answers ${r.status()}`); });
  const results = [];
  try {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      if (width === WIDTHS[0]) {
        await page.goto(url, { waitUntil: 'load' });
        await page.evaluate(axe);
      }
      const found = await page.evaluate(async (tags) => {
        const { violations } = await globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], preload: false });
        return violations.map((v) => `axe ${v.id}: ${v.help} (${v.nodes.slice(0, 2).map((n) => `${n.target.join(' ')}: ${n.any.concat(n.all, n.none)[0]?.message ?? ''}`).join('; ')})`);
      }, TAGS);
      const over = await page.evaluate(() => {
        const wide = document.documentElement.scrollWidth - innerWidth;
        if (wide <= 0) return '';
        const culprit = [...document.querySelectorAll('main *, header *, footer *, .quintet-demo *')]
          .find((e) => e.getBoundingClientRect().right > innerWidth + 0.5);
        return `${wide} px wider than the window (${culprit?.tagName.toLowerCase()}.${culprit?.className})`;
      });
      if (over) found.push(over);
      results.push([width, found]);
    }
    results[0][1].push(...complaints);
  } finally {
    await page.close();
  }
  return results;
}
