#!/bin/sh
# Factorizes a real tensor, 10 x 10 x 10 voxels of a brain under diffusion weighting in 64 directions and without
# (small_64D.nii of DIPY, BSD licence), into rank-one terms over a path of weights, with bounds from both sides. The polar
# of a tensor is NP-hard: path.json and path.png say how far the bounds are apart.
# Takes the file from Debian's package python3-dipy, which is fetched to src/target/examples, not installed; needs
# python3 to convert it.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/../../.." && pwd)
work=$root/src/target/examples
image=$work/dipy/usr/lib/python3/dist-packages/dipy/data/files/small_64D.nii
mkdir -p "$work"

if [ ! -f "$image" ]; then
    (cd "$work" && apt-get download python3-dipy >&2)
    # Under another name until it is complete.
    rm -rf "$work/dipy.part"
    dpkg -x "$work"/python3-dipy_*.deb "$work/dipy.part"
    mv "$work/dipy.part" "$work/dipy"
    rm "$work"/python3-dipy_*.deb
fi

# NIfTI-1: the shape from byte 40 on, where the elements begin at byte 108; here 16-bit integers, first index fastest.
python3 - "$image" "$work/diffusion.npy" <<'PY'
import array, struct, sys
content = open(sys.argv[1], "rb").read()
order, *shape = struct.unpack("<8h", content[40:56])
shape = tuple(shape[:order])
signal = array.array("h", content[int(struct.unpack("<f", content[108:112])[0]):])
mean = sum(signal) / len(signal)
header = ("{'descr': '<f8', 'fortran_order': True, 'shape': %s, }" % (shape,)).ljust(117).encode() + b"\n"
with open(sys.argv[2], "wb") as out:
    out.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header)
    array.array("d", (value / mean for value in signal)).tofile(out)
PY

exec "$root/nadir" path "$work/diffusion.npy" --model tensor --lambdas 200,140,100,70,50 --gap 1e-2 \
    --out "${1:-$root/diffusion-path}"
