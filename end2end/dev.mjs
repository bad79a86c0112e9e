// Rebuilds and restarts the demonstration when a source file changes. What a change needs is rebuilt, no more: the
// stylesheet for Sass, the WebAssembly for an island, the program for the rest.
import { spawn, spawnSync } from 'node:child_process';
import { watch } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const folders = ['app', 'domain', 'migrations', 'server', 'store', 'style/src', 'style/static'];
let server;
let timer;

function start() {
  server = spawn('target/debug/quintet', ['serve', '--demo', '--data', process.env.DATA ?? 'data'], { cwd: root, stdio: 'inherit' });
}

async function stop() {
  if (!server || server.exitCode !== null) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await gone;
}

async function rebuild() {
  console.log('dev: rebuilding');
  const steps = [['make', ['--no-print-directory', 'site']], ['cargo', ['build', '--workspace']]];
  for (const [command, args] of steps) {
    if (spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status !== 0) {
      console.log('dev: that does not build; the old program goes on');
      return;
    }
  }
  await stop();
  start();
}

for (const folder of folders) {
  watch(path.join(root, folder), { recursive: true }, (_, file) => {
    if (!file || /(^|\/)(node_modules|target)\//.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(rebuild, 300);
  });
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => { await stop(); process.exit(0); });
}
start();
