"""Makes the .npy files beside it. They were made with NumPy 1.24.2: python3 make.py"""

import numpy as np
from numpy.lib import format as npy

# Exact in float32 too; no two elements alike, so that a wrong order shows.
matrix = np.array([[0.5, -1.25, 3.0], [1e-3, 2.0**-20, 7e4]]).astype("<f4").astype("<f8")


def write(name, array, version):
    with open(name + ".npy", "wb") as file:
        npy.write_array(file, array, version)


for dtype in ("<f8", ">f8", "<f4", ">f4"):
    for order in ("C", "F"):
        for major in (1, 2, 3):
            kind = ("le" if dtype[0] == "<" else "be") + dtype[1:]
            write(f"{kind}-{order}-v{major}", np.array(matrix, dtype, order=order), (major, 0))

write("int64", matrix.astype("<i8"), (1, 0))
write("complex", matrix.astype("<c16"), (1, 0))
write("structured", np.zeros((2, 3), [("a", "<f8")]), (1, 0))
write("object", matrix.astype(object), (1, 0))
write("one-dimension", matrix[0], (1, 0))
write("three-dimensions", matrix[None], (1, 0))
write("no-dimension", np.float64(3), (1, 0))
write("no-rows", matrix[:0], (1, 0))
write("nan", np.array([[1, 2], [np.nan, 4]]), (1, 0))
write("infinite-F", np.asfortranarray([[1, 2, -np.inf], [3, 4, 5.0]]), (1, 0))
