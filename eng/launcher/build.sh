# Builds the native libraries into .mien/native and the program into .mien/app, each only when its sources changed; web.sh builds the page.

native_fingerprint() { echo "$(fingerprint "$root/native") ${MIEN_LIBTORCH:-}"; }

program_fingerprint() {
    fingerprint "$root/src" "$root"/Directory.* "$root/global.json" "$npm_folder/package-lock.json"
}

onnxruntime_source() { # [MACHINE]: what `uname -m` says there
    local architecture machine=${1:-$(uname -m)}
    case $machine in
        x86_64) architecture=x64 ;;
        aarch64) architecture=arm64 ;;
        *) die 2 "ONNX Runtime's npm package holds no library for $machine; name one with MIEN_ONNXRUNTIME." ;;
    esac
    echo "$npm_folder/node_modules/onnxruntime-node/bin/napi-v6/linux/$architecture/libonnxruntime.so.1"
}

# place FILE [FOLDER]: into .mien/native by a rename, so that a program that has the old file mapped keeps it.
place() {
    local folder=${2:-$native_folder}
    mkdir -p "$folder"
    cp "$1" "$folder/.${1##*/}.$$"
    mv "$folder/.${1##*/}.$$" "$folder/${1##*/}"
}

has_native() { # PART FINGERPRINT
    [[ -f $native_folder/libmien_$1.so ]] && is_current "native-$1" "$2"
}

has_onnxruntime() {
    [[ -n ${MIEN_ONNXRUNTIME:-} || -f $native_folder/libonnxruntime.so.1 ]] && npm_is_current
}

has_program() { [[ -f $state/app/mien.dll ]] && is_current program "$1"; }

build_native() { # PART FINGERPRINT
    local part=$1 folder=$state/build-$1 library
    local -a options=(-DCMAKE_BUILD_TYPE=Release -DMIEN_BUILD_TORCH=OFF -DMIEN_BUILD_VISION=OFF "-DMIEN_BUILD_${part^^}=ON")
    # Another libtorch's headers are not ours to keep free of warnings.
    [[ -n ${MIEN_LIBTORCH:-} ]] || options+=(-DCMAKE_COMPILE_WARNING_AS_ERROR=ON)
    # A build folder belongs to one path and one libtorch.
    if [[ -f $folder/CMakeCache.txt ]] && ! grep -qF "CMAKE_HOME_DIRECTORY:INTERNAL=$root/native" "$folder/CMakeCache.txt" ||
        [[ $(cat "$folder/libtorch" 2>/dev/null) != "${MIEN_LIBTORCH:-}" ]]; then
        rm -rf "$folder"
    fi
    mkdir -p "$folder"
    printf '%s\n' "${MIEN_LIBTORCH:-}" >"$folder/libtorch"
    say "building native/$part"
    logged "cmake-$part" cmake -S "$root/native" -B "$folder" "${options[@]}" || die 1 "native/$part could not be configured."
    logged "build-$part" cmake --build "$folder" --parallel "$(nproc)" || die 1 "native/$part does not build."
    # A part may have libraries beside its own, such as vision's for windows.
    while IFS= read -r library; do place "$library"; done < <(find "$folder" -name "libmien_$part*.so")
    record "native-$part" "$2"
}

# compile LOG ARGUMENT...: dotnet with one compiler for all projects, which starts and warms up once; it is this run's own and ends with it.
compile() {
    local compiler=mien-$1-$$ status=0
    # 9: a compiler that outlives this run must not keep the lock.
    logged "$1" dotnet "${@:2}" --configuration Release -nodeReuse:false -v quiet \
        -p:UseSharedCompilation=true "-p:SharedCompilationId=$compiler" 9>&- || status=$?
    end_compiler "$compiler"
    return "$status"
}

end_compiler() { # NAME
    local process
    for process in /proc/[0-9]*; do
        if tr '\0' ' ' 2>/dev/null <"$process/cmdline" | grep -q -- "-pipename:$1 "; then
            kill "${process##*/}" 2>/dev/null || true
        fi
    done
}

# publish ReadyToRun true|false. Rules of style and the like are checked when the tests are built, not whenever somebody builds the program.
publish() {
    compile publish publish "$root/src/Mien.Cli" --artifacts-path "$state/artifacts" --output "$state/app.next" \
        --use-current-runtime --self-contained false -p:PublishReadyToRun="$1" -p:RunAnalyzers=false
}

build_program() { # FINGERPRINT
    say "building the program"
    rm -rf "$state/app.next"
    # Compiled ahead of time it starts in half the time; the compiler is a package that an offline machine may lack.
    if ! (cd "$root" && publish true); then
        grep -qi crossgen "$state/logs/publish.log" || die 1 "the program does not build."
        say "building without ahead-of-time compilation, because its compiler is not to be had"
        rm -rf "$state/app.next"
        (cd "$root" && publish false) || die 1 "the program does not build."
    fi
    rm -rf "$state/app.old"
    [[ ! -d $state/app ]] || mv "$state/app" "$state/app.old"
    mv "$state/app.next" "$state/app"
    rm -rf "$state/app.old"
    record program "$1"
}

# is_prepared SET PARTS GROUP...: the quick answer, a few hundredths of a second.
is_prepared() {
    local part native
    if ! packages_are_known "$1"; then
        [[ -z $(missing_packages "${@:3}") ]] || return 1
        remember_packages "$1" 2>/dev/null || true
    fi
    npm_is_current && has_program "$(program_fingerprint)" || return 1
    [[ $1 != serving && $1 != all ]] || has_web || return 1
    [[ -n $2 ]] || return 0
    [[ $1 != demo || -s $portrait ]] || return 1
    native=$(native_fingerprint)
    has_onnxruntime || return 1
    for part in $2; do has_native "$part" "$native" || return 1; done
}

# prepare SET: installs and builds what the set needs and lacks.
prepare() {
    local set=$1 parts="" part native program
    local -a groups
    case $set in
        program) groups=(program) ;;
        analysis | serving) groups=(analysis) parts="vision" ;;
        demo) groups=(demo) parts="vision" ;;
        training) groups=(training) parts="vision torch" ;;
        all) groups=(training demo) parts="vision torch" ;;
    esac
    is_prepared "$set" "$parts" "${groups[@]}" && return

    lock
    provide_home
    install_missing "${groups[@]}"
    remember_packages "$set"
    if [[ -n $parts ]]; then
        [[ -n ${MIEN_ONNXRUNTIME:-} ]] || cmp -s "$(onnxruntime_source)" "$native_folder/libonnxruntime.so.1" || place "$(onnxruntime_source)"
        native=$(native_fingerprint)
        for part in $parts; do has_native "$part" "$native" || build_native "$part" "$native"; done
    fi
    program=$(program_fingerprint)
    has_program "$program" || build_program "$program"
    [[ $set != serving && $set != all ]] || build_web
    unlock
}
