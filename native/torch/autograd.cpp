// Gradients: what a tensor asks for, what it holds, and the backward passes.
#include <torch/csrc/autograd/autograd.h>

#include <vector>

#include "torch_abi.h"

using mien::require;
using mien::torch_abi::borrow;
using mien::torch_abi::give;
using mien::torch_abi::guard;

namespace {

std::vector<at::Tensor> borrow_all(const MienTensor* handles, std::int32_t count) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(static_cast<std::size_t>(count));
    for (std::int32_t i = 0; i < count; ++i)
        tensors.push_back(handles[i] == nullptr ? at::Tensor() : borrow(handles[i]));
    return tensors;
}

}  // namespace

MIEN_EXPORT std::int32_t mien_torch_tensor_set_requires_grad(MienTensor handle, std::int32_t requires_grad) {
    return guard([&] { borrow(handle).set_requires_grad(requires_grad != 0); });
}

// The accumulated gradient, or null.
MIEN_EXPORT std::int32_t mien_torch_tensor_grad(MienTensor handle, MienTensor* grad) {
    return guard([&] { *grad = give(borrow(handle).grad()); });
}

// Replaces the accumulated gradient; null clears it.
MIEN_EXPORT std::int32_t mien_torch_tensor_set_grad(MienTensor handle, MienTensor grad) {
    return guard([&] { borrow(handle).mutable_grad() = grad == nullptr ? at::Tensor() : borrow(grad); });
}

// Clears the accumulated gradients of many tensors.
MIEN_EXPORT std::int32_t mien_torch_tensors_clear_grad(const MienTensor* handles, std::int32_t count) {
    return guard([&] {
        for (std::int32_t i = 0; i < count; ++i)
            borrow(handles[i]).mutable_grad().reset();
    });
}

// Accumulates gradients of `outputs` into the leaves. `grads` may be null when every output is a single number.
MIEN_EXPORT std::int32_t mien_torch_backward(const MienTensor* outputs, const MienTensor* grads, std::int32_t count, std::int32_t retain_graph,
                                             std::int32_t create_graph) {
    return guard([&] {
        torch::autograd::backward(borrow_all(outputs, count), grads == nullptr ? std::vector<at::Tensor>{} : borrow_all(grads, count),
                                  retain_graph != 0, create_graph != 0);
    });
}

// Gradients of `outputs` with respect to `inputs`, without touching the leaves; null for an input that has no part in them.
MIEN_EXPORT std::int32_t mien_torch_grad(const MienTensor* outputs, const MienTensor* grads, std::int32_t output_count, const MienTensor* inputs,
                                         std::int32_t input_count, std::int32_t retain_graph, std::int32_t create_graph, MienTensor* gradients) {
    return guard([&] {
        auto found = torch::autograd::grad(borrow_all(outputs, output_count), borrow_all(inputs, input_count),
                                           grads == nullptr ? std::vector<at::Tensor>{} : borrow_all(grads, output_count), retain_graph != 0,
                                           create_graph != 0, /*allow_unused=*/true);
        for (std::int32_t i = 0; i < input_count; ++i)
            gradients[i] = give(std::move(found[static_cast<std::size_t>(i)]));
    });
}
