# What each command needs from the system and from npm: found, listed, installed.

portrait=$state/demo/portrait.png

# needs GROUP: lines of "package|why|test", the test being "cmd:NAME" (a program),
# "deb:NAME" (an installed package) or "portrait" (the demo's picture).
needs() {
    case $1 in
        program)
            echo "npm|fetches ONNX Runtime's native library and the chart library|cmd:npm"
            ;;
        analysis)
            needs program
            echo "ffmpeg|decodes and encodes video and sound|cmd:ffmpeg"
            echo "libopencv-dev|image decoding, resizing, face detection and drawing|deb:libopencv-dev"
            echo "opencv-data|the built-in face detector's cascades|deb:opencv-data"
            echo "cmake|builds the native parts|cmd:cmake"
            echo "g++|builds the native parts|cmd:g++"
            echo "make|builds the native parts|cmd:make"
            ;;
        demo)
            needs analysis
            echo "espeak-ng|speaks the demo's sentence|cmd:espeak-ng"
            echo "python3-skimage|holds the portrait that the demo shows (only the picture is taken out of it)|portrait"
            ;;
        training)
            needs analysis
            echo "libsqlite3-0|keeps the trials of a search for settings|deb:libsqlite3-0"
            if [[ -z ${MIEN_LIBTORCH:-} ]]; then
                echo "libtorch-dev|tensors, gradients and optimisers for training|deb:libtorch-dev"
                echo "libgloo-dev|headers that libtorch's collectives need|deb:libgloo-dev"
                echo "libopenblas0-pthread|fast matrix products for libtorch|deb:libopenblas0-pthread"
            fi
            ;;
        testing)
            echo "python3-onnx|the ONNX project's checker, which tests give exported models to|deb:python3-onnx"
            echo "chromium|the browser that the web application's tests drive|cmd:chromium"
            echo "openmpi-bin|starts the ranks of a training as on a cluster|cmd:mpirun"
            echo "pulseaudio|a sound server with a microphone that a test plays into|cmd:pulseaudio"
            ;;
    esac
}

is_present() {
    case $1 in
        cmd:*) command -v "${1#cmd:}" >/dev/null ;;
        portrait) [[ -s $portrait || -n $(installed_portrait) ]] ;;
        deb:*) [[ $(dpkg-query -W -f '${db:Status-Status}' "${1#deb:}" 2>/dev/null) == installed ]] ;;
    esac
}

# missing_packages GROUP...: lines of "package|why".
missing_packages() {
    local group package why test
    for group in "$@"; do needs "$group"; done | sort -u | while IFS='|' read -r package why test; do
        is_present "$test" || printf '%s|%s\n' "$package" "$why"
    done
}

npm_folder=$root/eng/npm
npm_fingerprint() { cat "$npm_folder/package.json" "$npm_folder/package-lock.json" | cksum; }
npm_is_current() { [[ -d $npm_folder/node_modules ]] && is_current npm "$(npm_fingerprint)"; }

# list_missing GROUP...: one line each, for people.
list_missing() {
    local package why
    missing_packages "$@" | while IFS='|' read -r package why; do
        printf '%s (Debian package): %s\n' "$package" "$why"
    done
    npm_is_current || echo "onnxruntime-node, vega, vega-lite, vega-embed (npm packages): ONNX Runtime's native library; charts in the report"
}

# The answer to "is everything there" holds until dpkg's own record changes.
packages_are_known() {
    is_current "packages-$1" "$(stat -c %Y /var/lib/dpkg/status 2>/dev/null) $PATH ${MIEN_LIBTORCH:-}"
}

remember_packages() {
    record "packages-$1" "$(stat -c %Y /var/lib/dpkg/status 2>/dev/null) $PATH ${MIEN_LIBTORCH:-}"
}

as_root() {
    if ((EUID == 0)); then
        env "$@"
    elif command -v sudo >/dev/null; then
        sudo env "$@"
    else
        return 126
    fi
}

