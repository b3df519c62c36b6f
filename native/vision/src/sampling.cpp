// Pictures of another size or place: resizing and anti-aliased affine sampling.
#include "picture.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <vector>

namespace {

// A 2x3 matrix that takes target pixels to source pixels, both with pixel centres at .5.
struct Affine {
    double xx, xy, x0, yx, yy, y0;

    // Source pixels that one target pixel's side covers, the longer of the two sides.
    double scale() const { return std::max(std::hypot(xx, yx), std::hypot(xy, yy)); }
};

// The part of the source that the target sees, with a pixel's room for interpolation, aligned to blocks of `block`
// pixels. Never empty: a target wholly outside sees the nearest edge, as border replication wants.
cv::Rect seen(const Affine& m, int width, int height, cv::Size source, int block) {
    double left = 1e30, top = 1e30, right = -1e30, bottom = -1e30;
    for (const double x : {0.0, static_cast<double>(width)})
        for (const double y : {0.0, static_cast<double>(height)}) {
            const double u = m.xx * x + m.xy * y + m.x0, v = m.yx * x + m.yy * y + m.y0;
            left = std::min(left, u), right = std::max(right, u), top = std::min(top, v), bottom = std::max(bottom, v);
        }
    const double room = 2.0 * block;
    const auto clamp = [](double value, int low, int high) { return static_cast<int>(std::clamp<double>(value, low, high)); };
    const int x = clamp(std::floor((left - room) / block) * block, 0, (source.width - 1) / block * block);
    const int y = clamp(std::floor((top - room) / block) * block, 0, (source.height - 1) / block * block);
    return {x, y, clamp(std::ceil(right + room), x + 1, source.width) - x, clamp(std::ceil(bottom + room), y + 1, source.height) - y};
}

// What is left to sample bilinearly once whole blocks were averaged: a part of the source, or its blocks, and the map to that.
struct Reduced {
    cv::Mat part;
    Affine map;
};

Reduced average_blocks(const cv::Mat& whole, int target_width, int target_height, const double* matrix) {
    mien::require(matrix != nullptr, "The matrix is a null pointer.");
    mien::require(std::all_of(matrix, matrix + 6, [](double value) { return std::isfinite(value) && std::abs(value) < 1e7; }),
                  "The matrix has a value that is not finite or too large.");
    Affine m{matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5]};
    const int block = std::clamp(static_cast<int>(m.scale() + 1e-6), 1, std::max(1, std::min(whole.cols, whole.rows)));
    const cv::Rect region = seen(m, target_width, target_height, whole.size(), block);
    cv::Mat part = whole(region);
    m.x0 -= region.x, m.y0 -= region.y;
    if (block > 1) {
        // Whole blocks only, so that each shrunk pixel is an exact block mean; a rest narrower than a block is cut.
        const cv::Size blocks(std::max(1, part.cols / block), std::max(1, part.rows / block));
        const cv::Rect whole_blocks(0, 0, std::min(part.cols, blocks.width * block), std::min(part.rows, blocks.height * block));
        cv::Mat shrunk;
        cv::resize(part(whole_blocks), shrunk, blocks, 0, 0, cv::INTER_AREA);
        part = shrunk;
        for (double* value : {&m.xx, &m.xy, &m.x0, &m.yx, &m.yy, &m.y0})
            *value /= block;
    }
    return {part, m};
}

// Places along one axis: 16 fraction bits while they are added up, 11 for the weights.
constexpr int kPlaceBits = 16, kWeightBits = 11, kWeightOne = 1 << kWeightBits;

// A place or a step, so far in at most that two of them add up without overflow: pictures end long before.
std::int32_t fixed_point(double value) {
    constexpr double limit = (1 << 30) - (1 << kPlaceBits);
    return static_cast<std::int32_t>(std::lrint(std::clamp(value * (1 << kPlaceBits), -limit, limit)));
}

