// Pans and zooms: the view is a corner of the picture and a scale; the picture is moved there, once a frame, as a whole, so
// that nothing in it is laid out anew.
const whole = { width: picture.viewBox.baseVal.width, height: picture.viewBox.baseVal.height };
const scales = { least: 0.02, most: 4, fit: 1.4 };
const view = { x: 0, y: 0, scale: 1 };
let isDrawn = true;
sheet.style.width = `${whole.width}px`;
sheet.style.height = `${whole.height}px`;

function draw() {
  isDrawn = true;
  const [right, down] = [-view.x * view.scale, -view.y * view.scale];
  sheet.style.transform = `translate(${right}px, ${down}px) scale(${view.scale})`;
}

// While it moves, what was painted is moved; once it rests, it is painted sharp.
let resting;

function changed() {
  sheet.style.willChange = 'transform';
  clearTimeout(resting);
  resting = setTimeout(() => {
    sheet.style.willChange = 'auto';
  }, 200);
  if (isDrawn) {
    isDrawn = false;
    requestAnimationFrame(draw);
  }
}

function move(right, down) {
  view.x += right / view.scale;
  view.y += down / view.scale;
  changed();
}

// Zooms, so that the point at these pixels of the stage stays where it is.
function zoom(factor, x = stage.clientWidth / 2, y = stage.clientHeight / 2) {
  const scale = Math.min(scales.most, Math.max(scales.least, view.scale * factor));
  view.x += x / view.scale - x / scale;
  view.y += y / view.scale - y / scale;
  view.scale = scale;
  changed();
}

function centre(x, y) {
  view.x = x - stage.clientWidth / view.scale / 2;
  view.y = y - stage.clientHeight / view.scale / 2;
  changed();
}

// Shows what lies between two corners as large as can be.
function fit(left, top, right, bottom) {
  view.scale = Math.min(scales.fit, stage.clientWidth / (right - left), stage.clientHeight / (bottom - top));
  centre((left + right) / 2, (top + bottom) / 2);
}

function showAll() {
  fit(0, 0, whole.width, whole.height);
}

// Shows some of the nodes, with a margin that has room for what is written around their middles.
function showSome(indices) {
  const [xs, ys] = ['x', 'y'].map((axis) => indices.map((index) => facts.nodes[index][axis]));
  const margin = 170;
  fit(Math.min(...xs) - margin, Math.min(...ys) - margin, Math.max(...xs) + margin, Math.max(...ys) + margin);
}

// Brings a node into view where it is not, large enough to be read.
function reveal({ x, y }) {
  view.scale = Math.max(view.scale, 0.6);
  const [right, down] = [(x - view.x) * view.scale, (y - view.y) * view.scale];
  const margin = 70;
  const isSeen =
    right > margin && right < stage.clientWidth - margin && down > margin && down < stage.clientHeight - margin;
  if (isSeen) changed();
  else centre(x, y);
}

const steps = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
const zooms = { in: () => zoom(1.3), out: () => zoom(1 / 1.3), all: showAll };
const keys = { '+': zooms.in, '=': zooms.in, '-': zooms.out, 0: zooms.all };

stage.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isPart = event.target !== stage && !event.shiftKey;
  if (keys[event.key]) keys[event.key]();
  else if (steps[event.key] && !isPart) move(...steps[event.key]);
  else return;
  event.preventDefault();
});

stage.addEventListener(
  'wheel',
  (event) => {
    event.preventDefault();
    const box = stage.getBoundingClientRect();
    const pixels = event.deltaMode === 0 ? event.deltaY : event.deltaY * 30;
    zoom(Math.exp(-Math.max(-240, Math.min(240, pixels)) / 400), event.clientX - box.left, event.clientY - box.top);
  },
  { passive: false },
);

// Fingers or a mouse that hold the picture: one drags it, two pinch it.
const held = new Map();
let dragged = 0;

stage.addEventListener('pointerdown', (event) => {
  if (event.button !== 0) return;
  if (held.size === 0) dragged = 0;
  held.set(event.pointerId, { x: event.clientX, y: event.clientY });
});

stage.addEventListener('pointermove', (event) => {
  // Let go outside, before the stage had captured it.
  if (event.buttons === 0) held.delete(event.pointerId);
  const last = held.get(event.pointerId);
  if (!last) return;
  const [x, y] = [event.clientX, event.clientY];
  dragged += Math.abs(x - last.x) + Math.abs(y - last.y);
  if (dragged < 5) return;
  stage.classList.add('moving');
  stage.setPointerCapture(event.pointerId);
  const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
  if (other) {
    const box = stage.getBoundingClientRect();
    const apart = (from) => Math.max(1, Math.hypot(from.x - other.x, from.y - other.y));
    zoom(apart({ x, y }) / apart(last), (x + other.x) / 2 - box.left, (y + other.y) / 2 - box.top);
  } else {
    move(last.x - x, last.y - y);
  }
  held.set(event.pointerId, { x, y });
});

for (const end of ['pointerup', 'pointercancel']) {
  stage.addEventListener(end, (event) => {
    held.delete(event.pointerId);
    stage.classList.remove('moving');
  });
}

// A drag that ends on a node does not choose it.
stage.addEventListener(
  'click',
  (event) => {
    if (dragged >= 5 && event.detail > 0) event.preventDefault();
  },
  true,
);
stage.addEventListener('dragstart', (event) => event.preventDefault());

for (const button of document.querySelectorAll('[data-zoom]')) {
  button.addEventListener('click', zooms[button.dataset.zoom]);
}

let lastSize = null;
new ResizeObserver(() => {
  const size = [stage.clientWidth, stage.clientHeight];
  if (!lastSize) {
    showAll();
    if (chosen !== undefined) reveal(facts.nodes[chosen]);
  } else move((lastSize[0] - size[0]) / 2, (lastSize[1] - size[1]) / 2);
  lastSize = size;
}).observe(stage);
