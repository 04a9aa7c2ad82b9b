// Sorts the matrix by a column; durations and numbers by their size.
const units = { ms: 0.001, s: 1, m: 60, min: 60, h: 3600 };

function value(row, column) {
  const text = row.cells[column].textContent.trim();
  const amount = /^([\d.]+)\s*(ms|s|min|m|h)?\b/.exec(text);
  return { text, number: amount ? Number(amount[1]) * (units[amount[2]] ?? 1) : NaN };
}

function compare(a, b) {
  if (!Number.isNaN(a.number) && !Number.isNaN(b.number)) return a.number - b.number;
  if (Number.isNaN(a.number) !== Number.isNaN(b.number)) return Number.isNaN(a.number) ? 1 : -1;
  return a.text.localeCompare(b.text, 'en', { numeric: true });
}

function sort(heading) {
  const isAscending = heading.getAttribute('aria-sort') !== 'ascending';
  for (const other of heading.parentElement.children) other.setAttribute('aria-sort', 'none');
  heading.setAttribute('aria-sort', isAscending ? 'ascending' : 'descending');
  const body = heading.closest('table').tBodies[0];
  const valued = [...body.rows].map((row) => ({ row, value: value(row, heading.cellIndex) }));
  valued.sort((a, b) => (isAscending ? 1 : -1) * compare(a.value, b.value));
  body.append(...valued.map(({ row }) => row));
}

for (const heading of document.querySelectorAll('.sortable th')) {
  heading.firstElementChild.addEventListener('click', () => sort(heading));
}
