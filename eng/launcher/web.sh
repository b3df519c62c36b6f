# Builds the web application of web/ into .mien/web, when its sources changed, and checks it. npm's packages run no scripts of their own on installation.

web_folder=$root/web

web_fingerprint() { fingerprint "$web_folder/src" "$web_folder/public" "$web_folder"/index.html "$web_folder"/*.json "$web_folder"/*.ts; }
has_web() { [[ -f $state/web/index.html ]] && is_current web "$(web_fingerprint)"; }

web_npm_fingerprint() { cat "$web_folder/package.json" "$web_folder/package-lock.json" | cksum; }
web_npm_is_current() { [[ -d $web_folder/node_modules ]] && is_current web-npm "$(web_npm_fingerprint)"; }

install_web_npm() {
    local fingerprint
    web_npm_is_current && return
    [[ ${MIEN_NO_INSTALL:-0} == 0 ]] || { say "missing, and MIEN_NO_INSTALL is set: the npm packages of web/, which build the web application" && return 1; }
    fingerprint=$(web_npm_fingerprint)
    say "installing npm packages: vite, typescript, uplot (charts), onnxruntime-web (models in the browser) and what checks and tests the page"
    (cd "$web_folder" && logged web-npm npm ci --ignore-scripts --no-audit --no-fund) || return 1
    record web-npm "$fingerprint"
}

# build_web: where npm's packages cannot be had, the server goes without its page, and says so.
build_web() {
    local fingerprint
    has_web && return
    install_web_npm || { say "going on without the web application" && return 0; }
    fingerprint=$(web_fingerprint)
    say "building the web application"
    rm -rf "$state/web.next"
    (cd "$web_folder" && MIEN_WEB_OUTPUT=$state/web.next logged web npm run build) || die 1 "the web application does not build."
    rm -rf "$state/web.old"
    [[ ! -d $state/web ]] || mv "$state/web" "$state/web.old"
    mv "$state/web.next" "$state/web"
    rm -rf "$state/web.old"
    record web "$fingerprint"
}

# check_web RESULTS: types, formatting and unit tests; sets web_passed, web_failed and web_skipped.
check_web() {
    local results=$1/web.json
    web_passed=0 web_failed=0 web_skipped=0
    if ! web_npm_is_current; then
        say "the npm packages of web/ are missing, which counts as one failed test"
        web_failed=1
        return
    fi
    say "checking the web application"
    (cd "$web_folder" && logged web-types npm run types) || { say "the web application's types do not fit, which counts as one failed test" && web_failed=$((web_failed + 1)); }
    (cd "$web_folder" && logged web-check npm run check) || { say "files of web/ are not formatted, which counts as one failed test; run there: npm run format" && web_failed=$((web_failed + 1)); }
    (cd "$web_folder" && logged web-test npm test -- --reporter=default --reporter=json --outputFile="$results") || [[ -f $results ]] || web_failed=$((web_failed + 1))
    if [[ -f $results ]]; then
        web_passed=$(json_count numPassedTests "$results")
        web_skipped=$(($(json_count numPendingTests "$results") + $(json_count numTodoTests "$results")))
        web_failed=$((web_failed + $(json_count numFailedTests "$results")))
        # A file that cannot be loaded holds no test that could fail.
        ((web_failed > 0)) || grep -q '"success":true' "$results" || web_failed=1
        printf 'web  Total: %d, Failed: %d, Skipped: %d\n' "$((web_passed + web_failed + web_skipped))" "$web_failed" "$web_skipped"
    fi
}

json_count() { grep -o -m 1 "\"$1\":[0-9]*" "$2" | head -n 1 | tr -dc 0-9; }
