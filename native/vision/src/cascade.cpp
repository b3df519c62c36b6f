// Haar cascades. One cascade serves one thread at a time.
#include "picture.h"

#include <opencv2/objdetect.hpp>

#include <memory>
#include <vector>

namespace {

struct Rectangle {
    std::int32_t x, y, width, height;
    double weight;  // the last stage's sum for the best window behind the rectangle: higher is surer
};

}  // namespace

// Loads a cascade from an XML file; the caller frees it with mien_vision_cascade_free.
MIEN_EXPORT std::int32_t mien_vision_cascade_load(const char* path, void** cascade) {
    return mien::guard([&] {
        mien::require(path != nullptr && cascade != nullptr, "The path or the result is a null pointer.");
        auto loaded = std::make_unique<cv::CascadeClassifier>();
        if (!loaded->load(path))
            throw std::runtime_error("the file is no cascade");
        *cascade = loaded.release();
    });
}

MIEN_EXPORT void mien_vision_cascade_free(void* cascade) { delete static_cast<cv::CascadeClassifier*>(cascade); }

// Finds objects in a gray picture, in no order; at most `capacity` are written and *count says how many.
MIEN_EXPORT std::int32_t mien_vision_cascade_detect(void* cascade, const std::uint8_t* gray, std::int32_t width,
                                                    std::int32_t height, double scale_factor,
                                                    std::int32_t minimum_neighbors, std::int32_t minimum_size,
                                                    Rectangle* found, std::int32_t capacity, std::int32_t* count) {
    return mien::guard([&] {
        mien::require(cascade != nullptr && count != nullptr, "The cascade or the count is a null pointer.");
        mien::require(found != nullptr || capacity == 0, "The target is a null pointer.");
        mien::require(scale_factor > 1, "The scale factor must be above 1.");
        const cv::Mat source = mien::picture(gray, width, height, 1);
        std::vector<cv::Rect> rectangles;
        std::vector<int> levels;
        std::vector<double> weights;
        static_cast<cv::CascadeClassifier*>(cascade)->detectMultiScale(source, rectangles, levels, weights, scale_factor,
                                                                       minimum_neighbors, 0,
                                                                       {minimum_size, minimum_size}, {}, true);
        *count = std::min(capacity, static_cast<std::int32_t>(rectangles.size()));
        for (std::int32_t i = 0; i < *count; i++)
            found[i] = {rectangles[i].x, rectangles[i].y, rectangles[i].width, rectangles[i].height, weights[i]};
    });
}
