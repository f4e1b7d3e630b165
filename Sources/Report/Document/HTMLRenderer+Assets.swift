extension HTMLRenderer {
  static let style = """
    :root { color-scheme: light; --ink: #1c2430; --soft: #5b6675; --line: #d9dee5; --accent: #1f5fa8; }
    body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); max-width: 68rem; margin: 2rem auto;
      padding: 0 1rem; }
    h1 { font-size: 1.6rem; border-bottom: 2px solid var(--accent); padding-bottom: .3rem; }
    h2 { font-size: 1.15rem; margin-top: 2.2rem; color: var(--accent); }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
    th, td { padding: .25rem .7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
    th { color: var(--soft); font-weight: 600; }
    .number { text-align: right; white-space: nowrap; }
    .scroll { overflow-x: auto; margin: .8rem 0; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.2rem; }
    dt { color: var(--soft); } dd { margin: 0; }
    .notes { color: var(--soft); } pre { overflow-x: auto; } .missing { color: #a33; }
    .tree { font: 13px/1.6 ui-monospace, monospace; }
    .tree details > * { margin-left: 1.5em; } .tree details > summary { margin-left: 0; }
    summary { cursor: pointer; } summary h2 { display: inline; } .working { margin-top: 1rem; }
    figure { margin: 1.2rem 0; } figcaption { font-weight: 600; }
    .chart { position: relative; height: 26rem; }
    .plot { max-width: 100%; height: auto; }
    @media print { .chart, .plot { break-inside: avoid; } }
    """

  static let chartScript = """
    const palette = ['#1f5fa8', '#e07b39', '#3a9a5b', '#b3403a', '#7a5ab0', '#8a6d3b', '#5b6675', '#c2569b'];
    const axis = (text, type) => ({ type: type, title: { display: true, text: text } });
    charts.forEach((chart, index) => {
      const isBar = chart.kind === 'bar';
      new Chart(document.getElementById('chart' + index), {
        type: isBar ? 'bar' : 'scatter',
        data: {
          labels: isBar ? chart.categories : undefined,
          datasets: chart.series.map((series, number) => ({
            label: series.name,
            data: isBar
              ? chart.categories.map((_, x) => (series.points.find(p => p.x === x) || {}).y ?? null)
              : series.points,
            backgroundColor: palette[number % palette.length],
            borderColor: palette[number % palette.length],
            showLine: chart.kind === 'line',
            pointStyle: series.name === 'this host' ? 'rectRot' : 'circle',
            pointRadius: series.name === 'this host' ? 9 : 4,
          })),
        },
        options: {
          maintainAspectRatio: false,
          animation: false,
          scales: {
            x: isBar ? axis(chart.xTitle, 'category') : axis(chart.xTitle, 'logarithmic'),
            y: axis(chart.yTitle, isBar ? 'linear' : 'logarithmic'),
          },
          plugins: {
            tooltip: {
              callbacks: isBar ? {} : {
                label: item => item.raw.label + ': ' + item.raw.x.toPrecision(4) + ' / ' + item.raw.y.toPrecision(4),
              },
            },
          },
        },
      });
    });
    """
}
