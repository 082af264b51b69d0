// The map: a picture of what the tables say, drawn from the page's own data and only when somebody asks for it.
// The picture's library is the largest file of the service, so it is fetched with the first click.
const part = document.getElementById("map-part");
const facts = JSON.parse(document.getElementById("map-data").textContent);
const box = document.getElementById("map");
const said = document.getElementById("map-said");
const open = document.getElementById("map-open");

// Shapes as well as colours: it has to be read in grey.
const KINDS = {
  child: { shape: "star", colour: "#0b0c0c", size: 56 },
  practitioner: { shape: "ellipse", colour: "#1d70b8", size: 34 },
  service: { shape: "round-rectangle", colour: "#0f7a52", size: 30 },
  carer: { shape: "diamond", colour: "#ca357c", size: 38 },
  sibling: { shape: "triangle", colour: "#54319f", size: 38 },
};
let map;
let chosen = -1;

function library() {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = box.dataset.library;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
}

function style() {
  const kinds = Object.entries(KINDS).map(([kind, look]) => ({
    selector: `node[kind="${kind}"]`,
    style: { shape: look.shape, "background-color": look.colour, width: look.size, height: look.size },
  }));
  return [
    {
      selector: "node",
      style: {
        label: "data(label)", "font-size": 14, "font-family": "system-ui, sans-serif", color: "#0b0c0c",
        "text-valign": "bottom", "text-margin-y": 5, "text-wrap": "wrap", "text-max-width": 140,
        "text-background-color": "#ffffff", "text-background-opacity": 0.85, "border-width": 2, "border-color": "#0b0c0c",
      },
    },
    ...kinds,
    { selector: "node:selected", style: { "border-width": 7, "border-color": "#0b0c0c", "background-color": "#ffdd00" } },
    {
      selector: "edge",
      style: {
        label: "data(label)", "font-size": 11, color: "#484949", width: 2, "line-color": "#868686", "curve-style": "bezier",
        "text-rotation": "autorotate", "text-background-color": "#ffffff", "text-background-opacity": 0.85,
      },
    },
    { selector: 'edge[label="works in"]', style: { "line-style": "dashed" } },
    { selector: 'edge[kind="between"]', style: { "line-style": "dotted", "line-color": "#00703c", "curve-style": "unbundled-bezier" } },
    { selector: 'edge[label="leads"]', style: { width: 6, "line-color": "#0b0c0c" } },
  ];
}

// The child in the middle, people and family around it, services outside: the same picture each time.
function ring(node) {
  if (node.data("kind") === "child") return 3;
  return node.data("kind") === "service" && node.connectedEdges('[label="works in"]').nonempty() ? 1 : 2;
}

function draw() {
  const began = performance.now();
  map = window.cytoscape({
    container: box,
    elements: { nodes: facts.nodes.map((data) => ({ data })), edges: facts.edges.map((data) => ({ data })) },
    style: style(),
    layout: { name: "concentric", concentric: ring, levelWidth: () => 1, minNodeSpacing: 70, padding: 25, animate: false },
    minZoom: 0.2,
    maxZoom: 4,
  });
  map.on("select", "node", (event) => tell(event.target));
  box.dataset.drawn = String(Math.round(performance.now() - began));
}

function tell(node) {
  document.querySelectorAll(".around-chosen").forEach((row) => row.classList.remove("around-chosen"));
  const joins = node.connectedEdges().map((edge) => `${edge.data("label")}: ${edge.connectedNodes().difference(node).map((other) => other.data("label")).join(", ")}`);
  said.textContent = [node.data("label"), ...joins].join(". ");
  for (const place of document.querySelectorAll("[data-node]")) {
    if (place.dataset.node === node.id()) (place.closest("tr") || place).classList.add("around-chosen");
  }
}

// With the keyboard: arrows go from one to the next, Enter goes to the row.
function onKey(event) {
  const nodes = map.nodes(":visible");
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step) {
    chosen = (chosen + step + nodes.length) % nodes.length;
    map.nodes().unselect();
    nodes[chosen].select();
    event.preventDefault();
  } else if (event.key === "Enter") {
    const row = document.querySelector(".around-chosen");
    if (row) {
      row.tabIndex = -1;
      row.scrollIntoView({ block: "center" });
      row.focus();
    }
  }
}

function wire() {
  box.addEventListener("keydown", onKey);
  document.getElementById("map-in").addEventListener("click", () => map.zoom({ level: map.zoom() * 1.25, renderedPosition: middle() }));
  document.getElementById("map-out").addEventListener("click", () => map.zoom({ level: map.zoom() * 0.8, renderedPosition: middle() }));
  document.getElementById("map-fit").addEventListener("click", () => map.fit(undefined, 25));
  document.querySelectorAll("#map-tools input").forEach((one) => one.addEventListener("change", () => {
    map.nodes(`[kind="${one.value}"]`).style("display", one.checked ? "element" : "none");
  }));
}

function middle() {
  return { x: box.clientWidth / 2, y: box.clientHeight / 2 };
}

async function show() {
  open.disabled = true;
  try {
    await library();
    document.getElementById("map-shown").hidden = false;
    draw();
    wire();
    open.closest("p").hidden = true;
    box.focus();
  } catch {
    open.disabled = false;
    document.getElementById("map-failed").hidden = false;
  }
}

part.hidden = false;
open.addEventListener("click", show);
