// Chooses a part: the one that the address names is shown beside the picture, and marked in it with its edges.
const hint = document.getElementById('hint');
let chosen;

function choose(index) {
  document.querySelector('.part.open')?.classList.remove('open');
  const before = picture.querySelector('.chosen');
  before?.classList.remove('chosen');
  before?.removeAttribute('aria-current');
  for (const edge of picture.querySelectorAll('.near')) edge.classList.remove('near');
  chosen = index;
  hint.hidden = index !== undefined;
  if (index === undefined) return;
  nodes[index].classList.add('chosen');
  nodes[index].setAttribute('aria-current', 'true');
  facts.edges.forEach((edge, number) => {
    if (edge.from === index || edge.to === index) edges[number].classList.add('near');
  });
  enter(index);
  reveal(facts.nodes[index]);
  const part = document.getElementById(facts.nodes[index].place);
  part.classList.add('open');
  document.getElementById('details').scrollTo(0, 0);
  part.focus({ preventScroll: !matchMedia('(max-width: 60rem)').matches });
}

function chooseByAddress() {
  const place = location.hash.slice(1);
  if (places.has(place)) choose(places.get(place));
  else if (place === '') choose(undefined);
}

// Of all nodes one can be reached with Tab; arrow keys lead from it to the next one in that direction.
function enter(index) {
  picture.querySelector('.node[tabindex="0"]')?.setAttribute('tabindex', '-1');
  nodes[index].setAttribute('tabindex', '0');
}

const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// Nodes that a filter leaves out are passed over.
function neighbour(index, [right, down]) {
  const from = facts.nodes[index];
  let best = null;
  facts.nodes.forEach((to, number) => {
    const [x, y] = [to.x - from.x, to.y - from.y];
    const along = x * right + y * down;
    if (number === index || along <= 1 || nodes[number].classList.contains('dim')) return;
    const distance = along + 2.5 * Math.abs(x * down + y * right);
    if (!best || distance < best.distance) best = { number, distance };
  });
  return best?.number;
}

picture.addEventListener('keydown', (event) => {
  const node = event.target.closest('.node');
  if (!node || event.shiftKey || !directions[event.key]) return;
  event.preventDefault();
  const next = neighbour(Number(node.dataset.node), directions[event.key]);
  if (next !== undefined) nodes[next].focus({ preventScroll: true });
});

// Escape closes what is open, and leads back to it in the picture.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || chosen === undefined || event.defaultPrevented) return;
  const last = nodes[chosen];
  history.pushState(null, '', location.pathname + location.search);
  choose(undefined);
  last.focus({ preventScroll: true });
});

stage.addEventListener('focusin', (event) => {
  const node = event.target.closest('.node');
  if (!node || !node.matches(':focus-visible')) return;
  const index = Number(node.dataset.node);
  enter(index);
  reveal(facts.nodes[index]);
});

// The same address again is no change of it, but is meant: choose it again.
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link && !event.defaultPrevented && link.getAttribute('href') === location.hash) chooseByAddress();
});

for (const node of nodes) node.setAttribute('tabindex', '-1');
if (nodes.length > 0) enter(0);
addEventListener('hashchange', chooseByAddress);
requestAnimationFrame(chooseByAddress);
