"""Numbers that name a child: ours, and those that health and education gave. A slip is caught by its check digit.

Never log one, never put one but ours in an address: a CHI number spells date of birth and sex (domain.md 7).
"""

import re
import secrets
from datetime import date
from functools import reduce
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from stdnum.gb import nhs

# Crockford's base 32: no I, L, O or U, so nothing is misread aloud or over a telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHILD_ID = re.compile(f"[{ALPHABET}]{{10}}[0-9]{{2}}")
_UPN = re.compile(r"[A-Z]\d{11}[\dA-Z]")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def new_child_id() -> str:
    """Ours: ten random characters (50 bits) and two digits that check them; it says nothing about the child."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(10))
    return f"{body}{98 - _number(body) * 100 % 97:02}"


def _number(body: str) -> int:
    """Its value to the base of 32, the check's of ISO 7064 mod 97-10: so no single slip, nor a swap, goes unseen.

    ISO's own reading of letters, as two digits each, lets one slip in a hundred of letter for digit through.
    """
    return reduce(lambda value, sign: value * len(ALPHABET) + ALPHABET.index(sign), body, 0)


def normalised_child_id(value: str) -> str:
    return value.strip().upper().replace(" ", "").replace("-", "")


def is_child_id(value: str) -> bool:
    normal = normalised_child_id(value)
    return bool(_CHILD_ID.fullmatch(normal)) and (_number(normal[:10]) * 100 + int(normal[10:])) % 97 == 1


def _child_id(value: str) -> str:
    if not is_child_id(value):
        raise ValueError("this is not one of our numbers: 12 letters and digits of which the last two check the rest")
    return normalised_child_id(value)


ChildId = Annotated[
    str,
    AfterValidator(_child_id),
    WithJsonSchema({"type": "string", "maxLength": 40, "examples": ["K7Q2M9TX4B35"], "description": "Our number."}),
]


def _nhs_number(value: str) -> str:
    """England, Wales and the Isle of Man: ten digits, mod 11, from 4 up: below lie Scotland's and Northern Ireland's.

    Issued so far: 4 and 6 to 7, and 999 for made-up people; the NHS has not said that it will stop there.
    """
    if not _ten_digits(value) or value[0] < "4" or not nhs.is_valid(value):
        raise ValueError("this is not an NHS number: ten digits, the last of which checks the rest")
    return value


def _hcn_number(value: str) -> str:
    """Northern Ireland's Health and Care Number: the same digits and check, bodies 320000001 to 399999999."""
    body = int(value[:9]) if _ten_digits(value) else 0
    if not 320_000_001 <= body <= 399_999_999 or not nhs.is_valid(value):
        raise ValueError("this is not a Health and Care Number: ten digits from 32 to 39, the last checks the rest")
    return value


def _chi_number(value: str) -> str:
    """Scotland's Community Health Index: DDMMYY, two digits, one odd for male, and the same mod 11 check."""
    if not _ten_digits(value) or chi_born(value) is None or not nhs.is_valid(value):
        raise ValueError("this is not a CHI number: a date of birth, then four digits, the last checks the rest")
    return value


def _ten_digits(value: str) -> bool:
    return len(value) == 10 and value.isascii() and value.isdigit()


def chi_born(value: str) -> tuple[int, int, int] | None:
    """Day, month and two-digit year that a CHI number begins with; None where no such day is."""
    day, month, year = int(value[:2]), int(value[2:4]), int(value[4:6])
    for century in (1900, 2000):
        try:
            date(century + year, month, day)
        except ValueError:
            continue
        return day, month, year
    return None


def chi_agrees(value: str, born: date, sex: str) -> bool:
    """Whether a valid CHI number begins with this date of birth and has this sex's digit."""
    same_day = chi_born(value) == (born.day, born.month, born.year % 100)
    odd = int(value[8]) % 2 == 1
    return same_day and (sex == "not_specified" or odd == (sex == "male"))


def _upn(value: str) -> str:
    """Unique Pupil Number 2.0: a check letter over twelve characters, weights 2 to 13, mod 23.

    python-stdnum refuses authority numbers outside a list of its own, which goes stale; this checks the letter.
    """
    if not _UPN.fullmatch(value) or value[0] != _upn_letter(value[1:]):
        raise ValueError("this is not a UPN: a letter, which checks the rest, then twelve digits")
    return value


def _upn_letter(rest: str) -> str | None:
    if rest[-1] in "IOS":
        return None
    # A temporary number ends in a letter, which counts as its place in the list.
    digits = [int(sign) if sign.isdigit() else _UPN_LETTERS.index(sign) for sign in rest]
    return _UPN_LETTERS[sum(weight * digit for weight, digit in enumerate(digits, start=2)) % 23]


def _scn(value: str) -> str:
    """Scottish Candidate Number: nine digits."""
    if not (len(value) == 9 and value.isascii() and value.isdigit()):
        raise ValueError("this is not a Scottish Candidate Number: nine digits")
    return value


NhsNumber = Annotated[str, AfterValidator(_nhs_number)]
HcnNumber = Annotated[str, AfterValidator(_hcn_number)]
ChiNumber = Annotated[str, AfterValidator(_chi_number)]
UniquePupilNumber = Annotated[str, AfterValidator(_upn)]
ScottishCandidateNumber = Annotated[str, AfterValidator(_scn)]
