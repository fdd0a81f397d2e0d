#!/bin/sh
# What regularizers are worth to small networks trained on few samples: 2 and 3 layers, squared hinge and cross-entropy,
# 256 to 1024 samples, no regularizer, weight decay and the product of the weights' norms, 5 seeds. The table shows the
# figures beside those that R. Vidal's slides quote for MNIST (Sokolic et al. 2017); the data are others: compare trends.
#
#   slides.sh fashion [DIR]    Fashion-MNIST (Zalando SE, MIT licence), 14 x 14 pixels, each the mean of four
#   slides.sh digits [DIR]     the 8 x 8 digits of scikit-learn (E. Alpaydin, C. Kaynak, CC BY 4.0)
#
# Takes the data from Debian's packages dataset-fashion-mnist or python3-sklearn, which are fetched to
# src/target/examples, not installed. NADIR_EXPERIMENT is added to the options, for example "--seeds 2".
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/../../.." && pwd)
work=$root/src/target/examples
data=${1:-fashion}
mkdir -p "$work"

# Unpacks Debian package $1 to $work/$2.
unpack() {
    [ -d "$work/$2" ] && return
    (cd "$work" && apt-get download "$1" >&2)
    # Under another name until it is complete.
    rm -rf "$work/$2.part"
    dpkg -x "$work/$1"_*.deb "$work/$2.part"
    mv "$work/$2.part" "$work/$2"
    rm "$work/$1"_*.deb
}

# Images of file $1, the first $2 of them: a line of 196 numbers from 0 to 1 for each.
images() {
    gzip -dc "$1" | tail -c +17 | od -An -v -tu1 -w28 | awk -v count="$2" '
        NR > 28 * count { exit }
        NR % 2 == 1 { split($0, above); next }
        { for (j = 1; j < 28; j += 2) line = line "," (above[j] + above[j + 1] + $j + $(j + 1)) / 1020 }
        NR % 28 == 0 { print substr(line, 2); line = "" }'
}

labels() {
    gzip -dc "$1" | tail -c +9 | od -An -v -tu1 -w1 | head -n "$2" | tr -d ' '
}

case $data in
    fashion)
        unpack dataset-fashion-mnist fashion
        files=$work/fashion/usr/share/datasets/fashion-mnist
        images "$files/train-images-idx3-ubyte.gz" 10000 >"$work/train.csv"
        labels "$files/train-labels-idx1-ubyte.gz" 10000 >"$work/train-labels.csv"
        images "$files/t10k-images-idx3-ubyte.gz" 10000 >"$work/test.csv"
        labels "$files/t10k-labels-idx1-ubyte.gz" 10000 >"$work/test-labels.csv"
        ;;
    digits)
        unpack python3-sklearn sklearn
        gzip -dc "$work/sklearn/usr/lib/python3/dist-packages/sklearn/datasets/data/digits.csv.gz" >"$work/digits.csv"
        for part in train test; do
            lines="head -n 1297"
            [ $part = train ] || lines="tail -n 500"
            $lines "$work/digits.csv" | awk -F, '{ for (j = 1; j < 65; j++) printf "%s%s", $j / 16, j < 64 ? "," : "\n" }' \
                >"$work/$part.csv"
            $lines "$work/digits.csv" | cut -d , -f 65 >"$work/$part-labels.csv"
        done
        ;;
    *)
        echo "slides.sh: $data is neither fashion nor digits" >&2
        exit 2
        ;;
esac

out=${2:-$root/slides-$data}
mkdir -p "$out"
# shellcheck disable=SC2086 # NADIR_EXPERIMENT holds several words or none
"$root/jmh/run" regularizers "$work" ${NADIR_EXPERIMENT:-} >"$out/table.md.part"
mv "$out/table.md.part" "$out/table.md"
cat "$out/table.md"
