# ./mien pack [-o DIR]: the library as NuGet packages, with the native parts of this machine's kind and, where MIEN_SYSROOT names the
# root of an arm64 Debian, those of linux-arm64.

arm64_folder=$state/native-linux-arm64

build_for_arm64() {
    local folder=$state/build-vision-linux-arm64
    [[ $(uname -m) == x86_64 ]] || die 2 "MIEN_SYSROOT is for building on x86-64; this machine is $(uname -m), unset it."
    command -v aarch64-linux-gnu-g++ >/dev/null || die 2 "the compiler for arm64 is missing; install the Debian package g++-aarch64-linux-gnu."
    say "building native/vision for linux-arm64"
    logged cmake-arm64 cmake -S "$root/native" -B "$folder" --toolchain "$root/native/toolchains/linux-arm64.cmake" \
        -DCMAKE_BUILD_TYPE=Release -DMIEN_BUILD_TORCH=OFF || die 1 "native/vision could not be configured for linux-arm64."
    logged build-arm64 cmake --build "$folder" --parallel "$(nproc)" || die 1 "native/vision does not build for linux-arm64."
    place "$folder/lib/libmien_vision.so" "$arm64_folder"
    place "$(onnxruntime_source aarch64)" "$arm64_folder"
}

# packages_folder [-o DIR]: the full path of where the packages go, made when absent.
packages_folder() {
    local output=$state/packages
    case ${1:-} in
        "") ;;
        -o | --output)
            [[ -n ${2:-} && $# == 2 ]] || die 2 "$1 needs a folder, for example: ./mien pack $1 ~/feed"
            output=$2
            ;;
        *) die 2 "pack does not know '$1'; it takes -o DIR." ;;
    esac
    mkdir -p "$output" 2>/dev/null && [[ -w $output ]] || die 2 "cannot write to $output; name another folder with -o."
    (cd "$output" && pwd)
}

make_packages() { # DIR
    local output=$1 fresh=$state/packages.next package
    lock
    provide_home
    # The packages carry npm's library even where MIEN_ONNXRUNTIME has this machine use another one.
    [[ -f $native_folder/libonnxruntime.so.1 ]] || place "$(onnxruntime_source)"
    rm -rf "$arm64_folder"
    [[ -z ${MIEN_SYSROOT:-} ]] || build_for_arm64
    say "making the packages"
    rm -rf "$fresh"
    (cd "$root" && compile pack build eng/packages/Packages.proj -t:Pack "-p:ArtifactsPath=$state/artifacts-pack" "-p:PackageOutputPath=$fresh") ||
        die 1 "the packages could not be made."
    for package in "$fresh"/*.nupkg; do
        mv "$package" "$output/"
        printf '%s\n' "$output/${package##*/}"
    done
    unlock
}
