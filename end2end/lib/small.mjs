// A small world for journeys about one thing: two schools in a launched cycle, with a headteacher, a contributor and a
// coordinator. The register and the people come from the command line, the rest from the pages.
import path from 'node:path';
import { root } from './server.mjs';

export async function smallCycle(world) {
  const { server } = world;
  const invite = (name, email, role) => server.command('people', 'invite', email, '--name', name, '--role', role, '--base-url', server.base);
  await server.command('import', 'register', path.join(root, 'server/tests/fixtures/register/twelve-schools.csv'));
  const links = {
    admin: await invite('Ada Stone', 'ada@wendle.example', 'administrator'),
    head: await invite('Amara Okafor', 'amara@wendle.example', 'headteacher:900001'),
    contributor: await invite('Bo Lind', 'bo@wendle.example', 'contributor:900001'),
  };
  await server.start();
  const admin = await world.person('Ada Stone', 'ada@wendle.example');
  await admin.enterBy(links.admin);
  await admin.open('/partnerships/new');
  await admin.fill({ Name: 'Small partnership', 'Shared vision': 'Every child belongs.' });
  await admin.press('Save');
  const partnership = admin.path;
  for (const urn of ['900001', '900003']) {
    await admin.open(`${partnership}/schools/add?school=${urn}`);
    await admin.date('First day in the partnership', '2026-09-01');
    await admin.press('Add this school');
  }
  await server.stop();
  links.coordinator = await invite('Cora Fields', 'cora@wendle.example', `coordinator:${partnership.split('/')[2]}`);
  await server.start();
  const coordinator = await world.person('Cora Fields', 'cora@wendle.example');
  await coordinator.enterBy(links.coordinator);
  await coordinator.open(`${partnership}/cycles/new`);
  await coordinator.fill({ 'Name of the cycle': 'Spring 2027' });
  await coordinator.date('First day of the cycle', '2027-01-11');
  await coordinator.date('First day for visits', '2027-03-15');
  await coordinator.date('Last day for visits', '2027-05-28');
  await coordinator.date('Last day of the cycle', '2027-12-17');
  await coordinator.press('Save as a draft');
  const cycle = coordinator.path;
  await coordinator.open(`${cycle}/launch`);
  await coordinator.press('Launch the cycle');
  const head = await world.person('Amara Okafor', 'amara@wendle.example');
  await head.enterBy(links.head);
  await head.open('/');
  await head.page.getByRole('link', { name: /^Accept the agreement/ }).first().click();
  await head.page.getByRole('heading', { level: 1, name: 'Agreement' }).waitFor();
  const review = `/reviews/${head.path.split('/')[2]}`;
  await head.tick('Do you accept this?', /^I accept for/);
  await head.press('Accept the agreement');
  const contributor = await world.person('Bo Lind', 'bo@wendle.example');
  await contributor.enterBy(links.contributor);
  return { admin, coordinator, head, contributor, partnership, cycle, review };
}
