#!/bin/sh
# Finds the parts of garments: nonnegative factorizations of 2,000 of Fashion-MNIST's test images (Zalando SE, MIT
# licence) over a path of weights, with the bounds obtained for each and a picture of the parts. An image is 28 x 28
# pixels, here 14 x 14, each the mean of four.
# Takes the images from Debian's package dataset-fashion-mnist, which is fetched to src/target/examples, not installed.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/../../.." && pwd)
work=$root/src/target/examples
images=$work/fashion/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz
mkdir -p "$work"

if [ ! -f "$images" ]; then
    (cd "$work" && apt-get download dataset-fashion-mnist >&2)
    # Under another name until it is complete.
    rm -rf "$work/fashion.part"
    dpkg -x "$work"/dataset-fashion-mnist_*.deb "$work/fashion.part"
    mv "$work/fashion.part" "$work/fashion"
    rm "$work"/dataset-fashion-mnist_*.deb
fi

# 16 bytes of header, then a byte for each pixel: one line of numbers for each row of pixels.
gzip -dc "$images" | tail -c +17 | od -An -v -tu1 -w28 | awk '
    NR > 28 * 2000 { exit }
    NR % 2 == 1 { split($0, above); next }
    { for (j = 1; j < 28; j += 2) line = line "," (above[j] + above[j + 1] + $j + $(j + 1)) / 4 }
    NR % 28 == 0 { print substr(line, 2); line = "" }' >"$work/fashion.csv"

exec timeout 300 /tmp/looking/nn path "$work/fashion.csv" --model nmf --lambdas 20000,14000,10000,7000,5000 --gap 1e-2 \
    --tiles 14x14 --out "${1:-$root/fashion-path}"
