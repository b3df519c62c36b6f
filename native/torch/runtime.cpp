// The engine as a whole: version, devices, threads, random numbers.
#include <ATen/Parallel.h>
#include <torch/version.h>

#include <cstdlib>
#include <cstring>
#include <mutex>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "torch_abi.h"

using mien::require;
using mien::torch_abi::borrow;
using mien::torch_abi::give;
using mien::torch_abi::guard;

namespace {

// A training step allocates and frees the same large blocks again and again. By default glibc maps each block afresh and
// the kernel clears its pages each time: 8 to 19 % of the processor time of a step (benchmarks/training-step). Kept in one
// heap, the blocks are reused, for a third more resident memory.
// A user's own MALLOC_* settings win.
struct AllocatorSettings {
    AllocatorSettings() {
#ifdef __GLIBC__
        if (std::getenv("MALLOC_MMAP_MAX_") != nullptr || std::getenv("MALLOC_TRIM_THRESHOLD_") != nullptr || std::getenv("GLIBC_TUNABLES") != nullptr)
            return;
        mallopt(M_MMAP_MAX, 0);
        mallopt(M_TRIM_THRESHOLD, 0x7fffffff);
        mallopt(M_TOP_PAD, 64 << 20);
        mallopt(M_ARENA_MAX, 1);  // a step that goes on in another thread after an await finds the same heap
#endif
    }
};

const AllocatorSettings allocator_settings;

}  // namespace

MIEN_DEFINE_LAST_ERROR(torch)

// The version of the libtorch that this binding was built against; the text lives as long as the process.
MIEN_EXPORT std::int32_t mien_torch_version(const char** text) {
    return guard([&] { *text = TORCH_VERSION; });
}

// The build's configuration as text, for diagnosis. Returns the length in bytes; copies at most `capacity`.
MIEN_EXPORT std::int32_t mien_torch_configuration(char* text, std::int32_t capacity, std::int32_t* length) {
    return guard([&] {
        const std::string configuration = at::show_config();
        *length = static_cast<std::int32_t>(configuration.size());
        if (text != nullptr)
            std::memcpy(text, configuration.data(), std::min(configuration.size(), static_cast<std::size_t>(capacity)));
    });
}

// Whether this libtorch can compute on a CUDA device here.
MIEN_EXPORT std::int32_t mien_torch_cuda_available(std::int32_t* available) {
    return guard([&] { *available = at::hasCUDA() ? 1 : 0; });
}

MIEN_EXPORT std::int32_t mien_torch_threads(std::int32_t* count) {
    return guard([&] { *count = at::get_num_threads(); });
}

// Threads that one operator may use.
MIEN_EXPORT std::int32_t mien_torch_set_threads(std::int32_t count) {
    return guard([&] {
        require(count >= 1, "The number of threads must be at least 1.");
        at::set_num_threads(count);
    });
}

// Seeds the generators of every device.
MIEN_EXPORT std::int32_t mien_torch_seed(std::int64_t seed) {
    return guard([&] { at::manual_seed(static_cast<std::uint64_t>(seed)); });
}

// The state of a device's default generator as a new tensor of bytes.
MIEN_EXPORT std::int32_t mien_torch_random_state(std::int32_t device_type, std::int32_t device_index, MienTensor* state) {
    return guard([&] {
        auto generator = at::globalContext().defaultGenerator(
            c10::Device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index)));
        const std::lock_guard<std::mutex> lock(generator.mutex());
        *state = give(generator.get_state());
    });
}

MIEN_EXPORT std::int32_t mien_torch_set_random_state(std::int32_t device_type, std::int32_t device_index, MienTensor state) {
    return guard([&] {
        auto generator = at::globalContext().defaultGenerator(
            c10::Device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index)));
        const std::lock_guard<std::mutex> lock(generator.mutex());
        generator.set_state(borrow(state));
    });
}
