// Draws every chart of the page from the specification that stands beside it, in the colours of the reader's theme.
(function () {
  "use strict";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function theme() {
    const style = getComputedStyle(document.documentElement);
    const text = style.getPropertyValue("--text").trim();
    const line = style.getPropertyValue("--line").trim();
    return {
      background: "transparent",
      font: "system-ui, sans-serif",
      view: { stroke: null },
      axis: { labelColor: text, titleColor: text, gridColor: line, domainColor: line, tickColor: line, labelFontSize: 12, titleFontSize: 12, labelSeparation: 8 },
      legend: { labelColor: text, titleColor: text, labelFontSize: 12 },
      text: { color: text },
    };
  }

  function draw() {
    for (const chart of document.querySelectorAll(".chart")) {
      const spec = JSON.parse(document.getElementById(chart.dataset.spec).textContent);
      vegaEmbed(chart, spec, { actions: false, renderer: "svg", config: theme(), tooltip: { theme: dark.matches ? "dark" : "light" } })
        .catch(function (error) { chart.textContent = "This chart could not be drawn (" + error.message + "); the table below holds its numbers."; });
    }
  }

  dark.addEventListener("change", draw);
  draw();
})();
