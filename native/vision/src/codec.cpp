// Picture files in memory <-> RGB pixels.
#include "picture.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <limits>
#include <memory>
#include <vector>

// Decodes a picture file and turns it upright as its EXIF orientation says. The caller frees *image with
// mien_vision_image_free.
MIEN_EXPORT std::int32_t mien_vision_image_decode(const std::uint8_t* bytes, std::int64_t length, void** image,
                                                  std::int32_t* width, std::int32_t* height) {
    return mien::guard([&] {
        mien::require(bytes != nullptr && length > 0, "There are no bytes to decode.");
        mien::require(length <= std::numeric_limits<std::int32_t>::max(), "The file is larger than 2 GiB.");
        mien::require(image != nullptr && width != nullptr && height != nullptr, "A result is a null pointer.");
        const cv::Mat encoded(1, static_cast<int>(length), CV_8UC1, const_cast<std::uint8_t*>(bytes));
        auto decoded = std::make_unique<cv::Mat>(cv::imdecode(encoded, cv::IMREAD_COLOR));
        if (decoded->empty())
            throw std::runtime_error("the bytes are no picture that OpenCV can decode");
        cv::cvtColor(*decoded, *decoded, cv::COLOR_BGR2RGB);
        *width = decoded->cols;
        *height = decoded->rows;
        *image = decoded.release();
    });
}

// Copies a decoded picture's pixels, `length` = width * height * 3 bytes, into the caller's memory.
MIEN_EXPORT std::int32_t mien_vision_image_read(const void* image, std::uint8_t* rgb, std::int64_t length) {
    return mien::guard([&] {
        mien::require(image != nullptr && rgb != nullptr, "The picture or the target is a null pointer.");
        const cv::Mat& decoded = *static_cast<const cv::Mat*>(image);
        mien::require(length == static_cast<std::int64_t>(decoded.total()) * 3, "The target has not the picture's size.");
        cv::Mat target = mien::picture(rgb, decoded.cols, decoded.rows, 3);
        decoded.copyTo(target);
    });
}

MIEN_EXPORT void mien_vision_image_free(void* image) { delete static_cast<cv::Mat*>(image); }

// Encodes RGB pixels; format 0 is JPEG (quality 1..100), 1 is PNG (quality ignored). The caller frees *file with
// mien_vision_file_free; *bytes points into it.
MIEN_EXPORT std::int32_t mien_vision_image_encode(const std::uint8_t* rgb, std::int32_t width, std::int32_t height,
                                                  std::int32_t format, std::int32_t quality, void** file,
                                                  const std::uint8_t** bytes, std::int64_t* length) {
    return mien::guard([&] {
        mien::require(file != nullptr && bytes != nullptr && length != nullptr, "A result is a null pointer.");
        mien::require(format == 0 || format == 1, "The format is neither JPEG nor PNG.");
        const cv::Mat source = mien::picture(rgb, width, height, 3);
        cv::Mat bgr;
        cv::cvtColor(source, bgr, cv::COLOR_RGB2BGR);
        auto encoded = std::make_unique<std::vector<std::uint8_t>>();
        const std::vector<int> parameters =
            format == 0 ? std::vector<int>{cv::IMWRITE_JPEG_QUALITY, quality} : std::vector<int>{};
        if (!cv::imencode(format == 0 ? ".jpg" : ".png", bgr, *encoded, parameters))
            throw std::runtime_error("the picture was not encoded");
        *bytes = encoded->data();
        *length = static_cast<std::int64_t>(encoded->size());
        *file = encoded.release();
    });
}

MIEN_EXPORT void mien_vision_file_free(void* file) { delete static_cast<std::vector<std::uint8_t>*>(file); }
