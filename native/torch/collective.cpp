// Collectives between processes, by libtorch's own c10d: a store to meet at, process groups, and what they compute.
//
// MIEN_WITH_GLOO and MIEN_WITH_NCCL say which backends this build has (CMakeLists.txt finds out). Without either the
// exports are there all the same and say so: training in one process needs none of this.
#include <torch/csrc/autograd/custom_function.h>
#include <torch/version.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#ifdef MIEN_WITH_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#ifdef MIEN_WITH_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif
#if defined(MIEN_WITH_GLOO) || defined(MIEN_WITH_NCCL)
#define MIEN_WITH_COLLECTIVES
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#endif

#include "torch_abi.h"

using mien::require;
using mien::torch_abi::borrow;
using mien::torch_abi::give;
using mien::torch_abi::guard;

namespace {

// Flags of mien_torch_collective_backends, and the backend of a group.
constexpr std::int32_t gloo_backend = 1;
constexpr std::int32_t nccl_backend = 2;

}  // namespace

// Which backends this build has: the sum of their flags.
MIEN_EXPORT std::int32_t mien_torch_collective_backends(std::int32_t* backends) {
    return guard([&] {
        *backends = 0;
#ifdef MIEN_WITH_GLOO
        *backends |= gloo_backend;
#endif
#ifdef MIEN_WITH_NCCL
        *backends |= nccl_backend;
#endif
    });
}

#ifdef MIEN_WITH_COLLECTIVES

namespace {

using std::chrono::milliseconds;

// What backends derive from.
#if TORCH_VERSION_MAJOR >= 2
using Backend = c10d::Backend;
#else
using Backend = c10d::ProcessGroup;
#endif
using Work = c10::intrusive_ptr<c10d::Work>;

// How often a wait looks whether its group was aborted: Gloo cannot be told to give up. Waiting in vain costs an exception.
constexpr milliseconds abort_poll{500};

struct Store {
    c10::intrusive_ptr<c10d::TCPStore> tcp;
};

struct Group : torch::CustomClassHolder {
    c10::intrusive_ptr<Backend> backend;
    std::atomic<bool> aborted{false};

    void require_alive() const {
        if (aborted.load())
            throw std::runtime_error("The process group was given up because another process is gone.");
    }
};
using GroupReference = c10::intrusive_ptr<Group>;

// A group's work, and the tensors that it reads and writes until it is done.
struct PendingWork {
    GroupReference group;
    Work work;
    std::vector<at::Tensor> tensors;
};

void wait_for(const Group& group, const Work& work) {
    while (!work->isCompleted()) {
        group.require_alive();
        try {
            work->wait(abort_poll);
        } catch (...) {
            // It was not ready in time, or it failed: then it is completed, and throws again below.
        }
    }
    work->wait();  // throws what the work threw; orders a device's stream after it
}

Work all_reduce(const Group& group, const at::Tensor& tensor, std::int32_t operation) {
    group.require_alive();
    c10d::AllreduceOptions options;
    switch (operation) {
        case 0: options.reduceOp = c10d::ReduceOp::SUM; break;
        case 1: options.reduceOp = c10d::ReduceOp::MIN; break;
        case 2: options.reduceOp = c10d::ReduceOp::MAX; break;
        default: throw std::invalid_argument("The reduction is unknown.");
    }
    std::vector<at::Tensor> tensors{tensor};
    return group.backend->allreduce(tensors, options);
}

at::Tensor summed(const GroupReference& group, const at::Tensor& input) {
    at::Tensor sum = input.detach().clone(at::MemoryFormat::Contiguous);
    wait_for(*group, all_reduce(*group, sum, 0));
    return sum;
}

// The sum over processes that autograd sees: what each process adds goes into the loss of all of them.
struct SumOverProcesses : torch::autograd::Function<SumOverProcesses> {
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& input, const GroupReference& group) {
        context->saved_data["group"] = c10::IValue::make_capsule(group);
        return summed(group, input);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
        const auto group = c10::static_intrusive_pointer_cast<Group>(context->saved_data["group"].toCapsule());
        return {summed(group, gradients[0]), at::Tensor()};
    }
};

