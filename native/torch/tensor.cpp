// Making, reading and freeing tensors.
#include <cstring>

#include "torch_abi.h"

using mien::require;
using mien::torch_abi::borrow;
using mien::torch_abi::give;
using mien::torch_abi::guard;

namespace {

at::ScalarType scalar_type(std::int32_t dtype) {
    require(dtype >= 0 && dtype < static_cast<std::int32_t>(at::ScalarType::NumOptions), "The element type is unknown.");
    return static_cast<at::ScalarType>(dtype);
}

std::size_t checked_bytes(const at::Tensor& tensor, std::int64_t byte_count) {
    require(byte_count == static_cast<std::int64_t>(tensor.nbytes()), "The host memory's size differs from the tensor's.");
    return tensor.nbytes();
}

}  // namespace

// A new CPU tensor with a copy of host memory, row-major.
MIEN_EXPORT std::int32_t mien_torch_tensor_from_host(const void* data, std::int64_t byte_count, std::int32_t dtype, const std::int64_t* sizes,
                                                     std::int32_t dimensions, MienTensor* created) {
    return guard([&] {
        const c10::IntArrayRef shape(sizes, static_cast<std::size_t>(dimensions));
        at::Tensor tensor = at::empty(shape, at::TensorOptions().dtype(scalar_type(dtype)));
        const std::size_t bytes = checked_bytes(tensor, byte_count);
        if (bytes != 0)
            std::memcpy(tensor.data_ptr(), data, bytes);
        *created = give(std::move(tensor));
    });
}

// Copies a tensor's elements, row-major, to host memory; waits for its device.
MIEN_EXPORT std::int32_t mien_torch_tensor_to_host(MienTensor handle, void* data, std::int64_t byte_count) {
    return guard([&] {
        const at::Tensor tensor = borrow(handle).detach().to(at::kCPU).contiguous();
        const std::size_t bytes = checked_bytes(tensor, byte_count);
        if (bytes != 0)
            std::memcpy(data, tensor.data_ptr(), bytes);
    });
}

// Overwrites a tensor's elements, row-major, from host memory.
MIEN_EXPORT std::int32_t mien_torch_tensor_write(MienTensor handle, const void* data, std::int64_t byte_count) {
    return guard([&] {
        at::Tensor tensor = borrow(handle).detach();
        const std::size_t bytes = checked_bytes(tensor, byte_count);
        if (bytes == 0)
            return;
        if (tensor.is_cpu() && tensor.is_contiguous()) {
            std::memcpy(tensor.data_ptr(), data, bytes);
            return;
        }
        at::Tensor host = at::empty(tensor.sizes(), at::TensorOptions().dtype(tensor.scalar_type()));
        std::memcpy(host.data_ptr(), data, bytes);
        tensor.copy_(host);
    });
}

// Facts of a tensor; `sizes` and `strides` take up to `capacity` numbers each.
MIEN_EXPORT std::int32_t mien_torch_tensor_describe(MienTensor handle, MienTensorInfo* info, std::int64_t* sizes, std::int64_t* strides,
                                                    std::int32_t capacity) {
    return guard([&] {
        const at::Tensor tensor = borrow(handle);
        const auto dimensions = static_cast<std::int32_t>(tensor.dim());
        require(dimensions <= capacity, "The tensor has more dimensions than the binding reads.");
        *info = {tensor.numel(),
                 tensor.storage_offset(),
                 dimensions,
                 static_cast<std::int32_t>(tensor.scalar_type()),
                 static_cast<std::int32_t>(tensor.device().type()),
                 static_cast<std::int32_t>(tensor.device().index()),
                 tensor.requires_grad() ? 1 : 0,
                 tensor.is_leaf() ? 1 : 0};
        std::copy(tensor.sizes().begin(), tensor.sizes().end(), sizes);
        std::copy(tensor.strides().begin(), tensor.strides().end(), strides);
    });
}

// Another owned reference to the same tensor.
MIEN_EXPORT std::int32_t mien_torch_tensor_retain(MienTensor handle, MienTensor* retained) {
    return guard([&] { *retained = give(borrow(handle)); });
}

MIEN_EXPORT std::int32_t mien_torch_tensor_release(MienTensor handle) {
    return guard([&] { mien::torch_abi::release(handle); });
}

// Handles given out and not yet released.
MIEN_EXPORT std::int32_t mien_torch_tensor_live_count(std::int64_t* count) {
    return guard([&] { *count = mien::torch_abi::live_handles.load(std::memory_order_relaxed); });
}
