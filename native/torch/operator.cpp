// The one door to libtorch's operators: a boxed call through the dispatcher, by name.
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/GradMode.h>
#include <torch/version.h>

#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "torch_abi.h"

using mien::require;
using mien::torch_abi::borrow;
using mien::torch_abi::give;
using mien::torch_abi::guard;

namespace {

constexpr std::int32_t kRecordGradients = 1;
constexpr std::int32_t kBFloat16 = 2;

// While it lives, convolutions and matrix products on this thread compute in bfloat16 and what needs more in float32
// (torch.autocast). Casts are not cached: the cache would outlive the weights that an optimiser changes.
class Autocast {
public:
    explicit Autocast(bool enabled) : enabled_(enabled) {
        if (enabled_)
            switch_to(true);
    }

    ~Autocast() {
        if (enabled_)
            switch_to(false);
    }

    Autocast(const Autocast&) = delete;
    Autocast& operator=(const Autocast&) = delete;

private:
    static void switch_to(bool on) {
        at::autocast::set_autocast_cache_enabled(!on);
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
        for (at::DeviceType device : {at::kCPU, at::kCUDA}) {
            at::autocast::set_autocast_dtype(device, at::kBFloat16);
            at::autocast::set_autocast_enabled(device, on);
        }
#else
        at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
        at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
        at::autocast::set_cpu_enabled(on);
        at::autocast::set_enabled(on);
#endif
    }