c10::intrusive_ptr<Backend> make_backend(std::int32_t kind, const c10::intrusive_ptr<c10d::Store>& store, std::int32_t rank, std::int32_t size,
                                         const std::string& address, milliseconds timeout) {
#ifdef MIEN_WITH_GLOO
    if (kind == gloo_backend) {
        auto options = c10d::ProcessGroupGloo::Options::create(timeout);
        const char* interface_name = std::getenv("GLOO_SOCKET_IFNAME");
        options->devices.push_back(interface_name != nullptr && *interface_name != '\0' ? c10d::ProcessGroupGloo::createDeviceForInterface(interface_name)
                                   : address.empty()                                    ? c10d::ProcessGroupGloo::createDefaultDevice()
                                                                                        : c10d::ProcessGroupGloo::createDeviceForHostname(address));
        options->threads = 2;
        return c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, size, options);
    }
#endif
#ifdef MIEN_WITH_NCCL
    if (kind == nccl_backend) {
        auto options = c10d::ProcessGroupNCCL::Options::create();
        options->timeout = timeout;
        return c10::make_intrusive<c10d::ProcessGroupNCCL>(store, rank, size, options);
    }
#endif
    throw std::invalid_argument("This libtorch was built without that backend.");
}

GroupReference borrow_group(void* handle) {
    require(handle != nullptr, "A process group is null.");
    return GroupReference::reclaim_copy(static_cast<Group*>(handle));
}

c10d::TCPStore& tcp(void* handle) {
    require(handle != nullptr, "A store is null.");
    return *static_cast<Store*>(handle)->tcp;
}

void* pending(const GroupReference& group, Work work, std::vector<at::Tensor> tensors) {
    return new PendingWork{group, std::move(work), std::move(tensors)};
}

}  // namespace

// Opens the store at host:port, as the process that holds it or as one of its clients, which wait until it is there.
MIEN_EXPORT std::int32_t mien_torch_store_open(const char* host, std::int32_t port, std::int32_t size, std::int32_t is_holder,
                                               std::int64_t timeout_milliseconds, void** store) {
    return guard([&] {
        require(port >= 0 && port <= 65535, "The port must be from 0 to 65535.");
        c10d::TCPStoreOptions options;
        options.port = static_cast<std::uint16_t>(port);
        options.isServer = is_holder != 0;
        options.numWorkers = static_cast<std::size_t>(size);
        options.waitWorkers = false;
        options.timeout = milliseconds(timeout_milliseconds);
        *store = new Store{c10::make_intrusive<c10d::TCPStore>(host, options)};
    });
}

// The store's port, for a holder that left the choice to the system.
MIEN_EXPORT std::int32_t mien_torch_store_port(void* store, std::int32_t* port) {
    return guard([&] { *port = tcp(store).getPort(); });
}

MIEN_EXPORT std::int32_t mien_torch_store_set(void* store, const char* key, const std::uint8_t* value, std::int32_t length) {
    return guard([&] { tcp(store).set(key, std::vector<std::uint8_t>(value, value + length)); });
}

// Waits for a key and reads it. Returns the length in bytes; copies at most `capacity`.
MIEN_EXPORT std::int32_t mien_torch_store_get(void* store, const char* key, std::int64_t timeout_milliseconds, std::uint8_t* value,
                                              std::int32_t capacity, std::int32_t* length) {
    return guard([&] {
        tcp(store).wait({key}, milliseconds(timeout_milliseconds));
        const std::vector<std::uint8_t> found = tcp(store).get(key);
        *length = static_cast<std::int32_t>(found.size());
        if (capacity > 0)
            std::memcpy(value, found.data(), std::min(found.size(), static_cast<std::size_t>(capacity)));
    });
}

MIEN_EXPORT std::int32_t mien_torch_store_release(void* store) {
    return guard([&] { delete static_cast<Store*>(store); });
}

// Joins a group; returns when every process of it has. `address` is this machine's address that the others reach it by.
MIEN_EXPORT std::int32_t mien_torch_group_join(void* store, const char* name, std::int32_t backend, std::int32_t rank, std::int32_t size,
                                               const char* address, std::int64_t timeout_milliseconds, void** group) {
    return guard([&] {
        require(store != nullptr, "A store is null.");
        auto prefixed = c10::make_intrusive<c10d::PrefixStore>(name, static_cast<Store*>(store)->tcp);
        auto joined = c10::make_intrusive<Group>();
        joined->backend = make_backend(backend, prefixed, rank, size, address, milliseconds(timeout_milliseconds));
        *group = joined.release();
    });
}

