// Searches names; arrow keys lead through what is found, Enter goes to the first, Escape closes.
const search = document.getElementById('search');
const found = document.getElementById('found');
const count = document.getElementById('count');
const mostFound = 40;
const entries = [...found.children].map((item) => ({ item, text: item.textContent.toLowerCase() }));

function find() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let number = 0;
  for (const { item, text } of entries) {
    const fitting = words.length > 0 && words.every((word) => text.includes(word));
    item.hidden = !fitting || number >= mostFound;
    number += fitting ? 1 : 0;
  }
  found.classList.toggle('open', number > 0);
  if (words.length === 0) count.textContent = '';
  else if (number > mostFound) count.textContent = `the first ${mostFound} of ${number}`;
  else count.textContent = `${number} found`;
}

function close() {
  search.value = '';
  find();
}

function results() {
  return [...found.querySelectorAll('li:not([hidden]) a')];
}

search.addEventListener('input', find);
// What is found does not stay in front of what people go on to.
search.addEventListener('focus', find);
search.closest('search').addEventListener('focusout', (event) => {
  if (!event.currentTarget.contains(event.relatedTarget)) found.classList.remove('open');
});
// A press on it leaves the focus where it is: not every browser gives links the focus.
found.addEventListener('mousedown', (event) => event.preventDefault());
search.closest('search').addEventListener('keydown', (event) => {
  const links = results();
  const at = links.indexOf(document.activeElement);
  if (event.key === 'Escape') {
    close();
    search.focus();
  } else if (event.key === 'ArrowDown') links[Math.min(at + 1, links.length - 1)]?.focus();
  else if (event.key === 'ArrowUp') (links[at - 1] ?? search).focus();
  else if (event.key === 'Enter' && at < 0) links[0]?.click();
  else return;
  event.preventDefault();
});
found.addEventListener('click', (event) => {
  if (event.target.closest('a')) setTimeout(close);
});
document.addEventListener('keydown', (event) => {
  const isText = event.target.closest('input, select, textarea');
  if (event.key !== '/' || isText || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  search.focus();
});
find();
