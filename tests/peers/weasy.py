"""WeasyPrint on the texts of our minutes as HTML, one after the other, as `cargo xtask bench pdf` starts it."""
import collections, pathlib, statistics, sys, time
from weasyprint import HTML

FILES = 20

def make(path):
    begun = time.perf_counter()
    made = HTML(filename=str(path)).write_pdf(pdf_variant="pdf/ua-1")
    return (time.perf_counter() - begun) * 1e3, len(made) / 1e3

folder = pathlib.Path(sys.argv[1])
ours = dict(line.split() for line in (folder / "ours.txt").read_text().splitlines())
by_pages = collections.defaultdict(list)
for path in sorted(folder.glob("*.html")):
    by_pages[path.read_text().count("<section>")].append(path)
print("peer WeasyPrint:")
for pages in sorted(by_pages):
    files = by_pages[pages][:: max(1, len(by_pages[pages]) // FILES)]
    make(files[0])
    done = [make(path) for path in files]
    took = statistics.median(t for t, _ in done)
    print(f"  {pages} pages: median {took:.1f} ms, {statistics.median(s for _, s in done):.1f} kB; ours took {float(ours[f'alone_{pages}']) / took:.3f} of it")
