"""Times truncated singular value decompositions of SciPy and scikit-learn, which certify nothing.

usage: truncated_svd.py FILE.npy TRIPLETS REPEATS

Prints a line of JSON for each implementation: its name, its version, and the seconds of each repetition after one that does
not count. What is not installed is left out. The number of threads is that of the BLAS: set it in the environment.
"""

import json
import os
import sys
import time

os.environ["SCIPY_USE_PROPACK"] = "1"  # older versions of SciPy ask for it before they are imported

import numpy
import scipy
from scipy.sparse.linalg import svds


def implementations(matrix, triplets):
    """Yields name, version, and a function without arguments."""
    for solver in "arpack", "propack":
        yield f"scipy-{solver}", f"scipy {scipy.__version__}", lambda: svds(matrix, triplets, solver=solver, random_state=1)
    try:
        import sklearn
        from sklearn.utils.extmath import randomized_svd
    except ImportError:
        return
    yield "sklearn-randomized", f"scikit-learn {sklearn.__version__}", lambda: randomized_svd(
        matrix, triplets, random_state=1
    )


def main(file, triplets, repeats):
    matrix = numpy.load(file)
    for name, version, function in implementations(matrix, int(triplets)):
        seconds = []
        for _ in range(int(repeats) + 1):
            start = time.perf_counter()
            function()
            seconds.append(time.perf_counter() - start)
        print(json.dumps({"implementation": name, "version": version, "seconds": seconds[1:]}), flush=True)


main(*sys.argv[1:])
