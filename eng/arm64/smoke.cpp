// What an emulator can run of linux-arm64 without a .NET runtime: libmien_vision.so decodes and samples a picture, and ONNX
// Runtime runs a face model on it. Built for two machines it must print the same lines (docs/deployment.md says how).
//
//   smoke LIBMIEN_VISION LIBONNXRUNTIME MODEL SIZE PICTURE     SIZE is the model's input in pixels
#include <dlfcn.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

namespace {

using Pointer = void*;

Pointer* g_api;  // ONNX Runtime's function table; the numbers below are those of src/Mien.Interop.OnnxRuntime/OrtApi.cs

[[noreturn]] void Fail(const char* what, const char* why) {
    std::printf("%s: %s\n", what, why);
    std::exit(1);
}

Pointer Open(const char* path) {
    Pointer library = dlopen(path, RTLD_NOW);
    return library ? library : (Fail(path, dlerror()), nullptr);
}

template <typename... Arguments>
int Vision(Pointer library, const char* function, Arguments... arguments) {
    return reinterpret_cast<int (*)(Arguments...)>(dlsym(library, function))(arguments...);
}

template <typename... Arguments>
void Ort(int function, const char* what, Arguments... arguments) {
    if (Pointer status = reinterpret_cast<Pointer (*)(Arguments...)>(g_api[function])(arguments...))
        Fail(what, reinterpret_cast<const char* (*)(Pointer)>(g_api[2])(status));
}

std::uint64_t Checksum(const std::vector<unsigned char>& bytes) {
    std::uint64_t sum = 0;
    for (unsigned char value : bytes)
        sum = sum * 31 + value;
    return sum;
}

std::vector<unsigned char> ReadPicture(const char* libraryPath, const char* path, int size) {
    Pointer vision = Open(libraryPath);
    const char* version = nullptr;
    Vision(vision, "mien_vision_version", &version);
    std::printf("OpenCV %s\n", version);

    std::ifstream stream(path, std::ios::binary);
    std::vector<char> file((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    Pointer image = nullptr;
    int width = 0, height = 0;
    if (Vision(vision, "mien_vision_image_decode", reinterpret_cast<const unsigned char*>(file.data()), static_cast<std::int64_t>(file.size()), &image, &width, &height))
        Fail(path, "cannot be decoded");
    std::vector<unsigned char> rgb(static_cast<std::size_t>(width) * height * 3), crop(static_cast<std::size_t>(size) * size * 3);
    Vision(vision, "mien_vision_image_read", image, rgb.data(), static_cast<std::int64_t>(rgb.size()));
    std::printf("decoded %d x %d: %016llx\n", width, height, static_cast<unsigned long long>(Checksum(rgb)));

    // Shrunk and turned a little, so that every path of the sampling is used.
    double scale = std::min(width, height) / (1.2 * size);
    const double map[] = {scale, 0.1, 3.5, -0.1, scale, 2.25};
    Vision(vision, "mien_vision_sample_affine", static_cast<const unsigned char*>(rgb.data()), width, height, 3, crop.data(), size, size, &map[0]);
    std::printf("sampled: %016llx\n", static_cast<unsigned long long>(Checksum(crop)));
    return crop;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 6)
        Fail("usage", "smoke LIBMIEN_VISION LIBONNXRUNTIME MODEL SIZE PICTURE");
    int size = std::atoi(arguments[4]);
    std::vector<unsigned char> crop = ReadPicture(arguments[1], arguments[5], size);

    Pointer* base = reinterpret_cast<Pointer* (*)()>(dlsym(Open(arguments[2]), "OrtGetApiBase"))();
    std::printf("ONNX Runtime %s\n", reinterpret_cast<const char* (*)()>(base[1])());
    g_api = reinterpret_cast<Pointer* (*)(std::uint32_t)>(base[0])(8);

    Pointer environment, options, session, memory, image, emotion = nullptr;
    Ort(3, "CreateEnv", 3, "smoke", &environment);
    Ort(10, "CreateSessionOptions", &options);
    Ort(24, "SetIntraOpNumThreads", options, 1);
    Ort(7, "CreateSession", environment, static_cast<const char*>(arguments[3]), options, &session);
    Ort(69, "CreateCpuMemoryInfo", 1, 0, &memory);
    std::vector<float> chw(crop.size());
    for (std::size_t pixel = 0; pixel < chw.size() / 3; pixel++)
        for (std::size_t channel = 0; channel < 3; channel++)
            chw[channel * chw.size() / 3 + pixel] = (crop[3 * pixel + channel] / 255.0f - 0.45f) / 0.225f;
    const std::int64_t shape[] = {1, 3, size, size};
    Ort(49, "CreateTensorWithDataAsOrtValue", memory, static_cast<void*>(chw.data()), chw.size() * sizeof(float), &shape[0], std::size_t{4}, 1, &image);
    const char *input = "image", *output = "emotion";
    Ort(9, "Run", session, Pointer{}, &input, &image, std::size_t{1}, &output, std::size_t{1}, &emotion);

    Pointer information;
    std::size_t labels = 0;
    float* probabilities = nullptr;
    Ort(65, "GetTensorTypeAndShape", emotion, &information);
    Ort(64, "GetTensorShapeElementCount", information, &labels);
    Ort(51, "GetTensorMutableData", emotion, &probabilities);
    for (std::size_t label = 0; label < labels; label++)
        std::printf("%.5f\n", probabilities[label]);
    return 0;
}
