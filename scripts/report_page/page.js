// Draws the charts of the page. Expressions are interpreted, so that the page's policy can forbid eval.
(() => {
  const specs = JSON.parse(document.getElementById("specs").textContent);
  const text = { labelColor: "var(--muted)", titleColor: "var(--muted)", labelFontSize: 11.5, titleFontSize: 11.5, titleFontWeight: "normal" };
  const config = {
    background: null,
    // Named, for Vega measures its labels with it.
    font: getComputedStyle(document.body).fontFamily,
    view: { stroke: null },
    axis: {
      ...text, domainColor: "var(--line)", tickColor: "var(--line)", gridColor: "var(--faint)", labelOverlap: "greedy", tickSize: 4,
      labelLimit: 150,
    },
    axisY: { titleAngle: 0, titleAlign: "left", titleAnchor: "start", titleX: 0, titleY: -12, domain: false, ticks: false },
    text: { fill: "var(--ink)", fontSize: 11.5 },
    point: { opacity: 1 },
    bar: { opacity: 1 },
  };
  const drawn = new Map();
  function draw(id, width) {
    const element = document.getElementById(id);
    const wide = Math.floor(width || element.clientWidth);
    if (!wide || drawn.get(id) === wide) return;
    drawn.set(id, wide);
    const spec = { ...specs[id], width: wide, autosize: { type: "fit", contains: "padding" }, config };
    const runtime = vega.parse(vegaLite.compile(spec).spec, null, { ast: true });
    element.replaceChildren();
    const view = new vega.View(runtime, { renderer: "svg", container: element, expr: expressionInterpreter, hover: false });
    view.run();
    // The wrapper has the name; what Vega says of each mark is for nobody.
    for (const svg of element.querySelectorAll("svg")) {
      svg.setAttribute("aria-hidden", "true");
      svg.setAttribute("focusable", "false");
      for (const part of svg.querySelectorAll("[role], [aria-roledescription], [aria-label]")) {
        for (const name of ["role", "aria-roledescription", "aria-label"]) part.removeAttribute(name);
      }
      svg.removeAttribute("role");
    }
  }
  const all = (width) => Object.keys(specs).forEach((id) => draw(id, width && width(document.getElementById(id))));
  let waiting;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(() => all(), 150); });
  // A4 less its margins; a chart shares it with its neighbours.
  const onPaper = (element) => (element.closest(".grid") ? 150 : element.closest(".three") ? 205 : 325);
  addEventListener("beforeprint", () => all(onPaper));
  addEventListener("afterprint", () => all());
  document.documentElement.dataset.charts = "waiting";
  all();
  document.documentElement.dataset.charts = "drawn";
})();
