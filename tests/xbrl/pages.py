"""Small inline documents in the real formats, for tests."""

from __future__ import annotations

from generator.xbrl.documents import Document

HEAD = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:xbrldi="http://xbrl.org/2006/xbrldi"
 xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:us-gaap="http://fasb.org/us-gaap/2023" xmlns:dei="http://xbrl.sec.gov/dei/2023"
 xmlns:srt="http://fasb.org/srt/2023" xmlns:own="http://www.example.com/20230701"
 xmlns:jppfs="http://disclosure.edinet-fsa.go.jp/taxonomy/jppfs/2022-11-01/jppfs_cor"
 xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2020-02-12"
 xmlns:ixt2="http://www.xbrl.org/inlineXBRL/transformation/2011-07-31"
 xmlns:ixt-sec="http://www.sec.gov/inlineXBRL/transformation/2015-08-31"
 xmlns:ix="{ix}"><head><title>t</title><style>.in{{padding-left:9pt}}</style></head><body>{body}</body></html>"""

ENTITY = "<xbrli:entity><xbrli:identifier scheme='http://www.sec.gov/CIK'>0000320193</xbrli:identifier>{}</xbrli:entity>"
HEADER = f"""<div style="display:none"><ix:header><ix:hidden>{{hidden}}</ix:hidden>
<ix:references><link:schemaRef xlink:type="simple" xlink:href="{{schema}}"/></ix:references><ix:resources>
<xbrli:context id="q">{ENTITY.format('')}<xbrli:period><xbrli:startDate>2023-04-02</xbrli:startDate>
<xbrli:endDate>2023-07-01</xbrli:endDate></xbrli:period></xbrli:context>
<xbrli:context id="i">{ENTITY.format('')}<xbrli:period><xbrli:instant>2023-07-01</xbrli:instant></xbrli:period>
</xbrli:context>
<xbrli:context id="p">{ENTITY.format('''<xbrli:segment><xbrldi:explicitMember dimension="srt:ProductOrServiceAxis">
own:PhoneMember</xbrldi:explicitMember></xbrli:segment>''')}<xbrli:period><xbrli:startDate>2023-04-02</xbrli:startDate>
<xbrli:endDate>2023-07-01</xbrli:endDate></xbrli:period></xbrli:context>
<xbrli:unit id="usd"><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unit>
<xbrli:unit id="jpy"><xbrli:measure>iso4217:JPY</xbrli:measure></xbrli:unit>
<xbrli:unit id="shares"><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unit>
<xbrli:unit id="per"><xbrli:divide><xbrli:unitNumerator><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unitNumerator>
<xbrli:unitDenominator><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unitDenominator></xbrli:divide></xbrli:unit>
</ix:resources></ix:header></div>"""

OLD, NEW = "http://www.xbrl.org/2008/inlineXBRL", "http://www.xbrl.org/2013/inlineXBRL"


def document(body: str, *, name: str = "a.htm", schema: str = "a.xsd", hidden: str = "", has_header: bool = True,
             ix: str = NEW) -> Document:
    header = HEADER.format(hidden=hidden, schema=schema) if has_header else ""
    return Document(name, HEAD.format(ix=ix, body=header + body).encode())


def figure(printed: str, more: str = "", *, name: str = "us-gaap:Revenues", context: str = "q", unit: str = "usd",
           form: str = "ixt:num-dot-decimal", scale: str = "6") -> str:
    return (f'<ix:nonFraction name="{name}" contextRef="{context}" unitRef="{unit}" decimals="-6" '
            f'scale="{scale}" format="{form}" {more}>{printed}</ix:nonFraction>')


def nil(context: str = "q", name: str = "us-gaap:Revenues") -> str:
    return f'<ix:nonFraction name="{name}" contextRef="{context}" unitRef="usd" xsi:nil="true"/>'


def table(*rows: str) -> str:
    """Rows of cells; a cell that begins with ``<td`` or ``<th`` says itself how it is, cells are parted by ``|``."""
    cells = (("".join(each if each.startswith(("<td", "<th")) else f"<td>{each}</td>" for each in row.split("|")))
             for row in rows)
    return f"<table>{''.join(f'<tr>{each}</tr>' for each in cells)}</table>"
