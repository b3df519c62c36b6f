// Pixel by pixel: gray and measures of picture quality.
#include "picture.h"

#include <opencv2/imgproc.hpp>

// RGB to gray: 0.299 R + 0.587 G + 0.114 B, rounded.
MIEN_EXPORT std::int32_t mien_vision_gray(const std::uint8_t* rgb, std::int32_t width, std::int32_t height, std::uint8_t* gray) {
    return mien::guard([&] {
        const cv::Mat source = mien::picture(rgb, width, height, 3);
        cv::Mat target = mien::picture(gray, width, height, 1);
        cv::cvtColor(source, target, cv::COLOR_RGB2GRAY);
    });
}

// Spreads a gray picture's histogram over 0..255, in place.
MIEN_EXPORT std::int32_t mien_vision_equalize(std::uint8_t* gray, std::int32_t width, std::int32_t height) {
    return mien::guard([&] {
        cv::Mat picture = mien::picture(gray, width, height, 1);
        cv::equalizeHist(picture, picture);
    });
}

// Mean gray (0..255) and variance of the Laplacian (a measure of sharpness) of a gray picture.
MIEN_EXPORT std::int32_t mien_vision_measure(const std::uint8_t* gray, std::int32_t width, std::int32_t height,
                                             double* brightness, double* laplacian_variance) {
    return mien::guard([&] {
        mien::require(brightness != nullptr && laplacian_variance != nullptr, "A result is a null pointer.");
        const cv::Mat source = mien::picture(gray, width, height, 1);
        cv::Mat laplacian;
        cv::Laplacian(source, laplacian, CV_16S, 1);
        cv::Scalar mean, deviation;
        cv::meanStdDev(laplacian, mean, deviation);
        *laplacian_variance = deviation[0] * deviation[0];
        *brightness = cv::mean(source)[0];
    });
}
