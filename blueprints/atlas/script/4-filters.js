// Filters: what does not fit fades in the picture and leaves the matrix. All four have to fit.
const form = document.querySelector('.filters');
const selects = [...form.querySelectorAll('select')];
const shown = document.getElementById('shown');
const rows = [...document.querySelectorAll('#matrix tbody tr')];

const flows = facts.flows.map((flow) => ({
  nodes: new Set(flow.nodes),
  edges: new Set(flow.edges),
  rows: new Set(flow.rows),
}));
const anything = { flow: null, domain: null, protocol: null, data: null };

// What is wanted of each kind: the number of a choice, or nothing.
function wanted() {
  const chosen = selects.filter((select) => select.value !== '');
  const numbers = chosen.map((select) => [select.dataset.filter, Number(select.value)]);
  return { ...anything, ...Object.fromEntries(numbers) };
}

// Whether the flow that is wanted passes one of the nodes, edges or rows.
function passes(kind, number, want) {
  return want.flow === null || flows[want.flow][kind].has(number);
}

// An edge, or a row of the matrix with the ends of its edge.
function fits({ from, to, protocols, data }, isPassed, want) {
  const domains = [facts.nodes[from].domain, facts.nodes[to].domain];
  return (
    isPassed &&
    (want.domain === null || domains.includes(want.domain)) &&
    (want.protocol === null || protocols.includes(want.protocol)) &&
    (want.data === null || data.includes(want.data))
  );
}

function rowFits(number, want) {
  const row = facts.rows[number];
  return fits({ ...facts.edges[row.edge], ...row }, passes('rows', number, want), want);
}

// Gives the nodes that are left.
function filter() {
  const want = wanted();
  const isOpen = Object.values(want).every((value) => value === null);
  const fitting = facts.edges.map((edge, number) => fits(edge, passes('edges', number, want), want));
  const seen = new Set();
  facts.edges.forEach((edge, number) => {
    if (fitting[number]) seen.add(edge.from).add(edge.to);
  });
  facts.nodes.forEach((node, index) => {
    const isAlone = want.protocol === null && want.data === null;
    const inFlow = passes('nodes', index, want);
    const inDomain = want.domain === null || node.domain === want.domain;
    if (isAlone && inFlow && inDomain) seen.add(index);
  });
  edges.forEach((edge, number) => edge.classList.toggle('dim', !fitting[number]));
  nodes.forEach((node, index) => node.classList.toggle('dim', !seen.has(index)));
  for (const row of rows) row.hidden = !isOpen && !rowFits(Number(row.dataset.row), want);
  const count = rows.filter((row) => !row.hidden).length;
  shown.textContent = isOpen ? '' : `${seen.size} of ${nodes.length} parts, ${count} of ${rows.length} rows of the matrix`;
  const reached = nodes.findIndex((node) => node.tabIndex === 0);
  if (seen.size > 0 && !seen.has(reached)) enter(Math.min(...seen));
  return isOpen ? [] : [...seen];
}

// What is left is brought into view.
function filterAndShow() {
  const left = filter();
  if (left.length > 0) showSome(left);
}

form.addEventListener('change', filterAndShow);
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('reset', () =>
  requestAnimationFrame(() => {
    filter();
    showAll();
  }),
);
// Browsers restore choices when a page is loaded again.
filter();
