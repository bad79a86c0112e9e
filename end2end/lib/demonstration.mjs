// The demonstration under test: the same binary that `make run` starts, on a free port, on a data folder of its own,
// on a fixed day, so that what is seen is the same on every run.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const binary = process.env.QUINTET_BIN ?? path.join(root, 'target/debug/quintet');

/** A Monday in the middle of an autumn term. */
export const DAY = '2026-11-23T09:00:00Z';

async function freePort() {
  const probe = net.createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** One answer, with the bytes as they came over the wire. */
export function ask(url, { method = 'GET', cookie, body } = {}) {
  const headers = { 'accept-encoding': 'gzip', accept: 'text/html' };
  if (cookie) headers.cookie = cookie;
  if (method === 'POST') {
    headers['content-type'] = 'application/x-www-form-urlencoded';
    headers.origin = new URL(url).origin;
    headers['sec-fetch-site'] = 'same-origin';
  }
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, bytes: Buffer.concat(parts) }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** A running demonstration. */
export class Demonstration {
  static async start() {
    const demo = new Demonstration();
    demo.data = mkdtempSync(path.join(os.tmpdir(), 'quintet-demo-'));
    const port = await freePort();
    demo.base = `http://127.0.0.1:${port}`;
    demo.log = '';
    const args = ['serve', '--demo', '--now', DAY, '--data', demo.data, '--address', `127.0.0.1:${port}`, '--base-url', demo.base];
    demo.process = spawn(binary, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    demo.gone = new Promise((resolve) => demo.process.once('exit', resolve));
    for (const stream of [demo.process.stdout, demo.process.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => { demo.log = (demo.log + text).slice(-400_000); });
    }
    const until = Date.now() + 90_000;
    while (Date.now() < until && demo.process.exitCode === null) {
      const ready = await ask(`${demo.base}/readyz`).then((r) => r.status === 200, () => false);
      if (ready) return demo;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`the demonstration did not become ready:\n${demo.log.slice(-2000)}`);
  }

  /** The people whom the demonstration's own page offers: id and role in words. */
  async personas() {
    const { body } = await (await import('./html.mjs')).page(`${this.base}/demo`);
    const found = [...body.matchAll(/<th scope="row"[^>]*>([^<]+)<\/th>.*?name="person" value="([^"]+)"/gs)];
    return found.map(([, role, id]) => ({ id, role }));
  }

  /** Becomes a person, as the button on the demonstration's page does; gives the session's cookie. */
  async become(id) {
    const answer = await ask(`${this.base}/demo/become`, { method: 'POST', body: new URLSearchParams({ person: id }).toString() });
    const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0];
    if (answer.status !== 303 || !cookie) throw new Error(`nobody can become “${id}”: ${answer.status}`);
    return cookie;
  }

  /** A browser's window of this person; of a visitor who has not signed in when there is no cookie. */
  async context(browser, cookie, options = {}) {
    const context = await browser.newContext({ locale: 'en-GB', baseURL: this.base, ...options });
    if (cookie) {
      const at = cookie.indexOf('=');
      await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: this.base }]);
    }
    return context;
  }

  /** Lines of the log that say that something went wrong. */
  faults() {
    return this.log.split('\n').filter((line) => /\bERROR\b|panicked/.test(line));
  }

  async stop() {
    this.process.kill('SIGTERM');
    const slow = setTimeout(() => this.process.kill('SIGKILL'), 20_000);
    await this.gone;
    clearTimeout(slow);
    rmSync(this.data, { recursive: true, force: true });
  }
}
