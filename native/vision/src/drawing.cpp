// Drawing onto the caller's RGB pixels. Colours are 0xRRGGBB; what lies outside the picture is cut.
#include "picture.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace {

constexpr int font = cv::FONT_HERSHEY_SIMPLEX;

cv::Scalar color_of(std::uint32_t rgb) {
    return {static_cast<double>(rgb >> 16 & 255), static_cast<double>(rgb >> 8 & 255), static_cast<double>(rgb & 255)};
}

// The font scale at which capital letters are `height` pixels tall.
double scale_for(double height) { return cv::getFontScaleFromHeight(font, std::max(1, static_cast<int>(std::lround(height))), 1); }

}  // namespace

// A rectangle's outline, `thickness` pixels wide, centred on its edge.
MIEN_EXPORT std::int32_t mien_vision_draw_rectangle(std::uint8_t* rgb, std::int32_t width, std::int32_t height,
                                                    std::int32_t x, std::int32_t y, std::int32_t w, std::int32_t h,
                                                    std::uint32_t color, std::int32_t thickness) {
    return mien::guard([&] {
        mien::require(thickness >= 1, "The thickness must be at least 1.");
        cv::Mat target = mien::picture(rgb, width, height, 3);
        if (w > 0 && h > 0)
            cv::rectangle(target, cv::Rect(x, y, w, h), color_of(color), thickness, cv::LINE_8);
    });
}

// A filled rectangle, mixed into what is there: opacity 0 leaves it, 1 covers it.
MIEN_EXPORT std::int32_t mien_vision_fill_rectangle(std::uint8_t* rgb, std::int32_t width, std::int32_t height,
                                                    std::int32_t x, std::int32_t y, std::int32_t w, std::int32_t h,
                                                    std::uint32_t color, double opacity) {
    return mien::guard([&] {
        cv::Mat target = mien::picture(rgb, width, height, 3);
        if (w <= 0 || h <= 0)
            return;
        const cv::Rect inside = cv::Rect(x, y, w, h) & cv::Rect(0, 0, width, height);
        if (inside.empty())
            return;
        const double share = std::clamp(opacity, 0.0, 1.0);
        cv::Mat part = target(inside);
        part.convertTo(part, -1, 1 - share);
        cv::add(part, color_of(color) * share, part);
    });
}

// Anti-aliased ASCII text; (x, y) is the left end of its base line, `size` the height of capital letters.
MIEN_EXPORT std::int32_t mien_vision_draw_text(std::uint8_t* rgb, std::int32_t width, std::int32_t height,
                                               const char* text, std::int32_t x, std::int32_t y, double size,
                                               std::uint32_t color, std::int32_t thickness) {
    return mien::guard([&] {
        mien::require(text != nullptr, "The text is a null pointer.");
        mien::require(thickness >= 1, "The thickness must be at least 1.");
        cv::Mat target = mien::picture(rgb, width, height, 3);
        cv::putText(target, text, {x, y}, font, scale_for(size), color_of(color), thickness, cv::LINE_AA);
    });
}

// The space that a text would take: its width, its height above the base line, and what hangs below it.
MIEN_EXPORT std::int32_t mien_vision_measure_text(const char* text, double size, std::int32_t thickness,
                                                  std::int32_t* width, std::int32_t* ascent, std::int32_t* descent) {
    return mien::guard([&] {
        mien::require(text != nullptr, "The text is a null pointer.");
        mien::require(width != nullptr && ascent != nullptr && descent != nullptr, "A result is a null pointer.");
        const cv::Size area = cv::getTextSize(text, font, scale_for(size), thickness, descent);
        *width = area.width;
        *ascent = area.height;
    });
}