apt_get() { as_root DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 "$@"; }

installed_portrait() { dpkg -L python3-skimage 2>/dev/null | grep '/astronaut\.png$'; }

# NASA's public-domain portrait lies in python3-skimage. That package pulls in a scientific Python that nothing here runs,
# so where it is not installed it is only downloaded, and the picture taken out of it.
provide_portrait() {
    local folder=${portrait%/*} installed
    [[ ! -s $portrait ]] || return 0
    mkdir -p "$folder"
    if installed=$(installed_portrait); then
        cp "$installed" "$portrait"
        return
    fi
    download_portrait "$folder" || { logged apt-update apt_get update && download_portrait "$folder"; } ||
        die 1 "the Debian package python3-skimage, which holds the demo's portrait, could not be downloaded."
    dpkg-deb --fsys-tarfile "$folder"/python3-skimage_*.deb | tar -x -O --wildcards '*/astronaut.png' >"$portrait.next" &&
        mv "$portrait.next" "$portrait" || die 1 "the demo's portrait could not be taken from the Debian package python3-skimage."
    rm -f "$folder"/*.deb
}

download_portrait() { (cd "$1" && logged apt-download apt-get -q download python3-skimage); }

# install_packages GROUP...
install_packages() {
    local package why missing
    local -a packages=()
    missing=$(missing_packages "$@")
    [[ -n $missing ]] || return 0
    while IFS='|' read -r package why; do
        say "installing $package: $why"
        [[ $package == python3-skimage ]] || packages+=("$package")
    done <<<"$missing"

    command -v apt-get >/dev/null ||
        die 2 "this system has no apt-get; install what corresponds to these Debian packages by hand: ${packages[*]}."
    ((EUID == 0 || ${#packages[@]} == 0)) || command -v sudo >/dev/null ||
        die 2 "installing needs root and there is no sudo; as root, run: apt-get install --no-install-recommends ${packages[*]}"
    if ! compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null; then
        say "fetching the lists of Debian packages first, because this machine has none"
        logged apt-update apt_get update || die 1 "apt-get update failed."
    fi
    ((${#packages[@]} > 0)) || return 0
    # Lists can be older than what the mirror still holds: one retry with fresh ones.
    logged apt-install apt_get install --no-install-recommends "${packages[@]}" ||
        { logged apt-update apt_get update && logged apt-install apt_get install --no-install-recommends "${packages[@]}"; } ||
        die 1 "apt-get could not install ${packages[*]}."
}

# offer_packages GROUP: what is better to have; where it cannot be had, that is said and nothing else happens.
offer_packages() {
    [[ ${MIEN_NO_INSTALL:-0} == 0 && -n $(missing_packages "$1") ]] || return 0
    lock
    (install_packages "$1") || say "going on without it"
    unlock
}

install_npm() {
    local fingerprint
    npm_is_current && return
    fingerprint=$(npm_fingerprint)
    say "installing npm packages: onnxruntime-node (ONNX Runtime's native library), vega, vega-lite, vega-embed (charts in the report)"
    (cd "$npm_folder" && logged npm npm ci --ignore-scripts --no-audit --no-fund) || die 1 "npm could not install the packages of eng/npm."
    record npm "$fingerprint"
}

# install_missing GROUP...
install_missing() {
    local missing
    command -v dotnet >/dev/null || die 2 "the .NET 10 SDK is missing; install it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again."
    if [[ ${MIEN_NO_INSTALL:-0} != 0 ]]; then
        missing=$(list_missing "$@")
        [[ -z $missing ]] && return
        say "missing, and MIEN_NO_INSTALL is set:"
        sed 's/^/  /' <<<"$missing" >&2
        exit 2
    fi
    install_packages "$@"
    install_npm
    [[ " $* " != *" demo "* ]] || provide_portrait
}
