# ./mien test [NAME...]: formatting, a build with warnings as errors, and every test project (or those whose name holds NAME); with
# Mien.Web.Tests, which holds the page in a browser, also the types, formatting and unit tests of web/.

run_test_project() { # FOLDER RESULTS
    local name=${1##*/} status=0
    local log=$2/$name.log
    (cd "$1" && timeout --kill-after=10 840 dotnet exec "bin/Release/net10.0/$name.dll" -xml "$2/$name.xml" -noColor) >"$log" 2>&1 </dev/null || status=$?
    if [[ -f $2/$name.xml ]] && ((status <= 1)); then
        [[ $status == 0 ]] || cat "$log"
        tail -n 1 "$log" | sed 's/^ *//'
    else
        tail -n 60 "$log"
        printf '%s: ended with status %s before its results were written\n' "$name" "$status"
        rm -f "$2/$name.xml"
    fi
}

# attribute NAME FILE: an attribute of the results' <assembly> element.
attribute() { grep -o -m 1 "<assembly [^>]*" "$2" | grep -o " $1=\"[0-9]*\"" | tr -dc 0-9; }

# The longest first, so that at the end no core waits for one of them.
test_projects() {
    printf '%s\n' "$root"/tests/Mien.{Cli,Web,Training,Export,Media,Vision,Server,Analysis}.Tests "$root"/tests/Mien.*.Tests | awk '!seen[$0]++'
}

# chosen_projects [NAME...]: folders of the test projects, one a line.
chosen_projects() {
    local project name
    while IFS= read -r project; do
        if (($# == 0)); then
            echo "$project"
            continue
        fi
        for name in "$@"; do
            if [[ ${project##*/} == *"$name"* ]]; then
                echo "$project"
                break
            fi
        done
    done < <(test_projects)
}

# What keeps the tests from being run counts as one that failed.
give_up() {
    say "$1"
    report 0 1 0
    exit 1
}

# The last line of every run, alone and plain, for people and programs.
report() { printf '%d passed, %d failed, %d skipped\n' "$@"; }

build_tests() { # TARGET: the solution or a project
    (cd "$root" && compile test-build build "$1") || give_up "${1##*/} does not build."
}

run_tests() {
    local results=$state/test-results passed=0 failed=0 skipped=0 formatting="" project name web_passed web_failed web_skipped
    local -a projects
    mapfile -t projects < <(chosen_projects "$@")
    ((${#projects[@]} > 0)) || die 2 "no test project's name holds any of: $*"

    lock
    provide_home
    say "building the tests, warnings as errors"
    if (($# == 0)); then
        build_tests Mien.slnx
        say "checking formatting"
        (cd "$root" && logged format dotnet format whitespace Mien.slnx --verify-no-changes --no-restore) &
        formatting=$!
    else
        for project in "${projects[@]}"; do build_tests "$project"; done
    fi
    unlock

    rm -rf "$results"
    mkdir -p "$results"
    if [[ " ${projects[*]} " == */Mien.Web.Tests\ * ]]; then
        check_web "$results"
        passed=$web_passed failed=$web_failed skipped=$web_skipped
    fi
    if [[ -n $formatting ]] && ! wait "$formatting"; then
        say "some files are not formatted, which counts as one failed test; run: dotnet format whitespace"
        failed=$((failed + 1))
    fi
    export -f run_test_project
    export DOTNET_TieredPGO=0 # counting branches pays off in longer runs only
    export MIEN_PROGRAM=$state/app/mien.dll # the one that users run, and quicker to start than the tests' own
    printf '%s\0' "${projects[@]}" | xargs -0 -P 2 -I {} bash -c 'run_test_project "$1" "$2"' _ {} "$results"
    for project in "${projects[@]}"; do
        name=${project##*/}
        if [[ -f $results/$name.xml ]]; then
            passed=$((passed + $(attribute passed "$results/$name.xml")))
            failed=$((failed + $(attribute failed "$results/$name.xml") + $(attribute errors "$results/$name.xml")))
            skipped=$((skipped + $(attribute skipped "$results/$name.xml")))
        else
            failed=$((failed + 1))
        fi
    done
    report "$passed" "$failed" "$skipped"
    ((failed == 0))
}
