// The library itself: errors, version, threads.
#include <mien/guard.h>

#include <opencv2/core.hpp>
#include <opencv2/core/utility.hpp>

MIEN_DEFINE_LAST_ERROR(vision)

// OpenCV's version, for example "4.6.0"; the text lives as long as the library.
MIEN_EXPORT std::int32_t mien_vision_version(const char** version) {
    return mien::guard([&] {
        mien::require(version != nullptr, "The version is a null pointer.");
        *version = CV_VERSION;
    });
}

// Threads that OpenCV uses inside one call, for the whole process; 1 uses the calling thread only.
MIEN_EXPORT std::int32_t mien_vision_set_threads(std::int32_t threads) {
    return mien::guard([&] {
        mien::require(threads >= 1, "At least one thread is needed.");
        cv::setNumThreads(threads);
    });
}
