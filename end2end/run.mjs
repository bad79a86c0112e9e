// Runs the journeys. One line a step; at the end the count. `node run.mjs NAME` runs those whose file name has NAME in it.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Report } from './lib/steps.mjs';

const folder = path.join(import.meta.dirname, 'journeys');
const wanted = process.argv[2] ?? '';
const report = new Report();
const began = Date.now();
for (const file of readdirSync(folder).filter((f) => f.endsWith('.mjs') && f.includes(wanted)).sort()) {
  const { default: journeys } = await import(path.join(folder, file));
  await journeys(report);
}
console.log(`journeys: ${((Date.now() - began) / 1000).toFixed(0)} s`);
console.log(`${report.passed} passed, ${report.failed} failed`);
process.exit(report.failed === 0 && report.passed > 0 ? 0 : 1);
