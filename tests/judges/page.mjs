// page.mjs FILE..: walks about in pages of `scaffold spec --html` in headless Chromium, as a person would, with a mouse, with
// a keyboard, in light and in dark, and asks axe. Exit 1 when anything is not as it should be.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const faults = [];

function expect(holds, words) {
  if (!holds) faults.push(words);
}

// Every page in one look: colours, width, and what is expected of it.
async function look(browser, file, colorScheme, width) {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const name = `${file} (${colorScheme}, ${width})`;
  page.on('console', (message) => expect(message.type() !== 'error', `${name}: console says ${message.text()}`));
  page.on('pageerror', (error) => expect(false, `${name}: ${error.message}`));
  page.on('request', (request) => expect(request.url().startsWith('file:'), `${name}: asks for ${request.url()}`));
  const began = Date.now();
  await page.goto(pathToFileURL(file).href);
  await page.locator('#picture .node').first().waitFor();
  const loaded = Date.now() - began;
  const is = (holds, words) => expect(holds, `${name}: ${words}`);
  await axe(page, is, 'at first');
  await chooseByMouse(page, is);
  await axe(page, is, 'with an open part');
  await chooseByKeyboard(page, is);
  await filters(page, is);
  await searches(page, is);
  await sorts(page, is);
  await zooms(page, is);
  await overflow(page, is);
  await prints(page, is);
  await strangeAddress(page, is);
  const { slowest, own } = await frames(page);
  is(own < 16, `a frame is ${own} ms of work`);
  console.log(`${name}: loaded in ${loaded} ms; ${own} ms of work a frame, the slowest tenth took ${slowest} ms`);
  page.removeAllListeners('console');
  await runsNothingElse(page, is);
  await context.close();
}

async function axe(page, is, when) {
  await page.evaluate(require('axe-core').source);
  const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
  for (const { id, nodes } of violations) is(false, `axe, ${when}: ${id} at ${nodes[0].target} (${nodes.length} in all)`);
}

async function chooseByMouse(page, is) {
  const node = page.locator('#picture a.service, #picture a.gateway').first();
  const place = (await node.getAttribute('href')).slice(1);
  await node.click();
  await page.locator(`[id="${place}"].open`).waitFor();
  is((await page.locator('.part.open').count()) === 1, 'one part is open');
  is((await page.locator('#picture .node.chosen').count()) === 1, 'one node is marked');
  const words = await page.locator('.part.open').innerText();
  for (const heading of ['Contract', 'Checks', 'When it fails']) {
    is(words.includes(heading), `the details of ${place} have ${heading}`);
  }
  const link = page.locator('.part.open td a').first();
  if ((await link.count()) > 0) {
    const target = (await link.getAttribute('href')).slice(1);
    await link.click();
    await page.locator(`[id="${target}"].open`).waitFor();
    await page.goBack();
    await page.locator(`[id="${place}"].open`).waitFor();
  }
}

async function chooseByKeyboard(page, is) {
  is((await page.locator('#picture .node[tabindex="0"]').count()) === 1, 'Tab reaches one node');
  await page.locator('#stage').focus();
  await page.keyboard.press('Tab');
  const place = () => page.evaluate(() => document.activeElement.getAttribute('href'));
  const first = await place();
  is(first?.startsWith('#'), `Tab leads from the picture to a node, not to ${first}`);
  const passed = new Set([first]);
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']) {
    await page.keyboard.press(key);
    passed.add(await place());
  }
  is(passed.size > 1, 'arrow keys lead from node to node');
  const last = await place();
  await page.keyboard.press('Enter');
  await page.locator(`[id="${last.slice(1)}"].open`).waitFor();
  is((await page.evaluate(() => document.activeElement.id)) === last.slice(1), 'what was chosen has the focus');
  const current = page.locator('#picture [aria-current]');
  is((await current.evaluateAll(([node]) => node?.getAttribute('href'))) === last, 'the node says that it is chosen');
  await page.keyboard.press('Escape');
  is((await page.locator('.part.open').count()) === 0, 'Escape closes the part');
  is((await page.locator('#picture .chosen, #picture [aria-current]').count()) === 0, 'nothing stays marked');
  is((await place()) === last, 'Escape leads back to the node');
}

