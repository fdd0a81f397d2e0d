#!/bin/sh
# Predicts water, fat and protein of 215 samples of meat from their near-infrared spectra of 100 channels (Tecator, in
# the R package modeldata, MIT licence) by a linear network with a narrow hidden layer, that is, by reduced-rank regression.
# Installs r-cran-modeldata from Debian if R does not have it; the centered data are exported to src/target/examples.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/../../.." && pwd)
work=$root/src/target/examples
mkdir -p "$work"

has_meats() { command -v Rscript >/dev/null && Rscript -e 'stopifnot(requireNamespace("modeldata"))' >/dev/null 2>&1; }
has_meats || apt-get install -y --no-install-recommends r-cran-modeldata >&2

# Less the means, for an output layer with biases. 17 digits give back the same numbers.
Rscript - "$work" <<'R'
data(meats, package = "modeldata")
directory <- commandArgs(trailingOnly = TRUE)[1]
write.numbers <- function(columns, name) {
  centered <- scale(as.matrix(meats[, columns]), scale = FALSE)
  text <- matrix(sprintf("%.17g", centered), nrow(centered))
  write.table(text, file.path(directory, name), sep = ",", quote = FALSE, row.names = FALSE, col.names = FALSE)
}
write.numbers(1:100, "meats-spectra.csv")
write.numbers(101:103, "meats-properties.csv")
R

exec "$root/nadir" landscape "$work/meats-spectra.csv" "$work/meats-properties.csv" --widths "${1:-2}" \
    --out "${2:-$root/meats-landscape}"
