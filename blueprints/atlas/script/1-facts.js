// What the page knows of its parts: nodes and edges as in the picture, by their numbers.
const facts = JSON.parse(document.getElementById('facts').textContent);
const stage = document.getElementById('stage');
const sheet = document.getElementById('sheet');
const picture = document.getElementById('picture');
const nodes = [...picture.querySelectorAll('.node')];
const edges = [...picture.querySelectorAll('.edge[data-edge]')];
const places = new Map(facts.nodes.map((node, index) => [node.place, index]));