// The mean of `samples` x `samples` bilinear samples a target pixel; beyond the source its edge is repeated. Whole numbers until the end,
// so that web/src/inference/image/sampleAffine.ts gives the same to the bit.
template <int channels, typename Out>
void sample_exactly(const cv::Mat& source, Out* out, int width, int height, const Affine& m, int samples) {
    const int columns = width * samples, rows = height * samples;
    std::vector<std::int32_t> across_x(columns), across_y(columns);
    for (int x = 0; x < columns; x++) {
        across_x[x] = fixed_point(m.xx * (x + 0.5));
        across_y[x] = fixed_point(m.yx * (x + 0.5));
    }
    constexpr int round_place = 1 << (kPlaceBits - kWeightBits - 1);
    const double scale = 1.0 / (static_cast<double>(kWeightOne) * kWeightOne * samples * samples);
    const int last_column = source.cols - 1, last_row = source.rows - 1;
    const std::uint8_t* pixels = source.ptr<std::uint8_t>();
    const auto stride = static_cast<std::ptrdiff_t>(source.step);
    std::vector<std::int64_t> sums(static_cast<std::size_t>(width) * channels);
    for (int y = 0; y < rows; y++) {
        const std::int32_t row_x = fixed_point(m.xy * (y + 0.5) + (m.x0 - 0.5)), row_y = fixed_point(m.yy * (y + 0.5) + (m.y0 - 0.5));
        for (int x = 0; x < columns; x++) {
            const std::int32_t place_x = (row_x + across_x[x] + round_place) >> (kPlaceBits - kWeightBits);
            const std::int32_t place_y = (row_y + across_y[x] + round_place) >> (kPlaceBits - kWeightBits);
            const int column = place_x >> kWeightBits, row = place_y >> kWeightBits;
            const int right = place_x & (kWeightOne - 1), lower = place_y & (kWeightOne - 1);
            const int left_at = std::clamp(column, 0, last_column);
            const int next = (std::clamp(column + 1, 0, last_column) - left_at) * channels; // from a pixel to the one on its right
            const std::uint8_t* above = pixels + std::clamp(row, 0, last_row) * stride + left_at * channels;
            const std::uint8_t* below = pixels + std::clamp(row + 1, 0, last_row) * stride + left_at * channels;
            std::int64_t* sum = &sums[static_cast<std::size_t>(x / samples) * channels];
            for (int channel = 0; channel < channels; channel++) {
                const int upper_value = above[channel] * (kWeightOne - right) + above[channel + next] * right;
                const int lower_value = below[channel] * (kWeightOne - right) + below[channel + next] * right;
                sum[channel] += upper_value * (kWeightOne - lower) + lower_value * lower;
            }
        }
        if ((y + 1) % samples != 0)
            continue;
        for (std::int64_t& sum : sums) {
            if constexpr (std::is_floating_point_v<Out>)
                *out++ = static_cast<Out>(static_cast<double>(sum) * scale);
            else
                *out++ = static_cast<Out>(static_cast<double>(sum) * scale + 0.5);
            sum = 0;
        }
    }
}

template <typename Out>
void sample_affine(const cv::Mat& whole, Out* target, int width, int height, const double* matrix) {
    mien::require(target != nullptr, "The target is a null pointer.");
    mien::require(width > 0 && height > 0, "A picture needs at least one pixel.");
    auto [part, m] = average_blocks(whole, width, height, matrix);
    const int samples = m.scale() > 1 + 1e-6 ? 2 : 1;
    for (double* value : {&m.xx, &m.xy, &m.yx, &m.yy})
        *value /= samples;
    (whole.channels() == 1 ? sample_exactly<1, Out> : sample_exactly<3, Out>)(part, target, width, height, m, samples);
}

}  // namespace

// Samples a picture through an affine map without aliasing; outside the source its edge is repeated.
// `matrix` = {xx, xy, x0, yx, yy, y0}: source = matrix * target, pixel centres at .5.
// Where a target pixel covers s > 1 source pixels, blocks of floor(s) x floor(s) source pixels are averaged first, and
// the remaining factor, below 2, is taken by averaging 2 x 2 bilinear samples a target pixel. Else: bilinear.
MIEN_EXPORT std::int32_t mien_vision_sample_affine(const std::uint8_t* source, std::int32_t source_width,
                                                   std::int32_t source_height, std::int32_t channels,
                                                   std::uint8_t* target, std::int32_t target_width,
                                                   std::int32_t target_height, const double* matrix) {
    return mien::guard([&] {
        sample_affine(mien::picture(source, source_width, source_height, channels), target, target_width, target_height, matrix);
    });
}

// As mien_vision_sample_affine, but the samples are not rounded to whole values: the target changes steadily with the map.
MIEN_EXPORT std::int32_t mien_vision_sample_affine_float(const std::uint8_t* source, std::int32_t source_width,
                                                         std::int32_t source_height, std::int32_t channels, float* target,
                                                         std::int32_t target_width, std::int32_t target_height,
                                                         const double* matrix) {
    return mien::guard([&] {
        sample_affine(mien::picture(source, source_width, source_height, channels), target, target_width, target_height, matrix);
    });
}

// Resizes a whole picture. interpolation: 0 area (shrinking), 1 linear, 2 cubic.
MIEN_EXPORT std::int32_t mien_vision_resize(const std::uint8_t* source, std::int32_t source_width,
                                            std::int32_t source_height, std::int32_t channels, std::uint8_t* target,
                                            std::int32_t target_width, std::int32_t target_height,
                                            std::int32_t interpolation) {
    return mien::guard([&] {
        mien::require(interpolation >= 0 && interpolation <= 2, "The interpolation is unknown.");
        const int modes[] = {cv::INTER_AREA, cv::INTER_LINEAR, cv::INTER_CUBIC};
        const cv::Mat in = mien::picture(source, source_width, source_height, channels);
        cv::Mat out = mien::picture(target, target_width, target_height, channels);
        cv::resize(in, out, out.size(), 0, 0, modes[interpolation]);
    });
}