async function filters(page, is) {
  const rows = page.locator('#matrix tbody tr');
  const all = await rows.count();
  const seen = () => rows.evaluateAll((found) => found.filter((row) => !row.hidden).length);
  for (const select of await page.locator('.filters select').all()) {
    const name = await select.getAttribute('data-filter');
    await page.locator('#stage').focus();
    for (const key of Array(7).fill('+')) await page.keyboard.press(key);
    await select.selectOption({ index: 1 });
    const [dim, count] = [await page.locator('#picture .dim').count(), await seen()];
    const words = await page.locator('#shown').innerText();
    is(words.includes(`${count} of ${all} rows`), `${name}: says what is shown (${words})`);
    const choice = await select.locator('option').nth(1).textContent();
    is(await rowsAgree(rows, name, choice), `${name}: the matrix has the rows of what is left`);
    const isWhole = dim === 0 && count === all;
    if (dim > 0) {
      is(await leftInView(page), `${name}: what is left is brought into view`);
      await arrowsPassOver(page, is, name);
    }
    if (name === 'flow') await axe(page, is, 'with a filter');
    is(!isWhole || (await select.locator('option').count()) === 2, `${name}: one choice of several leaves something out`);
    await page.locator('.filters button').click();
    await page.waitForFunction(() => document.getElementById('shown').textContent === '');
    is((await seen()) === all, `${name}: everything comes back`);
    is((await page.locator('#picture .dim').count()) === 0, `${name}: nothing stays dim`);
  }
}

// Whether every row that is shown belongs to an edge that did not fade, and where a protocol or a data class is chosen, the
// rows that are shown are those that name it.
function rowsAgree(rows, name, choice) {
  const agree = (found, [column, choice]) => {
    const facts = JSON.parse(document.getElementById('facts').textContent);
    return found.every((row) => {
      const { edge } = facts.rows[row.dataset.row];
      const isFaded = document.querySelector(`#picture .edge[data-edge="${edge}"]`).classList.contains('dim');
      const isNamed = row.cells[column]?.textContent.split(', ').includes(choice);
      return (row.hidden || !isFaded) && (column < 0 || row.hidden !== isNamed);
    });
  };
  return rows.evaluateAll(agree, [{ protocol: 2, data: 9 }[name] ?? -1, choice]);
}

// Whether all nodes that a filter leaves are to be seen, as soon as the picture is drawn anew.
async function leftInView(page) {
  const isSeen = () => {
    const stage = document.getElementById('stage').getBoundingClientRect();
    const boxes = [...document.querySelectorAll('#picture .node:not(.dim)')].map((node) => node.getBoundingClientRect());
    return boxes.every((box) => box.left >= stage.left - 1 && box.right <= stage.right + 1 && box.top >= stage.top - 1 && box.bottom <= stage.bottom + 1);
  };
  return page.waitForFunction(isSeen, null, { timeout: 10_000 }).then(() => true, () => false);
}

async function arrowsPassOver(page, is, name) {
  if ((await page.locator('#picture .node:not(.dim)').count()) === 0) return;
  await page.locator('#stage').focus();
  await page.keyboard.press('Tab');
  const isDim = () => page.evaluate(() => document.activeElement.classList.contains('dim'));
  is(!(await isDim()), `${name}: Tab leads to what is left`);
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'ArrowUp', 'ArrowRight', 'ArrowRight']) {
    await page.keyboard.press(key);
    is(!(await isDim()), `${name}: ${key} leads to what is left`);
  }
}

