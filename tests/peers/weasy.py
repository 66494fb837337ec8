"""WeasyPrint on the texts of our minutes, two processes, as `cargo xtask bench pdf` starts it."""
import html, multiprocessing, pathlib, statistics, sys, time
from weasyprint import HTML

def make(path):
    pages = [p for p in pathlib.Path(path).read_text().split("\f") if p.strip()]
    body = "".join("<section>" + "".join(f"<p>{html.escape(b)}</p>" for b in p.split("\n\n")) + "</section>" for p in pages)
    style = "@page{size:A4;margin:20mm}body{font:12pt serif;text-align:justify}section{break-after:page}"
    return len(HTML(string=f"<html lang=vi><style>{style}</style>{body}").write_pdf())

if __name__ == "__main__":
    files = sorted(str(p) for p in pathlib.Path(sys.argv[1]).glob("*.txt"))
    begun = time.perf_counter()
    with multiprocessing.Pool(2) as pool:
        sizes = pool.map(make, files)
    print(f"peer WeasyPrint: {len(files)} files on two processes, {time.perf_counter() - begun:.2f} s, {statistics.median(sizes) / 1e3:.1f} kB median")
