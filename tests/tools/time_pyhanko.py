"""Signs files twice with pyHanko, giver then receiver, in one process, and prints the median milliseconds for a file."""

import importlib.util
import pathlib
import statistics
import sys
import time

spec = importlib.util.spec_from_file_location("sign_pyhanko", pathlib.Path(__file__).with_name("sign_pyhanko.py"))
signing = importlib.util.module_from_spec(spec)
spec.loader.exec_module(signing)

giver, receiver = map(pathlib.Path, sys.argv[1:3])
times = []
for file in sys.argv[3:]:
    data = pathlib.Path(file).read_bytes()
    begun = time.perf_counter()
    data = signing.sign(data, giver, "mat khau", "minutes_giver")
    signing.sign(data, receiver, "mat khau", "minutes_receiver")
    times.append((time.perf_counter() - begun) * 1000)
print(statistics.median(times))
