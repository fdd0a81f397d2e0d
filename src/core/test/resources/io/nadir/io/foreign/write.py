"""Writes the files beside it, with SciPy: matrices that Java's tests know.

dense 3×2: 1 -2.5 / 3 4e300 / 0.1 0      sparse 4×3: (1,1)=1.5 (3,2)=-2 (4,3)=7 (1,3)=0.25 (from 1)
"""
import numpy as np
import scipy.io
import scipy.sparse as sp

dense = np.array([[1, -2.5], [3, 4e300], [0.1, 0]])
sparse = sp.coo_array(([1.5, -2, 7, 0.25], ([0, 2, 3, 0], [0, 1, 2, 2])), shape=(4, 3))
cube = np.arange(24, dtype=float).reshape(2, 3, 4)

for name in ("csr", "csc", "coo", "bsr"):
    sp.save_npz(f"{name}.npz", sparse.asformat(name), compressed=name != "csc")
sp.save_npz("int64.npz", sp.csr_array(np.array([[0, 3], [2**53 + 1, 0]])))
twice = sp.coo_array(([1.0, 2.0], ([1, 1], [0, 0])), shape=(2, 2))
sp.save_npz("twice.npz", twice)

variables = {
    "single": np.where(np.abs(dense) < 1e30, dense, 0).astype(np.float32),
    "dense": dense,
    "sparse": sp.csc_array(sparse),
    "whole": np.array([[1, 2], [3, 200]], dtype=np.uint8),
    "big": np.array([[2**53 + 1, 0]], dtype=np.int64),
    "logical": np.array([[True, False], [True, True]]),
    "cube": cube,
    "missing": np.array([[1, np.nan], [2, 3]]),
    "complex": np.array([[1 + 2j]]),
    "text": "words",
    "cell": np.array([[1, "a"]], dtype=object),
    "record": {"field": 1.0},
    "empty": np.zeros((0, 3)),
}
scipy.io.savemat("v6.mat", variables)
scipy.io.savemat("v7.mat", variables, do_compression=True)
scipy.io.savemat("one.mat", {"text": "words", "dense": dense})
scipy.io.savemat("none.mat", {"text": "words"})

# sparse.save_npz of PyData writes these members.
np.savez("pydata.npz", data=np.array([1.5, -2.0, 7.0]),
         coords=np.array([[0, 1, 1], [2, 0, 1], [3, 0, 2]]),
         shape=np.array([2, 3, 4]), fill_value=0.0)