async function searches(page, is) {
  const name = await page.locator('#picture .node .name').first().textContent();
  await page.keyboard.press('/');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('/');
  is((await page.evaluate(() => document.activeElement.id)) === 'search', '/ leads to the search');
  const words = name.replace('…', '').toUpperCase();
  await page.keyboard.type(words);
  is((await page.locator('#found li:not([hidden])').count()) > 0, `${name} is found`);
  is(/^(\d+ found|the first \d+ of \d+)$/.test(await page.locator('#count').innerText()), 'says how many');
  await axe(page, is, 'with what is found');
  await page.locator('#stage').focus();
  is(!(await page.locator('#found').isVisible()), 'what is found goes when one goes on to something else');
  await page.locator('#search').focus();
  is(await page.locator('#found').isVisible(), 'what is found comes back with the search');
  await page.locator('#found li:not([hidden]) a').first().click();
  await page.waitForFunction(() => document.getElementById('search').value === '');
  await page.locator('#search').fill(words);
  await page.keyboard.press('ArrowDown');
  const target = await page.evaluate(() => document.activeElement.getAttribute('href'));
  is(target?.startsWith('#'), 'arrow keys lead to what is found');
  await page.keyboard.press('Enter');
  await page.locator(`[id="${target.slice(1)}"].open`).waitFor();
  await page.locator('#search').fill('nothing has such a name');
  is((await page.locator('#count').innerText()) === '0 found', 'says that nothing is found');
  await page.keyboard.press('Escape');
  is((await page.locator('#search').inputValue()) === '', 'Escape empties the search');
}

async function sorts(page, is) {
  const heading = page.locator('#matrix th').nth(1);
  const column = () =>
    page.locator('#matrix tbody tr td:nth-child(2)').evaluateAll((cells) => cells.map((cell) => cell.textContent));
  const before = [...(await column())].sort();
  await heading.locator('button').click();
  is((await heading.getAttribute('aria-sort')) === 'ascending', 'a click sorts');
  const up = await column();
  await heading.locator('button').press('Enter');
  is((await heading.getAttribute('aria-sort')) === 'descending', 'Enter sorts the other way');
  const down = await column();
  is(up[0] === down[down.length - 1] && up[up.length - 1] === down[0], 'the order is turned round');
  is(JSON.stringify([...up].sort()) === JSON.stringify(before), 'sorting loses no row');
  is((await page.locator('#matrix th[aria-sort="descending"]').count()) === 1, 'one column is the sorted one');
}

async function zooms(page, is) {
  const view = () => page.locator('#sheet').evaluate((element) => element.style.transform);
  const settled = async (act) => {
    const before = await view();
    await act();
    const moved = (before) => document.querySelector('#sheet').style.transform !== before;
    return page.waitForFunction(moved, before, { timeout: 10_000 }).then(() => true, () => false);
  };
  await page.locator('[data-zoom="all"]').click();
  // The picture is moved once a frame, and a busy machine has few of them.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  is(await settled(() => page.locator('[data-zoom="in"]').click()), 'the button zooms in');
  is(await settled(() => page.locator('[data-zoom="out"]').click()), 'the button zooms out');
  const box = await page.locator('#stage').boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  is(await settled(() => page.mouse.wheel(0, -200)), 'the wheel zooms');
  const address = page.url();
  const drag = async () => {
    await page.mouse.down();
    await page.mouse.move(x + 120, y + 40, { steps: 4 });
    await page.mouse.up();
  };
  is(await settled(drag), 'a drag moves');
  is(page.url() === address, 'a drag chooses nothing');
  const left = box.x;
  await page.mouse.move(left + 4, y);
  await page.mouse.down();
  await page.mouse.move(left - 8, y);
  await page.mouse.up();
  await page.mouse.move(left + 90, y, { steps: 4 });
  is((await page.locator('#stage.moving').count()) === 0, 'a button that is let go outside lets go of the picture');
  await page.locator('#stage').focus();
  for (const key of ['ArrowLeft', '+', '-', '0']) {
    is(await settled(() => page.keyboard.press(key)), `${key} moves or zooms`);
  }
}

