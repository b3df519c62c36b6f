import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { emotionColor } from './emotionColors';
import type { EmotionSeries } from './emotionSeries';

/** How a chart looks. */
export interface EmotionChartOptions {
  /** Height in CSS pixels. */
  readonly height: number;
  /** Told of a click: seconds. */
  readonly onSeek?: (seconds: number) => void;
  /** Writes a time on the axis. */
  readonly formatTime: (seconds: number) => string;
}

/** Seconds between two marks of the time axis. */
const timeSteps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 18000];

/** Lines of probabilities over time, with a mark at one time. Follows its container's width and the page's theme. */
export class EmotionChart {
  private plot: uPlot;
  private readonly resize: ResizeObserver;
  private range: [number, number] = [0, 1];
  private markSeconds: number | null = null;

  constructor(
    private readonly container: HTMLElement,
    private readonly series: EmotionSeries,
    private readonly options: EmotionChartOptions,
  ) {
    this.plot = this.create();
    this.resize = new ResizeObserver(() => this.plot.setSize({ width: this.width, height: options.height }));
    this.resize.observe(container);
  }

  /** Draws the series as it is now. */
  draw(fromSeconds: number, toSeconds: number): void {
    this.range = [fromSeconds, toSeconds];
    // The arrays are the series' own, which uPlot only reads.
    this.plot.setData(this.series.data() as uPlot.AlignedData);
  }

  /** Puts the mark at a time; null takes it away. */
  mark(seconds: number | null): void {
    this.markSeconds = seconds;
    this.plot.redraw(false);
  }

  /** Takes over the page's present colours. */
  recolor(): void {
    this.plot.destroy();
    this.plot = this.create();
    this.draw(...this.range);
  }

  destroy(): void {
    this.resize.disconnect();
    this.plot.destroy();
  }

  private get width(): number {
    return Math.max(120, this.container.clientWidth);
  }

  private create(): uPlot {
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue('--ink-soft').trim();
    const grid = { stroke: style.getPropertyValue('--line').trim(), width: 1 };
    const axis = { stroke: ink, grid, ticks: grid, font: '12px system-ui, sans-serif' };
    const plot = new uPlot(
      {
        width: this.width,
        height: this.options.height,
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
        scales: { x: { time: false, range: () => this.range }, y: { range: [0, 1] } },
        axes: [
          {
            ...axis,
            values: (_plot, values) => values.map(this.options.formatTime),
            incrs: timeSteps,
            size: 30,
            space: 60,
          },
          {
            ...axis,
            values: (_plot, values) => values.map(value => `${Math.round(value * 100)} %`),
            size: 52,
            space: 30,
          },
        ],
        series: [
          {},
          ...this.series.labels.map(label => ({
            label,
            stroke: emotionColor(label),
            width: 2,
            points: { show: false },
          })),
        ],
        hooks: { draw: [chart => this.drawMark(chart, style.getPropertyValue('--ink').trim())] },
      },
      this.series.data() as uPlot.AlignedData,
      this.container,
    );
    // What it shows is told beside it in words; its own canvas says nothing to a screen reader.
    plot.root.setAttribute('aria-hidden', 'true');
    const { onSeek } = this.options;
    if (onSeek) {
      plot.over.addEventListener('click', event => {
        onSeek(plot.posToVal(event.clientX - plot.over.getBoundingClientRect().left, 'x'));
      });
    }
    return plot;
  }

  private drawMark(chart: uPlot, color: string): void {
    if (this.markSeconds === null) {
      return;
    }
    const x = Math.round(chart.valToPos(this.markSeconds, 'x', true));
    const { left, top, width, height } = chart.bbox;
    if (x < left || x > left + width) {
      return;
    }
    chart.ctx.save();
    chart.ctx.strokeStyle = color;
    chart.ctx.lineWidth = 2;
    chart.ctx.beginPath();
    chart.ctx.moveTo(x, top);
    chart.ctx.lineTo(x, top + height);
    chart.ctx.stroke();
    chart.ctx.restore();
  }
}
