// The guard that encloses every C export: no exception crosses the boundary, each becomes a status and a record.
//
//     MIEN_EXPORT int32_t mien_x_do(...) {
//         return mien::guard([&] { ... });
//     }
//
// The record (message, function, file) is kept for the calling thread until its next failure, and read by
// mien_x_last_error, which MIEN_DEFINE_LAST_ERROR(x) defines once for each library.
#pragma once

#include <cstdint>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>

#define MIEN_EXPORT extern "C" __attribute__((visibility("default")))

namespace mien {

// What an export returns. The numbers are part of the ABI; Mien.Interop.* name the same ones.
enum class Status : std::int32_t {
    ok = 0,
    invalid_argument = 1,  // the caller's values are wrong
    out_of_memory = 2,
    engine_failed = 3,  // the engine below reported a failure
    unknown = 4,  // something that is no std::exception was thrown
};

// A view of the last failure of the calling thread; the pointers live until the thread's next failure.
struct ErrorView {
    const char* message;
    const char* function;
    const char* file;
    std::int32_t status;
};

struct ErrorRecord {
    std::string message;
    const char* function = "";
    const char* file = "";
    Status status = Status::ok;
};

// Hidden visibility gives each library its own record.
inline ErrorRecord& error_record() noexcept {
    thread_local ErrorRecord record;
    return record;
}

inline std::int32_t record_failure(Status status, const char* message, const char* function, const char* file) noexcept {
    ErrorRecord& record = error_record();
    record.status = status;
    record.function = function;
    record.file = file;
    try {
        record.message = message;
    } catch (...) {
        record.message.clear();  // no memory for the message; the status still says what happened
    }
    return static_cast<std::int32_t>(status);
}

// Runs the body of an export. The defaults name the function and file that called the guard.
template <typename Body>
std::int32_t guard(Body&& body, const char* function = __builtin_FUNCTION(), const char* file = __builtin_FILE()) noexcept {
    try {
        body();
        return static_cast<std::int32_t>(Status::ok);
    } catch (const std::bad_alloc&) {
        return record_failure(Status::out_of_memory, "Out of memory.", function, file);
    } catch (const std::invalid_argument& error) {
        return record_failure(Status::invalid_argument, error.what(), function, file);
    } catch (const std::exception& error) {
        return record_failure(Status::engine_failed, error.what(), function, file);
    } catch (...) {
        return record_failure(Status::unknown, "An exception of unknown type was thrown.", function, file);
    }
}

// Fails with a message unless the condition holds.
inline void require(bool condition, const char* message) {
    if (!condition)
        throw std::invalid_argument(message);
}

}  // namespace mien

#define MIEN_DEFINE_LAST_ERROR(library)                                                                                \
    MIEN_EXPORT std::int32_t mien_##library##_last_error(mien::ErrorView* view) {                                      \
        if (view == nullptr)                                                                                           \
            return static_cast<std::int32_t>(mien::Status::invalid_argument);                                          \
        const mien::ErrorRecord& record = mien::error_record();                                                        \
        *view = {record.message.c_str(), record.function, record.file, static_cast<std::int32_t>(record.status)};      \
        return static_cast<std::int32_t>(mien::Status::ok);                                                            \
    }
