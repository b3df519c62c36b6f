// Calls back when a backward pass has accumulated a leaf's gradient, so that it can be sent on while the pass goes on.
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>

#include "torch_abi.h"

using mien::require;
using mien::torch_abi::borrow;
using mien::torch_abi::guard;

namespace {

// Called on the thread that runs the backward pass; must not throw.
using Accumulated = void (*)(std::int64_t context);

struct Hook final : torch::autograd::FunctionPostHook {
    Hook(Accumulated callback, std::int64_t context) : callback_(callback), context_(context) {}

    torch::autograd::variable_list operator()(const torch::autograd::variable_list& outputs, const torch::autograd::variable_list&) override {
        callback_(context_);
        return outputs;
    }

private:
    Accumulated callback_;
    std::int64_t context_;
};

// A leaf holds its accumulating node weakly; whoever hooks it keeps it.
struct Registration {
    std::shared_ptr<torch::autograd::Node> accumulator;
    std::uintptr_t key;
};

}  // namespace

// Calls back with `context` each time that the gradient of a leaf has been accumulated, until the hook is removed.
MIEN_EXPORT std::int32_t mien_torch_gradient_hook_add(MienTensor leaf, Accumulated callback, std::int64_t context, void** hook) {
    return guard([&] {
        const at::Tensor tensor = borrow(leaf);
        require(tensor.is_leaf() && tensor.requires_grad(), "Only a leaf that asks for gradients accumulates them.");
        auto accumulator = torch::autograd::impl::grad_accumulator(tensor);
        const std::uintptr_t key = accumulator->add_post_hook(std::make_unique<Hook>(callback, context));
        *hook = new Registration{std::move(accumulator), key};
    });
}

MIEN_EXPORT std::int32_t mien_torch_gradient_hook_remove(void* hook) {
    return guard([&] {
        const std::unique_ptr<Registration> owned(static_cast<Registration*>(hook));
        owned->accumulator->del_post_hook(owned->key);
    });
}
