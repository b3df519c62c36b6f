// One window that shows pictures (libmien_vision_window.so). A library of its own, since OpenCV's windows bring a toolkit along that analysing
// files does not need. All calls for a process's windows must come from one thread, the one that opened the first.
#include "picture.h"

#include <dlfcn.h>
#include <opencv2/highgui.hpp>
#include <opencv2/imgproc.hpp>

#include <cstdlib>
#include <string_view>

MIEN_DEFINE_LAST_ERROR(vision_window)

namespace {

// Qt ends the whole process where it finds no X server; asking one first turns that into an error. libxcb comes with Qt's X11 part, and without
// it there is no window either. The connection stays, as some servers begin anew when their last client goes, and refuse others meanwhile.
bool connect_to_display() {
    // Qt's remarks, for example on a missing XDG_RUNTIME_DIR, would tear the terminal's picture.
    setenv("QT_LOGGING_RULES", "*.debug=false;*.info=false;*.warning=false", 0);
    const char* platform = std::getenv("QT_QPA_PLATFORM");
    if (platform != nullptr && std::string_view(platform) != "" && std::string_view(platform).substr(0, 3) != "xcb")
        return true;  // the user chose something else than X11
    void* xcb = dlopen("libxcb.so.1", RTLD_LAZY | RTLD_LOCAL);
    if (xcb == nullptr)
        return false;
    auto connect = reinterpret_cast<void* (*)(const char*, int*)>(dlsym(xcb, "xcb_connect"));
    auto has_error = reinterpret_cast<int (*)(void*)>(dlsym(xcb, "xcb_connection_has_error"));
    auto disconnect = reinterpret_cast<void (*)(void*)>(dlsym(xcb, "xcb_disconnect"));
    if (connect == nullptr || has_error == nullptr || disconnect == nullptr)
        return false;
    void* connection = connect(nullptr, nullptr);
    if (has_error(connection) == 0)
        return true;
    disconnect(connection);
    return false;
}

bool has_display() {
    static const bool result = connect_to_display();
    return result;
}

}  // namespace

// Whether windows can be shown at all: 1 or 0.
MIEN_EXPORT std::int32_t mien_vision_window_has_display(std::int32_t* result) {
    return mien::guard([&] {
        mien::require(result != nullptr, "The result is a null pointer.");
        *result = has_display() ? 1 : 0;
    });
}

// Opens a window that the user can resize; the picture keeps its proportions.
MIEN_EXPORT std::int32_t mien_vision_window_open(const char* title, std::int32_t width, std::int32_t height) {
    return mien::guard([&] {
        mien::require(title != nullptr, "The title is a null pointer.");
        mien::require(width > 0 && height > 0, "A window needs at least one pixel.");
        if (!has_display())
            throw std::runtime_error("there is no display");
        cv::namedWindow(title, cv::WINDOW_NORMAL | cv::WINDOW_KEEPRATIO | cv::WINDOW_GUI_NORMAL);
        cv::resizeWindow(title, width, height);
    });
}

// Shows a picture: packed RGB, rows from top to bottom. It is copied.
MIEN_EXPORT std::int32_t mien_vision_window_show(const char* title, const std::uint8_t* rgb, std::int32_t width, std::int32_t height) {
    return mien::guard([&] {
        mien::require(title != nullptr, "The title is a null pointer.");
        cv::Mat bgr;
        cv::cvtColor(mien::picture(rgb, width, height, 3), bgr, cv::COLOR_RGB2BGR);
        cv::imshow(title, bgr);
    });
}

// Lets the window work for a while: it draws, and notices keys and its closing. *key is the code of a key, -1 for none; *is_open is 0 once the
// user has closed it.
MIEN_EXPORT std::int32_t mien_vision_window_work(const char* title, std::int32_t milliseconds, std::int32_t* key, std::int32_t* is_open) {
    return mien::guard([&] {
        mien::require(title != nullptr && key != nullptr && is_open != nullptr, "The title or a result is a null pointer.");
        mien::require(milliseconds >= 1, "A window needs at least a millisecond to work.");
        *key = cv::waitKey(milliseconds);
        *is_open = cv::getWindowProperty(title, cv::WND_PROP_VISIBLE) >= 1 ? 1 : 0;
    });
}

// Closes a window; one that the user has closed is left alone.
MIEN_EXPORT std::int32_t mien_vision_window_close(const char* title) {
    return mien::guard([&] {
        mien::require(title != nullptr, "The title is a null pointer.");
        if (cv::getWindowProperty(title, cv::WND_PROP_VISIBLE) >= 1)
            cv::destroyWindow(title);
    });
}
