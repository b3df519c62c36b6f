// Types that the C ABI of libmien_torch and its implementation share.
//
// A tensor handle IS the engine's TensorImpl, owned by one reference count: two handles of one tensor are equal
// pointers, and making or freeing a handle costs one atomic increment. Whoever receives a handle from an export
// owns one reference and gives it back by mien_torch_tensor_release; handles passed in stay the caller's.
#pragma once

#include <ATen/ATen.h>

#include <atomic>
#include <cstdint>

#include "mien/guard.h"

using MienTensor = c10::TensorImpl*;

// Kinds of a value in a boxed call. The numbers are part of the ABI (Mien.Interop.Torch.ValueKind).
enum class MienKind : std::int32_t {
    none = 0,
    tensor = 1,                // value: handle
    integer = 2,               // value: int64; also dtypes, layouts, memory formats and scalars
    real = 3,                  // value: the bits of a double; also scalars
    boolean = 4,               // value: 0 or 1
    text = 5,                  // count bytes of UTF-8 in the scratch from slot `value`
    integer_list = 6,          // count slots of the scratch from slot `value`
    real_list = 7,             // the same, each slot the bits of a double
    boolean_list = 8,          // the same, each slot 0 or 1
    tensor_list = 9,           // the same, each slot a handle
    optional_tensor_list = 10, // the same, each slot a handle or 0
    device = 11,               // count: the engine's device type; value: index, -1 for the current one
};

// One argument or result of a boxed call: 16 bytes, blittable. Lists and texts lie in a scratch array of 8-byte slots.
struct MienValue {
    MienKind kind;
    std::int32_t count;
    std::int64_t value;
};

struct MienTensorInfo {
    std::int64_t elements;
    std::int64_t storage_offset;
    std::int32_t dimensions;
    std::int32_t dtype;        // c10::ScalarType
    std::int32_t device_type;  // c10::DeviceType
    std::int32_t device_index;
    std::int32_t requires_grad;
    std::int32_t is_leaf;
};

namespace mien::torch_abi {

// Handles given out and not yet released, for leak tests.
inline std::atomic<std::int64_t> live_handles{0};

// The tensor behind a handle; takes a reference of its own for as long as the result lives.
inline at::Tensor borrow(MienTensor handle) {
    require(handle != nullptr, "A tensor handle is null.");
    return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(handle));
}

// Gives one reference to the caller of the ABI; null for an undefined tensor.
inline MienTensor give(at::Tensor tensor) {
    if (!tensor.defined())
        return nullptr;
    live_handles.fetch_add(1, std::memory_order_relaxed);
    return tensor.unsafeReleaseTensorImpl();
}

// Takes back one reference that `give` gave.
inline void release(MienTensor handle) noexcept {
    if (handle == nullptr)
        return;
    live_handles.fetch_sub(1, std::memory_order_relaxed);
    c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(handle);
}

// mien::guard, with the engine's own exception reduced to its message: the C++ backtrace means nothing to a .NET caller.
template <typename Body>
std::int32_t guard(Body&& body, const char* function = __builtin_FUNCTION(), const char* file = __builtin_FILE()) noexcept {
    return mien::guard(
        [&] {
            try {
                body();
            } catch (const c10::Error& error) {
                throw std::runtime_error(error.what_without_backtrace());
            }
        },
        function, file);
}

}  // namespace mien::torch_abi
