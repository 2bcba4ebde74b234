"""Currencies by their codes, and the rates at which amounts of one become amounts of another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from generator.model.period import Period

CODES = frozenset((
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLF CLP CNH CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD "
    "HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD "
    "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG "
    "QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD "
    "TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG "
    "ATS BEF BYR CYP DEM EEK ESP FIM FRF GHC GRD IEP ITL LTL LUF LVL MRO MTL NLG PTE ROL SIT SKK STD TRL VEF ZMK ZWL"
    ).split())
"""Those of ISO 4217 in which companies report or pay, then those of years past."""
HUNDREDTHS = {"GBX": "GBP", "ZAC": "ZAR", "ILA": "ILS"}
"""What exchanges quote in a hundredth of a currency: pence, South African cents, agorot."""
_OTHERWISE = {"GBp": "GBX", "ZAc": "ZAC", "ZAX": "ZAC", "ILX": "ILA", "RMB": "CNY"}
"""The same under other names."""
PATTERN = "|".join((*sorted(CODES), *HUNDREDTHS, *_OTHERWISE))
"""Every code as it may be typed."""
HUNDRED = Decimal(100)


def code_of(text: str) -> str:
    """The code of a currency as it is typed (``USD``, ``GBp``); empty for what is none."""
    code = _OTHERWISE.get(text, text)
    return code if code in CODES or code in HUNDREDTHS else ""


def currency_in(label: str) -> str:
    """The currency that the label of a unit names as a word of its own (``GBP``, ``USD thousand``); empty for none."""
    found = {code for word in re.findall(r"[A-Za-z]+", label) if (code := code_of(word))}
    return found.pop() if len(found) == 1 else ""


@dataclass(frozen=True)
class Rate:
    """What one unit of a currency (``base``) is worth in another (``quote``), of a day or over a period.

    ``within`` says that it is the rate of every day and period within its own, not only of that one.
    """

    base: str
    quote: str
    value: Decimal
    period: Period
    source: str
    within: bool = False

    def covers(self, period: Period) -> bool:
        """Whether it is the rate of a day or a period."""
        first, last = self.period.start, self.period.end
        return period == self.period or (
            self.within and first is not None and first <= (period.start or period.end) and period.end <= last)


@dataclass(frozen=True)
class Step:
    """One step from a currency to another: times or over (``sign``) the rate of a number, or a hundred (None)."""

    sign: str
    rate: int | None = None


def steps(rates: tuple[Rate, ...], base: str, into: str, period: Period | None) -> tuple[Step, ...] | None:
    """How an amount of a period becomes one in another currency than its own; None where no rate covers the period.

    A rate that is given for the very day or period goes before one that spans it. Rates count from 1.
    """
    whole, major = HUNDREDTHS.get(base, base), HUNDREDTHS.get(into, into)
    first = (Step("/"),) if whole != base else ()
    last = (Step("*"),) if major != into else ()
    if whole == major:
        return (*first, *last)
    found = [(rate.within, number, rate) for number, rate in enumerate(rates, start=1)
             if {rate.base, rate.quote} == {whole, major} and period is not None and rate.covers(period)]
    if not found:
        return None
    _, number, rate = min(found, key=lambda each: each[:2])
    return (*first, Step("*" if rate.base == whole else "/", number), *last)
