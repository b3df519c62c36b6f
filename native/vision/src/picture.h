// Views of the caller's pixels as cv::Mat: no copy, and the pointer must outlive the view.
#pragma once

#include <mien/guard.h>

#include <opencv2/core.hpp>

namespace mien {

// The caller's pixels: rows top to bottom without padding, `channels` bytes a pixel (3: red, green, blue; 1: gray).
inline cv::Mat picture(const std::uint8_t* pixels, std::int32_t width, std::int32_t height, std::int32_t channels) {
    require(pixels != nullptr, "The pixels are a null pointer.");
    require(width > 0 && height > 0, "A picture needs at least one pixel.");
    require(channels == 1 || channels == 3, "A picture has one or three channels.");
    // cv::Mat has no const view; callers of this function that must not write take it as const.
    return cv::Mat(height, width, CV_8UC(channels), const_cast<std::uint8_t*>(pixels));
}

}  // namespace mien
