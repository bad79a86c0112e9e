// The whole cycle of two schools, from an empty database to the closed reviews: once without JavaScript, once with it.
import { World } from '../lib/steps.mjs';
import { setUp } from '../lib/cycle/set-up.mjs';
import { after } from '../lib/cycle/after.mjs';
import { prepare } from '../lib/cycle/prepare.mjs';
import { visit } from '../lib/cycle/visit.mjs';

export default async function journeys(report) {
  for (const script of [false, true]) {
    const title = `whole cycle, JavaScript ${script ? 'on' : 'off'}`;
    await new World(report, title, { script }).run(async (world) => {
      await setUp(world);
      await prepare(world);
      await visit(world);
      await after(world);
    });
  }
}
