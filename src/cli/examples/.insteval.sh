#!/bin/sh
# Completes the InstEval ratings (2,972 students, 1,128 lecturers, 73,421 ratings from 1 to 5; ETH Zurich, in the R
# package lme4, GPL) over a path of weights, with a tenth of the ratings held out. The model has a mean, an offset for each
# student and each lecturer, and factors. Offsets carry a penalty of 5, which keeps those of few ratings near the mean.
# Installs r-cran-lme4 from Debian if R does not have it; the ratings are exported to src/target/examples.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/../../.." && pwd)
work=$root/src/target/examples
mkdir -p "$work"

has_ratings() { command -v Rscript >/dev/null && Rscript -e 'stopifnot(requireNamespace("lme4"))' >/dev/null 2>&1; }
has_ratings || apt-get install -y --no-install-recommends r-cran-lme4 >&2

Rscript - "$work/insteval.mtx" <<'R'
ratings <- lme4::InstEval
file <- commandArgs(trailingOnly = TRUE)[1]
row <- as.integer(ratings$s)
column <- as.integer(ratings$d)
write(c("%%MatrixMarket matrix coordinate real general",
        paste(max(row), max(column), length(row))), file)
write(paste(row, column, ratings$y), file, append = TRUE)
R

exec timeout 300 /tmp/looking/nn path "$work/insteval.mtx" --missing unlisted --center both --offset-penalty 5 --ratio 0.9 --count 8 \
    --gap 1e-4 --hold-out 0.1 --out "${1:-$root/insteval-path}"
