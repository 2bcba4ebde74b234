"""The pictures of docs/, from real pages: sheets of a workbook as LibreOffice prints them, and the report's page.

``python -m handbook.pictures`` (`make pictures`) draws them anew. It needs LibreOffice, poppler-utils and Chromium.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

from generator.cli import main

ROOT = Path(__file__).resolve().parent.parent
SHEETS = {"Summary": "summary.png", "Income Statement": "income-statement.png"}
"""The sheets that are shown, each by the first page on which it is printed."""
PROOF = "proof.png"
_SWAPPED, _LEFT_OUT = ("trade_receivables:", "41340", "39017"), ("change_contract_assets:", "(1559)")
"""What stands in the line whose last figure is typed wrongly, and in the line that is left out."""
_HEAD_AND_FOOT = 0.055
"""How much of a printed page its header takes, and its footer."""
_ONLY_REPAIRS = ("<style>header, main > section:not(#repairs) { display: none } body { background: white }</style>"
                 "</head>")


def draw(into: Path) -> None:
    """Write every picture into a folder. Raises SystemExit where a program is missing or fails."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        shutil.copytree(ROOT / "inputs" / "iij", work / "inputs" / "iij")
        main(["build", str(work / "inputs" / "iij"), "-o", str(work / "iij.xlsx")])
        _sheets(work, into)
        _proof(work, into)


def _sheets(work: Path, into: Path) -> None:
    _run("soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to", "pdf", "--outdir",
         str(work), str(work / "iij.xlsx"))
    printed = _run("pdftotext", "-layout", str(work / "iij.pdf"), "-").split("\f")
    for sheet, picture in SHEETS.items():
        number = next(number for number, page in enumerate(printed, 1)
                      if page.strip().partition("\n")[0].partition(" · ")[2].startswith(sheet))
        _run("pdftoppm", "-r", "110", "-png", "-singlefile", "-f", str(number), "-l", str(number),
             str(work / "iij.pdf"), str(work / "page"))
        with Image.open(work / "page.png") as page:
            edge = int(page.height * _HEAD_AND_FOOT)
            _cropped(page.crop((0, edge, page.width, page.height - edge))).save(into / picture, optimize=True)


def _proof(work: Path, into: Path) -> None:
    """What the report says of two typing errors: two digits swapped, a row left out."""
    [filing] = (work / "inputs" / "iij" / "filings").glob("*.yaml")
    lines = filing.read_text(encoding="utf-8").splitlines(keepends=True)
    figure, row = (next(number for number, line in enumerate(lines) if all(word in line for word in words))
                   for words in (_SWAPPED, _LEFT_OUT))
    lines[figure] = lines[figure].replace("39017", "39071")
    del lines[row]
    filing.write_text("".join(lines), encoding="utf-8")
    main(["check", str(filing.parent.parent), "--html", str(work / "report.html")])
    page = work / "report.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</head>", _ONLY_REPAIRS).replace(f"{work}/", ""),
                    encoding="utf-8")
    _run("chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={work}/chromium",
         "--hide-scrollbars", "--window-size=1300,2400", f"--screenshot={work}/proof.png", page.as_uri())
    with Image.open(work / "proof.png") as shown:
        _cropped(shown).save(into / PROOF, optimize=True)


def _cropped(page: Image.Image) -> Image.Image:
    """What is drawn on a white page, with a little white around it, in few colours."""
    drawn = page.convert("RGB")
    box = ImageChops.difference(drawn, Image.new("RGB", drawn.size, "white")).getbbox()
    assert box, "the page is empty"
    left, top, right, bottom = box
    around = drawn.crop((max(left - 8, 0), max(top - 8, 0), min(right + 8, drawn.width), min(bottom + 8, drawn.height)))
    return around.quantize(64)


def _run(*arguments: str) -> str:
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{arguments[0]}: {done.stderr.strip()[-500:]}")
    return done.stdout


if __name__ == "__main__":
    draw(ROOT / "docs")
