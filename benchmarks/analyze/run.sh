#!/usr/bin/env bash
# Speed and memory of `mien analyze` on 640x360 video with one face, every frame.
#   benchmarks/analyze/run.sh CLIP YUNET.onnx [analyze options, for example --model face.onnx]
# CLIP is any film with one talking face; it is scaled to 640x360 and looped. Prints, for 10 s, 60 s and 600 s of video:
# wall time, frames a second end to end, frames a second without the start (against the 10 s run), and peak memory.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
[[ $# -ge 2 ]] || { sed -n '2,5p' "$0" | cut -c3- >&2; exit 2; }
clip=$1 detector=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for seconds in 10 60 600; do
    ffmpeg -v error -stream_loop -1 -i "$clip" -t "$seconds" -vf scale=640:360 -r 25 -c:v libx264 -preset veryfast -c:a aac "$work/$seconds.mp4"
done

echo "machine: $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2- | xargs), $(nproc) cores; commit $(git -C "$root" rev-parse --short HEAD)"
first_wall="" first_peak=""
for seconds in 10 60 600; do
    load=$(cut -d' ' -f1 /proc/loadavg)
    python3 - "$work/time" "$root/mien" analyze "$work/$seconds.mp4" --face-model "$detector" --output "$work/out" --quiet "$@" <<'PY'
import resource, subprocess, sys, time
# The peak of the program alone: FFmpeg decodes in a process of its own, and RUSAGE_CHILDREN gives the largest of them.
start = time.perf_counter()
subprocess.run(sys.argv[2:], check=True)
wall = time.perf_counter() - start
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], "w").write(f"{wall:.3f} {usage.ru_maxrss / 1024:.0f} {usage.ru_utime + usage.ru_stime:.2f}\n")
PY
    read -r wall peak cpu <"$work/time"
    frames=$((seconds * 25))
    awk -v s="$seconds" -v w="$wall" -v p="$peak" -v c="$cpu" -v n="$frames" -v w0="${first_wall:-0}" -v p0="${first_peak:-$peak}" -v l="$load" 'BEGIN {
        steady = w0 > 0 ? sprintf("%.1f", (n - 250) / (w - w0)) : "-"
        printf "%4d s: wall %7.2f s, %6.1f frames/s end to end, %s without the start, processor %.2f ms a frame, peak %d MiB (%+d), load before %s\n", s, w, n / w, steady, 1000 * c / n, p, p - p0, l
    }'
    first_wall=${first_wall:-$wall} first_peak=${first_peak:-$peak}
done
