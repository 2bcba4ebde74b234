"""Nintendo's second quarter of fiscal 2023 as EDINET and TDnet offer it: four lines, in the real formats."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.xbrl import test_edinet_csv as edinet

LINES = {"NetSales": ("売上高", 656_974, 796_237), "OperatingIncome": ("営業利益", 220_387, 279_910),
         "OrdinaryIncome": ("経常利益", 322_464, 380_007),
         "ProfitLossAttributableToOwnersOfParent": ("親会社株主に帰属する四半期純利益", 230_451, 271_298)}
"""In millions of yen, of a year ago and of now."""
_PAGE = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:xbrli="http://www.xbrl.org/2003/instance"
 xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:ix="http://www.xbrl.org/2008/inlineXBRL"
 xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2011-07-31"
 xmlns:tse-ed-t="http://www.xbrl.tdnet.info/taxonomy/jp/tse/tdnet/ed/t/2014-01-12"
 xmlns:jppfs_cor="http://disclosure.edinet-fsa.go.jp/taxonomy/jppfs/2022-11-01/jppfs_cor"><head><title>t</title></head>
<body><div style="display:none"><ix:header><ix:hidden>{hidden}</ix:hidden><ix:references><link:schemaRef
 xlink:type="simple" xlink:href="{name}.xsd"/></ix:references><ix:resources>{contexts}
<xbrli:unit id="JPY"><xbrli:measure>iso4217:JPY</xbrli:measure></xbrli:unit></ix:resources></ix:header></div>
<p>四半期連結損益計算書（単位：百万円）</p><table>{rows}</table></body></html>"""
_CONTEXT = """<xbrli:context id="{}"><xbrli:entity><xbrli:identifier scheme="http://www.tse.or.jp/sicode">79740
</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:startDate>{}</xbrli:startDate><xbrli:endDate>{}</xbrli:endDate>
</xbrli:period></xbrli:context>"""
_CONTEXTS = {"PriorYTDDuration": ("2022-04-01", "2022-09-30"), "CurrentYTDDuration": ("2023-04-01", "2023-09-30")}
_SAID = {"CompanyName": "任天堂株式会社", "SecuritiesCode": "79740", "FilingDate": "2023-11-07",
         "DocumentName": "2024年3月期 第2四半期決算短信〔日本基準〕（連結）", "FiscalYearEnd": "2024-03-31"}


def write_edinet(path: Path) -> Path:
    """The CSV in the zip that EDINET gives."""
    said = edinet.DEI | {"FilingDateCoverPage": "2023-11-08"}
    rows = [edinet.row(f"jpdei_cor:{key}", "FilingDateInstant", text, "－") for key, text in said.items()]
    rows += [edinet.row(f"jppfs_cor:{element}", context, str(millions * 1_000_000), label=label)
             for element, (label, *both) in LINES.items()
             for context, millions in zip(("Prior1YTDDuration", "CurrentYTDDuration"), both, strict=True)]
    return _zipped(path, f"XBRL_TO_CSV/{edinet.NAME}", edinet.written(rows))


def write_tdnet(path: Path) -> Path:
    """A page of statements in the zip that TDnet gives."""
    name = "tse-qcedjpfr-79740-2023-09-30-01-2023-11-07"
    hidden = "".join(f'<ix:nonNumeric name="tse-ed-t:{key}" contextRef="CurrentYTDDuration">{text}</ix:nonNumeric>'
                     for key, text in _SAID.items())
    rows = "".join(f"<tr><td>{label}</td>{''.join(map(_figure, [element] * 2, _CONTEXTS, both))}</tr>"
                   for element, (label, *both) in LINES.items())
    contexts = "".join(_CONTEXT.format(key, *dates) for key, dates in _CONTEXTS.items())
    page = _PAGE.format(hidden=hidden, name=name, contexts=contexts, rows=rows)
    return _zipped(path, f"XBRLData/Attachment/0102010-qcpl01-{name}-ixbrl.htm", page.encode())


def _figure(element: str, context: str, millions: int) -> str:
    return (f'<td><ix:nonFraction name="jppfs_cor:{element}" contextRef="{context}" unitRef="JPY" decimals="-6" '
            f'scale="6" format="ixt:numdotdecimal">{millions:,}</ix:nonFraction></td>')


def _zipped(path: Path, name: str, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(name, data)
    return path