// Nothing is wider than the window, and no name is wider than its node.
async function overflow(page, is) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  is(wide <= 0, `the page is ${wide} px too wide`);
  const wider = await page.evaluate(() => {
    const width = (element) => element.getBBox().width;
    const nodes = [...document.querySelectorAll('#picture .node')];
    return nodes.filter((node) => width(node.querySelector('.name')) > width(node.querySelector('.shape')) - 8).length;
  });
  is(wider === 0, `${wider} names leave their nodes`);
}

// On paper stands all of it: the whole picture, and every part.
async function prints(page, is) {
  await page.emulateMedia({ media: 'print' });
  const hidden = await page.locator('.part').evaluateAll((parts) => parts.filter((part) => part.offsetHeight === 0).length);
  is(hidden === 0, `${hidden} parts are not printed`);
  is((await page.locator('#sheet').evaluate((sheet) => getComputedStyle(sheet).transform)) === 'none', 'all of the picture is printed');
  for (const selector of ['.filters', 'search']) {
    is(!(await page.locator(selector).isVisible()), `${selector}: what only a screen can do is not printed`);
  }
  await page.emulateMedia({ media: 'screen' });
}

// Without scripts nothing is offered that needs them, and all parts are there.
async function withoutScripts(browser, file) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  const is = (holds, words) => expect(holds, `${file} (without scripts): ${words}`);
  for (const selector of ['search', '.filters', '.zoom']) {
    is(!(await page.locator(selector).isVisible()), `${selector} is offered`);
  }
  const marks = await page.locator('th button').evaluateAll((buttons) => buttons.map((button) => getComputedStyle(button, '::after').content));
  is(marks.every((content) => content === 'none'), 'columns look as if they could be sorted');
  is(await page.locator('.part').last().isVisible(), 'the parts are shown');
  await context.close();
}

async function strangeAddress(page, is) {
  const before = await page.locator('.part.open').count();
  await page.evaluate(() => {
    location.hash = '%';
  });
  await page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
  is((await page.locator('.part.open').count()) === before, 'an address that leads nowhere changes nothing');
}

// Even if somebody smuggled something in, the browser would not run it.
async function runsNothingElse(page, is) {
  await page.evaluate(async () => {
    const smuggled = document.createElement('div');
    smuggled.innerHTML = '<img src="x" onerror="window.smuggled = 1">';
    const script = document.createElement('script');
    script.textContent = 'window.smuggled = 2';
    document.body.append(smuggled, script);
    await new Promise((done) => setTimeout(done, 100));
  });
  is((await page.evaluate(() => window.smuggled)) === undefined, 'nothing but its own scripts runs');
}

// How long the slowest tenth of frames takes while the picture is zoomed and moved, and how much of a frame is the page's own
// work: scripts, styles, layout. What is left is painting, which here no graphics card does.
async function frames(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const work = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const durations = metrics.filter(({ name }) => /^(Script|Layout|RecalcStyle)Duration$/.test(name));
    return durations.reduce((sum, { value }) => sum + value * 1000, 0);
  };
  const before = await work();
  const slowest = await page.evaluate(async () => {
    const stage = document.getElementById('stage');
    const times = [];
    for (const keys of Array(10).fill(['+', 'ArrowLeft', '-', 'ArrowRight'])) {
      for (const key of keys) {
        const began = performance.now();
        stage.dispatchEvent(new KeyboardEvent('keydown', { key }));
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        times.push(performance.now() - began);
      }
    }
    return times.sort((a, b) => a - b)[36];
  });
  return { slowest: Math.round(slowest), own: Math.round(((await work()) - before) / 4) / 10 };
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
for (const file of process.argv.slice(2)) {
  await look(browser, file, 'light', 1440);
  await look(browser, file, 'dark', 1440);
  await look(browser, file, 'light', 420);
  await withoutScripts(browser, file);
}
await browser.close();
for (const fault of faults) console.log(fault);
process.exit(faults.length > 0 ? 1 : 0);
