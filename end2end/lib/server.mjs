// The program under test: the same binary that `make run` starts, on a free port, with a data folder of its own, at a
// time of the test's choosing. The time is moved for the whole process by libfaketime, because a real database refuses
// to have its clock moved from within.
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

export const root = path.resolve(import.meta.dirname, '../..');
const binary = process.env.QUINTET_BIN ?? path.join(root, 'target/debug/quintet');

function findFaketime() {
  for (const folder of ['/usr/lib', '/usr/local/lib']) {
    if (!existsSync(folder)) continue;
    const places = ['.', ...readdirSync(folder)].map((name) => path.join(folder, name, 'faketime/libfaketimeMT.so.1'));
    const found = places.find((place) => existsSync(place));
    if (found) return found;
  }
  throw new Error('libfaketime is missing (Debian: apt-get install faketime)');
}
const faketime = findFaketime();

async function freePort() {
  const probe = net.createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** One installation: its data folder lives as long as the journey, its process may be restarted on another day. */
export class Server {
  /** @param smtpPort where mail is handed over @param time when it is, as an ISO string */
  static async create({ smtpPort, time }) {
    const server = new Server();
    server.smtpPort = smtpPort;
    server.time = time;
    server.data = mkdtempSync(path.join(os.tmpdir(), 'quintet-e2e-'));
    server.port = await freePort();
    server.base = `http://127.0.0.1:${server.port}`;
    server.log = '';
    return server;
  }

  environment() {
    const seconds = Math.round((Date.parse(this.time) - Date.now()) / 1000);
    return {
      ...process.env,
      LD_PRELOAD: faketime,
      FAKETIME: seconds < 0 ? String(seconds) : `+${seconds}`,
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
      TZ: 'UTC',
      RUST_BACKTRACE: '1',
      NO_COLOR: '1',
    };
  }

  /** Runs a subcommand on the stopped installation and gives what it printed on standard output. */
  async command(...args) {
    const options = { cwd: root, env: this.environment(), timeout: 120_000 };
    const { stdout } = await promisify(execFile)(binary, [...args, '--data', this.data], options);
    return stdout.trim();
  }

  async start() {
    const args = ['serve', '--data', this.data, '--address', `127.0.0.1:${this.port}`, '--base-url', this.base,
      '--smtp-url', `smtp://127.0.0.1:${this.smtpPort}`, '--mail-from', 'Quintet <quintet@quintet.example>'];
    this.process = spawn(binary, args, { cwd: root, env: this.environment(), stdio: ['ignore', 'pipe', 'pipe'] });
    this.gone = new Promise((resolve) => this.process.once('exit', (code, signal) => resolve({ code, signal })));
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => { this.log = (this.log + text).slice(-400_000); });
    }
    const until = Date.now() + 60_000;
    while (Date.now() < until) {
      if (this.process.exitCode !== null) break;
      const ready = await fetch(`${this.base}/readyz`).then((r) => r.ok, () => false);
      if (ready) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the server did not become ready:\n${this.log.slice(-2000)}`);
  }

  /** Stops as a service manager would, and insists on a clean end. */
  async stop() {
    if (!this.process) return;
    this.process.kill('SIGTERM');
    const slow = new Promise((resolve) => setTimeout(() => resolve('slow'), 40_000).unref());
    const end = await Promise.race([this.gone, slow]);
    if (end === 'slow') { this.process.kill('SIGKILL'); throw new Error('the server did not stop within 40 seconds'); }
    this.process = undefined;
    if (end.code !== 0) throw new Error(`the server ended with ${end.code ?? end.signal}:\n${this.log.slice(-2000)}`);
  }

  /** Goes on at another time: the old process ends, a new one finds everything that was saved. */
  async moveTo(time) {
    await this.stop();
    this.time = time;
    await this.start();
  }

  /** Lines of the log that say that something went wrong. */
  faults() {
    // The engine cancels its own background tasks when it closes and calls that an error.
    return this.log.split('\n').filter((line) => /\bERROR\b|panicked/.test(line) && !line.includes('surrealdb_core::kvs::tasks'));
  }

  remove() {
    this.process?.kill('SIGKILL');
    rmSync(this.data, { recursive: true, force: true });
  }
}