    bool enabled_;
};

double as_double(std::int64_t bits) {
    double value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

std::int64_t as_bits(double value) {
    std::int64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

// An operator as the dispatcher knows it, with what each call needs of its schema worked out once.
struct Operator {
    explicit Operator(c10::OperatorHandle found) : handle(std::move(found)) {
        const auto& schema = handle.schema();
        for (const auto& argument : schema.arguments()) {
            auto kind = argument.type()->kind();
            if (kind == c10::TypeKind::OptionalType)
                kind = argument.type()->expectRef<c10::OptionalType>().getElementType()->kind();
            wants_real.push_back(kind == c10::TypeKind::FloatType);
        }
    }

    c10::OperatorHandle handle;
    std::vector<bool> wants_real;  // arguments for which an integer must become a double
};

Operator* find_operator(const char* name, const char* overload) {
    static std::mutex mutex;
    static std::unordered_map<std::string, std::unique_ptr<Operator>> operators;  // live as long as the process
    std::lock_guard<std::mutex> lock(mutex);
    std::unique_ptr<Operator>& entry = operators[std::string(name) + '.' + overload];
    if (!entry) {
        auto found = c10::Dispatcher::singleton().findSchema({name, overload});
        if (!found.has_value())
            throw std::invalid_argument(std::string("This libtorch has no operator ") + name + " with overload '" + overload + "'.");
        entry = std::make_unique<Operator>(*found);
    }
    return entry.get();
}

c10::IValue to_ivalue(const MienValue& value, const std::int64_t* scratch, bool wants_real) {
    const std::int64_t* slots = scratch + value.value;
    const auto count = static_cast<std::size_t>(value.count);
    switch (value.kind) {
        case MienKind::none:
            return {};
        case MienKind::tensor:
            return borrow(reinterpret_cast<MienTensor>(value.value));
        case MienKind::integer:
            return wants_real ? c10::IValue(static_cast<double>(value.value)) : c10::IValue(value.value);
        case MienKind::real:
            return as_double(value.value);
        case MienKind::boolean:
            return value.value != 0;
        case MienKind::text:
            return std::string(reinterpret_cast<const char*>(slots), count);
        case MienKind::integer_list:
            return c10::IValue(std::vector<std::int64_t>(slots, slots + count));
        case MienKind::real_list: {
            std::vector<double> list(count);
            for (std::size_t i = 0; i < count; ++i)
                list[i] = as_double(slots[i]);
            return c10::IValue(std::move(list));
        }
        case MienKind::boolean_list: {
            c10::List<bool> list;
            list.reserve(count);
            for (std::size_t i = 0; i < count; ++i)
                list.push_back(slots[i] != 0);
            return list;
        }
        case MienKind::tensor_list: {
            c10::List<at::Tensor> list;
            list.reserve(count);
            for (std::size_t i = 0; i < count; ++i)
                list.push_back(borrow(reinterpret_cast<MienTensor>(slots[i])));
            return list;
        }
        case MienKind::optional_tensor_list: {
            c10::List<c10::optional<at::Tensor>> list;
            list.reserve(count);
            for (std::size_t i = 0; i < count; ++i)
                list.push_back(slots[i] == 0 ? c10::optional<at::Tensor>()
                                             : c10::optional<at::Tensor>(borrow(reinterpret_cast<MienTensor>(slots[i]))));
            return list;
        }
        case MienKind::device:
            return c10::Device(static_cast<c10::DeviceType>(value.count), static_cast<c10::DeviceIndex>(value.value));
    }
    throw std::invalid_argument("An argument of a boxed call has an unknown kind.");
}

// What a thread's calls reuse, so that a call allocates nothing once the vectors have grown.
struct CallBuffers {
    std::vector<c10::IValue> stack;
    std::vector<MienValue> results;
    std::vector<std::int64_t> scratch;
};

CallBuffers& buffers() {
    thread_local CallBuffers instance;
    return instance;
}

MienValue handle_value(at::Tensor tensor) {
    MienTensor handle = give(std::move(tensor));
    return {handle == nullptr ? MienKind::none : MienKind::tensor, 0, reinterpret_cast<std::int64_t>(handle)};
}

MienValue from_ivalue(c10::IValue&& value, std::vector<std::int64_t>& scratch) {
    const auto start = static_cast<std::int64_t>(scratch.size());
    const auto list_of = [&](MienKind kind) {
        return MienValue{kind, static_cast<std::int32_t>(static_cast<std::int64_t>(scratch.size()) - start), start};
    };
    if (value.isTensor())
        return handle_value(std::move(value).toTensor());
    if (value.isNone())
        return {MienKind::none, 0, 0};
    if (value.isInt())
        return {MienKind::integer, 0, value.toInt()};
    if (value.isDouble())
        return {MienKind::real, 0, as_bits(value.toDouble())};
    if (value.isBool())
        return {MienKind::boolean, 0, value.toBool() ? 1 : 0};
    if (value.isTensorList()) {
        for (at::Tensor tensor : value.toTensorVector())
            scratch.push_back(reinterpret_cast<std::int64_t>(give(std::move(tensor))));
        return list_of(MienKind::tensor_list);
    }
    if (value.isIntList()) {
        for (std::int64_t item : value.toIntVector())
            scratch.push_back(item);
        return list_of(MienKind::integer_list);
    }
    if (value.isDoubleList()) {
        for (double item : value.toDoubleVector())
            scratch.push_back(as_bits(item));
        return list_of(MienKind::real_list);
    }
    if (value.isScalar()) {
        const at::Scalar scalar = value.toScalar();
        if (scalar.isFloatingPoint())
            return {MienKind::real, 0, as_bits(scalar.toDouble())};
        return {MienKind::integer, 0, scalar.toLong()};
    }
    throw std::runtime_error("The operator returned a value of a kind that the binding does not know: " + value.tagKind() + ".");
}

void release_results(const CallBuffers& call) {
    for (const MienValue& value : call.results) {
        if (value.kind == MienKind::tensor)
            mien::torch_abi::release(reinterpret_cast<MienTensor>(value.value));
        else if (value.kind == MienKind::tensor_list)
            for (std::int32_t i = 0; i < value.count; ++i)
                mien::torch_abi::release(reinterpret_cast<MienTensor>(call.scratch[static_cast<std::size_t>(value.value + i)]));
    }
}

}  // namespace

// Finds an operator; the result lives as long as the process and is shared by all threads.
MIEN_EXPORT std::int32_t mien_torch_operator_find(const char* name, const char* overload, void** found) {
    return guard([&] {
        require(name != nullptr && overload != nullptr && found != nullptr, "A name, an overload and a place for the result are needed.");
        *found = find_operator(name, overload);
    });
}

// The operator's schema as text, for messages. Returns the length in bytes through `length`; copies at most `capacity`.
MIEN_EXPORT std::int32_t mien_torch_operator_schema(void* operator_handle, char* text, std::int32_t capacity, std::int32_t* length) {
    return guard([&] {
        require(operator_handle != nullptr && length != nullptr, "An operator and a place for the length are needed.");
        const std::string schema = c10::toString(static_cast<Operator*>(operator_handle)->handle.schema());
        *length = static_cast<std::int32_t>(schema.size());
        if (text != nullptr)
            std::memcpy(text, schema.data(), std::min(schema.size(), static_cast<std::size_t>(capacity)));
    });
}

// Calls an operator; `mode` is a sum of kRecordGradients and kBFloat16. Arguments that are left off take the schema's defaults. `results` and `result_scratch` point into
// the calling thread's memory until its next call; tensor handles in them belong to the caller.
MIEN_EXPORT std::int32_t mien_torch_operator_call(void* operator_handle, const MienValue* arguments, std::int32_t argument_count,
                                                  const std::int64_t* scratch, std::int32_t mode, const MienValue** results,
                                                  std::int32_t* result_count, const std::int64_t** result_scratch) {
    return guard([&] {
        const auto* op = static_cast<const Operator*>(operator_handle);
        require(op != nullptr, "The operator handle is null.");
        const auto count = static_cast<std::size_t>(argument_count);
        const auto& schema = op->handle.schema();
        const auto& parameters = schema.arguments();
        require(count <= parameters.size(), "More arguments were given than the operator takes.");

        at::internal::lazy_init_num_threads();  // .NET may call from any thread of its pool; each takes the agreed thread count
        CallBuffers& call = buffers();
        call.stack.clear();
        for (std::size_t i = 0; i < count; ++i)
            call.stack.push_back(to_ivalue(arguments[i], scratch, op->wants_real[i]));
        for (std::size_t i = count; i < parameters.size(); ++i) {
            const auto& fallback = parameters[i].default_value();
            if (!fallback.has_value())
                throw std::invalid_argument(schema.name() + " was not given its argument '" + parameters[i].name() + "', which has no default.");
            call.stack.push_back(*fallback);
        }

        {
            c10::AutoGradMode grad((mode & kRecordGradients) != 0);
            Autocast autocast((mode & kBFloat16) != 0);
            try {
                op->handle.callBoxed(&call.stack);
            } catch (...) {
                call.stack.clear();  // what the failed call left holds references to tensors
                throw;
            }
        }

        call.results.clear();
        call.scratch.clear();
        try {
            for (c10::IValue& value : call.stack)
                call.results.push_back(from_ivalue(std::move(value), call.scratch));
        } catch (...) {
            release_results(call);
            call.stack.clear();
            throw;
        }
        call.stack.clear();
        *results = call.results.data();
        *result_count = static_cast<std::int32_t>(call.results.size());
        *result_scratch = call.scratch.data();
    });
}
