"""The files in which a workbook is written, by the endings of their names, and what Excel wants each of them to say.

Excel refuses a file whose ending and content type are not those of one format.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.xlsx.markup import elements, with_attributes
from generator.xlsx.package import OFFICE, TYPES, Package

_EXCEL = "application/vnd.ms-excel."
FORMATS: Mapping[str, str] = {
    ".xlsx": f"{OFFICE}spreadsheetml.sheet.main+xml",
    ".xlsm": f"{_EXCEL}sheet.macroEnabled.main+xml",
    ".xltx": f"{OFFICE}spreadsheetml.template.main+xml"}
"""The content type of the workbook's part by the ending of the file."""
_INSTEAD = {
    ".xls": "that is Excel's format of before 2007; write an .xlsx and save it as .xls in Excel",
    ".xlsb": "write an .xlsx and save it as .xlsb in Excel",
    ".xltm": "write an .xlsm and save it as .xltm in Excel",
    ".ods": "write an .xlsx, which LibreOffice opens and saves as .ods",
    ".csv": "'quarterbook export' writes facts and rows as CSV",
    ".tsv": "'quarterbook export' writes facts and rows as CSV",
    ".parquet": "'quarterbook export --format parquet' writes facts and rows as Parquet",
    ".pdf": "write an .xlsx and print it to a PDF in Excel or LibreOffice",
    ".html": "'quarterbook check --html' writes a page with the checks",
    ".json": "'quarterbook check --json' prints the checks for programs"}
_NO_MACROS = (".xlsx", ".xltx")


def is_ending(ending: str) -> bool:
    """Whether a name that ends so is a file's, of ours or of another kind."""
    return ending.lower() in FORMATS or ending.lower() in _INSTEAD


def refused_ending(ending: str) -> str:
    """What to say of a file that no workbook is written in; empty where one is."""
    if ending in FORMATS:
        return ""
    instead = _INSTEAD.get(ending.lower(), "") or (f"write {ending.lower()}" if ending.lower() in FORMATS else "")
    return "a workbook's name ends in .xlsx, .xlsm or .xltx" + (f"; {instead}" if instead else "")


def has_macros(package: Package) -> bool:
    """Whether a workbook holds a project of VBA."""
    return any(each.kind == "vbaProject" for each in package.relationships(package.workbook))


def put_into_format(package: Package, like: Package) -> None:
    """Say of a workbook that it is of the format of another one."""
    part, wanted, text = package.workbook, like.content_type(like.workbook), package.text(TYPES)
    for said in elements(text, "Override"):
        if said.attributes.get("PartName") == f"/{part}":
            tag = with_attributes(said.raw, {"ContentType": wanted})
            package.put(TYPES, text[:said.start] + tag + text[said.end:])
            return
    package.declare(part, wanted)


def refused_macros(package: Package, ending: str) -> str:
    """What to say of a workbook with macros in a file that holds none; empty where all is well."""
    if ending in _NO_MACROS and has_macros(package):
        return f"holds macros, with which Excel opens no {ending}; name it .xlsm"
    return ""
