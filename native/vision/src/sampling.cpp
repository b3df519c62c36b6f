// Pictures of another size or place: resizing and anti-aliased affine sampling.
#include "picture.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <vector>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

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

// The four pixels around a place, and how far it is from the upper left one to the right and down, of kWeightOne.
struct Neighbours {
    const std::uint8_t *above, *below; // the left ones
    std::ptrdiff_t next;               // from a left pixel to the one on its right, in bytes
    std::int32_t right, lower;
};

// Adds a bilinear sample to the sums: at most 255 * 2^22, so that four of them fit in 32 bits.
template <int channels>
void add_sample(const Neighbours& at, std::uint32_t* sums) {
    for (int channel = 0; channel < channels; channel++) {
        const int upper = at.above[channel] * (kWeightOne - at.right) + at.above[channel + at.next] * at.right;
        const int lower = at.below[channel] * (kWeightOne - at.right) + at.below[channel + at.next] * at.right;
        sums[channel] += static_cast<std::uint32_t>(upper) * (kWeightOne - at.lower) + static_cast<std::uint32_t>(lower) * at.lower;
    }
}

#if defined(__SSE2__)
constexpr int kBytesRead = 8; // of a row

// As add_sample<3>, of two pixels that are neighbours in memory: reads kBytesRead bytes of each row, and adds something to sums[3].
void add_colour_sample(const std::uint8_t* above, const std::uint8_t* below, std::int32_t right, std::int32_t lower, std::uint32_t* sums) {
    const __m128i zero = _mm_setzero_si128();
    const auto across = [&](const std::uint8_t* row, __m128i weights) {
        const __m128i both = _mm_unpacklo_epi8(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(row)), zero);
        return _mm_madd_epi16(_mm_unpacklo_epi16(both, _mm_srli_si128(both, 6)), weights); // (left, right) of each channel
    };
    const __m128i across_weights = _mm_set1_epi32((kWeightOne - right) | right << 16), down_weights = _mm_set1_epi32((kWeightOne - lower) | lower << 16);
    const __m128i upper_row = across(above, across_weights), lower_row = across(below, across_weights);
    // Values of 19 bits times weights of 12, by products of 16: the lower 15 bits and the rest on their own.
    const __m128i low_bits = _mm_set1_epi32(0x7fff);
    const __m128i low = _mm_or_si128(_mm_and_si128(upper_row, low_bits), _mm_slli_epi32(_mm_and_si128(lower_row, low_bits), 16));
    const __m128i high = _mm_or_si128(_mm_srli_epi32(upper_row, 15), _mm_slli_epi32(_mm_srli_epi32(lower_row, 15), 16));
    const __m128i sample = _mm_add_epi32(_mm_madd_epi16(low, down_weights), _mm_slli_epi32(_mm_madd_epi16(high, down_weights), 15));
    auto* to = reinterpret_cast<__m128i*>(sums);
    _mm_storeu_si128(to, _mm_add_epi32(_mm_loadu_si128(to), sample));
}
#endif

// The mean of `samples` x `samples` (1 or 2 a side) bilinear samples a target pixel; beyond the source its edge is repeated. Whole numbers
// until the end, so that web/src/inference/image/sampleAffine.ts gives the same to the bit.
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
    constexpr int sums_a_pixel = 4; // one more than colours, for add_colour_sample
    std::vector<std::uint32_t> sums(static_cast<std::size_t>(width) * sums_a_pixel);
#if defined(__SSE2__)
    const int readable = channels == 3 ? source.cols - (kBytesRead + channels - 1) / channels : -1; // the last column with all bytes in its row
#endif
    for (int y = 0; y < rows; y++) {
        const std::int32_t row_x = fixed_point(m.xy * (y + 0.5) + (m.x0 - 0.5)), row_y = fixed_point(m.yy * (y + 0.5) + (m.y0 - 0.5));
        for (int x = 0; x < columns; x++) {
            const std::int32_t place_x = (row_x + across_x[x] + round_place) >> (kPlaceBits - kWeightBits);
            const std::int32_t place_y = (row_y + across_y[x] + round_place) >> (kPlaceBits - kWeightBits);
            const int column = place_x >> kWeightBits, row = place_y >> kWeightBits;
            const int right = place_x & (kWeightOne - 1), lower = place_y & (kWeightOne - 1);
            std::uint32_t* sum = &sums[static_cast<std::size_t>(samples == 2 ? x >> 1 : x) * sums_a_pixel];
#if defined(__SSE2__)
            if (column >= 0 && column <= readable && row >= 0 && row < last_row) {
                const std::uint8_t* above = pixels + row * stride + column * channels;
                add_colour_sample(above, above + stride, right, lower, sum);
                continue;
            }
#endif
            const int left_at = std::clamp(column, 0, last_column);
            const auto row_at = [&](int which) { return pixels + std::clamp(which, 0, last_row) * stride + left_at * channels; };
            add_sample<channels>({row_at(row), row_at(row + 1), (std::clamp(column + 1, 0, last_column) - left_at) * channels, right, lower}, sum);
        }
        if ((y + 1) % samples != 0)
            continue;
        for (int x = 0; x < width; x++)
            for (int channel = 0; channel < channels; channel++) {
                const double value = static_cast<double>(sums[static_cast<std::size_t>(x) * sums_a_pixel + channel]) * scale;
                if constexpr (std::is_floating_point_v<Out>)
                    *out++ = static_cast<Out>(value);
                else
                    *out++ = static_cast<Out>(value + 0.5);
            }
        std::fill(sums.begin(), sums.end(), 0u);
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
