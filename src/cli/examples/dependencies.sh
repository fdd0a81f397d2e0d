#!/bin/sh
# Implicit feedback: how many packages of each maintainer in Debian depend on which package, counted from the list of
# packages that apt keeps (run "apt-get update" first), for packages that at least 5 maintainers depend on. A tenth of what
# is listed is held out to choose the weight.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/../../.." && pwd)
work=$root/src/target/examples
mkdir -p "$work"

# Each package that is listed: the address of its maintainer, and the first alternative of each dependency.
apt-cache dumpavail | awk '
    function flush(    parts, count, k) {
        count = split(depends, parts, ",")
        for (k = 1; k <= count; k++) {
            sub(/^ +/, "", parts[k])
            sub(/[ (:|].*/, "", parts[k])
            if (parts[k] != "" && maintainer != "" && !uses[maintainer "," parts[k]]++) users[parts[k]]++
        }
        depends = maintainer = ""
    }
    /^Maintainer: / { maintainer = $NF; gsub(/[<>,]/, "", maintainer) }
    /^(Pre-)?Depends: / { sub(/^[^ ]+ /, ""); depends = depends "," $0 }
    /^$/ { flush() }
    END {
        flush()
        print "user,item,value"
        for (pair in uses) { split(pair, names, ","); if (users[names[2]] >= 5) print pair "," uses[pair] }
    }' > "$work/dependencies.csv"

exec "$root/nadir" path "$work/dependencies.csv" --sparse --loss implicit:1 --hold-out 0.1 --gap 1e-4 \
    --out "${1:-$root/dependencies-path}"