// Makes every wait of the group fail, now and from now on.
MIEN_EXPORT std::int32_t mien_torch_group_abort(void* group) {
    return guard([&] { borrow_group(group)->aborted.store(true); });
}

// A group that was aborted is never destroyed: its threads may wait for a process that is gone for as long as its timeout.
MIEN_EXPORT std::int32_t mien_torch_group_release(void* group) {
    return guard([&] {
        auto owned = GroupReference::reclaim(static_cast<Group*>(group));
        if (owned->aborted.load())
            owned.release();
    });
}

// Begins to reduce a tensor in place over all processes: 0 sum, 1 minimum, 2 maximum.
MIEN_EXPORT std::int32_t mien_torch_all_reduce(void* group, MienTensor tensor, std::int32_t operation, void** work) {
    return guard([&] {
        const auto reference = borrow_group(group);
        at::Tensor reduced = borrow(tensor);
        *work = pending(reference, all_reduce(*reference, reduced, operation), {reduced});
    });
}

// Begins to overwrite a tensor with that of the process `root`.
MIEN_EXPORT std::int32_t mien_torch_broadcast(void* group, MienTensor tensor, std::int32_t root, void** work) {
    return guard([&] {
        const auto reference = borrow_group(group);
        reference->require_alive();
        std::vector<at::Tensor> tensors{borrow(tensor)};
        c10d::BroadcastOptions options;
        options.rootRank = root;
        Work begun = reference->backend->broadcast(tensors, options);
        *work = pending(reference, std::move(begun), std::move(tensors));
    });
}

// Waits for a work and frees it, also where it failed.
MIEN_EXPORT std::int32_t mien_torch_work_wait(void* work) {
    return guard([&] {
        require(work != nullptr, "A work is null.");
        const std::unique_ptr<PendingWork> owned(static_cast<PendingWork*>(work));
        wait_for(*owned->group, owned->work);
    });
}

// The sum of a tensor over all processes as an operator that gradients flow through.
MIEN_EXPORT std::int32_t mien_torch_sum_over_processes(void* group, MienTensor tensor, std::int32_t grad_enabled, MienTensor* sum) {
    return guard([&] {
        c10::AutoGradMode mode(grad_enabled != 0);
        *sum = give(SumOverProcesses::apply(borrow(tensor), borrow_group(group)));
    });
}

#else

namespace {

constexpr const char* no_collectives = "This libmien_torch was built without collectives; install libgloo-dev and build it again.";

std::int32_t refuse() {
    return guard([] { throw std::runtime_error(no_collectives); });
}

}  // namespace

MIEN_EXPORT std::int32_t mien_torch_store_open(const char*, std::int32_t, std::int32_t, std::int32_t, std::int64_t, void**) { return refuse(); }
MIEN_EXPORT std::int32_t mien_torch_store_port(void*, std::int32_t*) { return refuse(); }
MIEN_EXPORT std::int32_t mien_torch_store_set(void*, const char*, const std::uint8_t*, std::int32_t) { return refuse(); }
MIEN_EXPORT std::int32_t mien_torch_store_get(void*, const char*, std::int64_t, std::uint8_t*, std::int32_t, std::int32_t*) { return refuse(); }
MIEN_EXPORT std::int32_t mien_torch_store_release(void*) { return refuse(); }
MIEN_EXPORT std::int32_t mien_torch_group_join(void*, const char*, std::int32_t, std::int32_t, std::int32_t, const char*, std::int64_t, void**) { return refuse(); }
MIEN_EXPORT std::int32_t mien_torch_group_abort(void*) { return refuse(); }
MIEN_EXPORT std::int32_t mien_torch_group_release(void*) { return refuse(); }
MIEN_EXPORT std::int32_t mien_torch_all_reduce(void*, MienTensor, std::int32_t, void**) { return refuse(); }
MIEN_EXPORT std::int32_t mien_torch_broadcast(void*, MienTensor, std::int32_t, void**) { return refuse(); }
MIEN_EXPORT std::int32_t mien_torch_work_wait(void*) { return refuse(); }
MIEN_EXPORT std::int32_t mien_torch_sum_over_processes(void*, MienTensor, std::int32_t, MienTensor*) { return refuse(); }

#endif
