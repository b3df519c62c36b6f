# What every part of the launcher uses: where things lie, how to speak, when something changed, one builder at a time.

state=$root/.mien
native_folder=$state/native
stamps=$state/stamps

# All of the launcher's own words go to the error stream: standard output belongs to the command.
say() { printf 'mien: %s\n' "$*" >&2; }

# die CODE SENTENCE...
die() {
    local code=$1
    shift
    say "$*"
    exit "$code"
}

asks_for_help() {
    local argument
    for argument in "$@"; do
        case $argument in
            --) return 1 ;;
            -h | -\? | --help | --version) return 0 ;;
        esac
    done
    return 1
}

# fingerprint PATH...: changes whenever a source file is added, removed, renamed or written.
fingerprint() {
    find "$@" -type d \( -name bin -o -name obj -o -name node_modules \) -prune \
        -o -type f -printf '%p %s %T@\n' 2>/dev/null | LC_ALL=C sort | cksum
}

# is_current NAME FINGERPRINT: whether the last successful make of NAME was from the same sources.
is_current() {
    local recorded
    [[ -r $stamps/$1 ]] && recorded=$(<"$stamps/$1") && [[ $recorded == "$2" ]]
}

record() {
    mkdir -p "$stamps"
    printf '%s\n' "$2" >"$stamps/$1"
}

# logged NAME COMMAND...: runs a command quietly; on failure shows the end of what it said.
logged() {
    local log=$state/logs/$1.log status=0
    shift
    mkdir -p "${log%/*}"
    "$@" >"$log" 2>&1 </dev/null || status=$?
    if ((status != 0)); then
        tail -n 40 "$log" >&2
        say "the output above is the end of $log"
    fi
    return "$status"
}

# Two runs must not install or build at once; the second waits, and finds the work done.
lock() {
    mkdir -p "$state" 2>/dev/null && [[ -w $state ]] ||
        die 1 "cannot write to $state, where the built program belongs; make it writable or clone the repository elsewhere."
    exec 9>"$state/lock"
    if ! flock --nonblock 9; then
        say "waiting for another ./mien that is installing or building"
        flock 9
    fi
}

unlock() { exec 9>&-; }

# dotnet and npm keep caches under HOME; where that cannot be written they get a place of their own.
provide_home() {
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1
    [[ -n ${HOME:-} && -w $HOME ]] && return
    export HOME=$state/home
    export DOTNET_CLI_HOME=$HOME
    mkdir -p "$HOME"
}
