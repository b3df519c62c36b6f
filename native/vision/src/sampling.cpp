// Pictures of another size or place: resizing and anti-aliased affine sampling.
#include "picture.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace {

// A 2x3 matrix that takes target pixels to source pixels, both with pixel centres at .5.
struct Affine {
    double xx, xy, x0, yx, yy, y0;

    // Source pixels that one target pixel's side covers, the longer of the two sides.
    double scale() const { return std::max(std::hypot(xx, yx), std::hypot(xy, yy)); }
};

// cv::warpAffine puts pixel centres at whole numbers; this moves a .5-centred matrix to that convention.
cv::Matx23d centred_at_whole_numbers(const Affine& m) {
    return {m.xx, m.xy, m.x0 + 0.5 * (m.xx + m.xy) - 0.5, m.yx, m.yy, m.y0 + 0.5 * (m.yx + m.yy) - 0.5};
}

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
        mien::require(matrix != nullptr, "The matrix is a null pointer.");
        mien::require(std::all_of(matrix, matrix + 6, [](double value) { return std::isfinite(value) && std::abs(value) < 1e7; }),
                      "The matrix has a value that is not finite or too large.");
        const cv::Mat whole = mien::picture(source, source_width, source_height, channels);
        cv::Mat out = mien::picture(target, target_width, target_height, channels);
        Affine m{matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5]};

        const int block = std::clamp(static_cast<int>(m.scale() + 1e-6), 1, std::max(1, std::min(source_width, source_height)));
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
        if (m.scale() > 1 + 1e-6) {
            const Affine half{m.xx / 2, m.xy / 2, m.x0, m.yx / 2, m.yy / 2, m.y0};
            cv::Mat fine;
            cv::warpAffine(part, fine, centred_at_whole_numbers(half), {target_width * 2, target_height * 2},
                           cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
            cv::resize(fine, out, out.size(), 0, 0, cv::INTER_AREA);
        } else {
            cv::warpAffine(part, out, centred_at_whole_numbers(m), out.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                           cv::BORDER_REPLICATE);
        }
        mien::require(out.data == target, "OpenCV moved the target.");
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
