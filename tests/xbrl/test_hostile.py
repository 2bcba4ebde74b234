"""Files made to do harm, and files that were damaged: refused in time and in memory, with a line for people."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.refused import Refused
from generator.xbrl.archives import _Room
from generator.xbrl.read import read
from tests.fuzz import costly
from tests.targets import TARGETS, xbrl
from tests.xbrl.instances import FILES, HEAD, instance
from tests.xbrl.pages import document, figure, table
from tests.xbrl.test_read import written

BOMB = ('<!DOCTYPE x [<!ENTITY a "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "&a;" * 10}">'
                                                  for n in range(12)) + "]>" + HEAD.partition("\n")[2] + "&a11;</xbrl>")
EMPTY = HEAD.partition("\n")[2] + "</xbrl>"


def refused(path: Path) -> str:
    start = time.process_time()
    with pytest.raises(Refused) as error:
        read([path])
    assert time.process_time() - start < 5
    return "\n".join(error.value.lines)


def packed(path: Path, files: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le",
                                      "utf-32-be"])
@pytest.mark.parametrize("before", ["", "<!-- <xbrl> -->", '<?xml version="1.0"?><?p <a> ?>\n<!---->'])
@pytest.mark.parametrize("doctype", [
    BOMB, '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + EMPTY, "<!DOCTYPE html>" + EMPTY,
    '<!DOCTYPE x SYSTEM "http://example.com/x.dtd">' + EMPTY, '<!DOCTYPE x [<!ENTITY % a "b">%a;]>' + EMPTY])
def test_every_doctype_is_refused(tmp_path: Path, encoding: str, before: str, doctype: str) -> None:
    assert "DOCTYPE" in refused(written(tmp_path, {"a.xbrl": (before + doctype).encode(encoding)}))


def test_a_doctype_of_a_page_and_of_a_linkbase_is_refused(tmp_path: Path) -> None:
    page = document(table(figure("1"))).data.replace(b"\n<html", b"\n<!DOCTYPE html>\n<html", 1)
    assert "DOCTYPE" in refused(written(tmp_path / "p", {"a.htm": page}))
    links = {name: text.replace("?>", "?><!DOCTYPE a>", 1) if "_cal" in name else text for name, text in FILES.items()}
    assert "_cal.xml: has a DOCTYPE" in refused(written(tmp_path / "l", links))


@pytest.mark.parametrize("encoding", ["UTF-7", "IBM037", "ISO-2022-JP", "HZ-GB-2312", "none"])
def test_encodings_in_which_markup_can_hide_are_refused(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{EMPTY}'
    assert refused(written(tmp_path, {"a.xbrl": text}))


def test_nothing_outside_of_the_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    within = ('<us-gaap:Revenues contextRef="q" unitRef="usd"><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" '
              f'href="{tmp_path}/secret" parse="text"/></us-gaap:Revenues>')
    assert "has no number" in refused(written(tmp_path / "x", {"a.xbrl": instance(within)}))
    assert "Entity" in refused(written(tmp_path / "y", {"a.xbrl": instance("&secret;")}))
    located = instance().replace("<xbrl ", '<xbrl xsi:schemaLocation="http://a http://0.0.0.0:1/a.xsd" ')
    assert len(read([written(tmp_path / "z", {"a.xbrl": located})])[0].facts) == 8


@pytest.mark.parametrize("name", [
    "../a.xml", "/etc/a.xml", "C:/a.xml", "a/../../b.xml", "a\\..\\b.xml", "a//b.xml", "./a"])
def test_names_that_lead_out_of_a_zip(tmp_path: Path, name: str) -> None:
    assert "leads out of it" in refused(packed(tmp_path / "z.zip", {name: EMPTY}))


def test_bombs_of_zips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "of next to nothing" in refused(packed(tmp_path / "r.zip", {"a.xml": b"\0" * 60_000_000}))
    assert "that is no filing" in refused(packed(tmp_path / "m.zip", {f"{each}.xml": b"" for each in range(5_001)}))
    nested: bytes | str = EMPTY
    for each in range(4):
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as target:
            target.writestr("a.zip" if each else "a.xml", nested)
        nested = buffer.getvalue()
    assert "a zip in a zip in a zip" in refused(written(tmp_path / "n", {"n.zip": nested}))
    monkeypatch.setattr("generator.xbrl.archives._Room", partial(_Room, left=2_000_000))
    parts = {f"{each}.xml": b"<a>" + b"x" * 150_000 for each in range(18)}
    assert "in one go" in refused(packed(tmp_path / "q.zip", parts))


def test_a_zip_that_is_locked_or_damaged(tmp_path: Path) -> None:
    whole = packed(tmp_path / "w.zip", dict(FILES)).read_bytes()
    assert len(read([tmp_path / "w.zip"])) == 1
    locked = bytearray(whole)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := whole.find(sign, start)) >= 0:
            locked[start + at] |= 1
            start += 4
    (tmp_path / "w.zip").write_bytes(locked)
    assert "protected by a password" in refused(tmp_path / "w.zip")
    for cut in range(4, len(whole), 97):
        (tmp_path / "w.zip").write_bytes(whole[:cut])
        assert "damaged or cut short" in refused(tmp_path / "w.zip")
    broken = bytearray(whole)
    broken[60:90] = b"x" * 30
    (tmp_path / "w.zip").write_bytes(broken)
    assert "damaged" in refused(tmp_path / "w.zip")


@pytest.mark.parametrize(("text", "said"), [
    ("<a>" * 100_000, "depth"), ("\xff\xfe".encode("latin-1"), "encoding"), ("<a>", "damaged or cut short"),
    ("<a b='1' b='2'/>", "damaged or cut short"), ("<x:a/>", "damaged or cut short"), ("\x01", "damaged or cut short"),
    ("<![CDATA[" + "x" * 12_000_000 + "]]>", "too big"), ("x" * 12_000_000, "too long"),
    ("<a/>" * 2_000_001, "elements and attributes")], ids=lambda value: str(value)[:12])
def test_xml_that_is_damaged_or_too_large(tmp_path: Path, text: str | bytes, said: str) -> None:
    start, end = HEAD.encode(), b"</xbrl>"
    body = text if isinstance(text, bytes) else text.encode()
    assert said in refused(written(tmp_path, {"a.xbrl": start + body + end}))


@pytest.mark.parametrize("inline", [True, False])
def test_more_namespaces_than_any_filing_names(tmp_path: Path, inline: bool) -> None:
    """Each fact asks for its own among all of them: five thousand, and as many facts, took minutes."""
    named = "".join(f' xmlns:a{each}="u:{each}"' for each in range(501))
    whole = document(table(figure("1"))).data.decode() if inline else instance()
    many = whole.replace("<body", f"<body{named}", 1) if inline else whole.replace("<xbrl ", f"<xbrl{named} ", 1)
    assert "namespaces, at most 500 are read" in refused(written(tmp_path, {"a.htm" if inline else "a.xbrl": many}))


def test_a_row_of_twenty_thousand_figures_is_read_cell_by_cell(tmp_path: Path) -> None:
    """What stands beside and above each is looked up, not copied: the time goes with their number, not its square."""
    cells = "|".join(figure(str(each)) for each in range(20_000))
    page = document(table("Revenue|" + "|".join(["2023"] * 20_000), "Revenue|" + cells))
    (report,) = read([written(tmp_path, {"a.htm": page.data})])
    assert len(report.facts) == 20_000 and report.pages[0].heads[20_000] == ("2023",)


def test_two_hundred_megabytes_of_one_text_need_no_memory(tmp_path: Path) -> None:
    with (tmp_path / "a.xml").open("wb") as target:
        target.write(HEAD.encode())
        for _ in range(200):
            target.write(b"x" * 1_000_000)
    code = ("import resource, sys; from pathlib import Path; from generator.refused import Refused\n"
            "from generator.xbrl.read import read\n"
            "try: read([Path(sys.argv[1])])\nexcept Refused as error: print(error)\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.xml")], capture_output=True, text=True,
                         check=True)
    said, memory = run.stdout.splitlines()
    assert "is too large: 190 MB" in said
    assert int(memory) < max(500_000, before + 10_000)


@costly()
@given(st.data())
def test_mutated_files_are_read_or_refused(data: st.DataObject) -> None:
    seeds = TARGETS["xbrl"]().seeds
    content = bytearray(data.draw(st.sampled_from(seeds)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(1, len(content) - 1))
        content[at:at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=8) | st.sampled_from(
            [b"<", b">", b"&a;", b"<!DOCTYPE a>", b'"', b"\0", b"\xff", b"NaN", b"1e99", b"</xbrl>", b"xlink:"]))
    xbrl(bytes(content))
