"""Examples of what is sent about who a child is."""

from typing import Any

CHILD_CHANGES: dict[str, Any] = {
    "a name misspelt": {
        "value": {"given_name": "Ellis", "family_name": "Brooke", "born": "2015-04-18", "keep_as_former": False}
    },
    "the sex was not known": {"value": {"sex": "male"}},
}

DEATHS: dict[str, Any] = {
    "died": {"value": {"died_on": "2026-11-20"}},
    "lives": {"value": {"died_on": None}},
}

NUMBERS: dict[str, Any] = {"an NHS number": {"value": {"scheme": "nhs", "value": "999 000 0026"}}}

CARERS: dict[str, Any] = {
    "a grandmother": {
        "value": {
            "given_name": "Ruth",
            "family_name": "Brook",
            "phone": "0113 496 0155",
            "capacity": "kinship",
            "start": "2026-11-20",
        }
    },
    "the mother of a sister": {
        "value": {
            "carer_id": "IUYB2QJ7J7GPCSNS",
            "of_child": "QZ0XWJ3G2C41",
            "capacity": "parent",
            "start": "2026-11-20",
        }
    },
    "a mother of sixteen": {
        "value": {
            "carer_id": "QZ0XWJ3G2C41",
            "of_child": "QZ0XWJ3G2C41",
            "capacity": "parent",
            "start": "2026-11-20",
        }
    },
}
CARER_CHANGES: dict[str, Any] = {
    "another telephone": {"value": {"phone": "0113 496 0156"}},
    "a telephone that rings no more": {"value": {"phone": None}},
}
CARER_ADDRESSES: dict[str, Any] = {
    "a grandmother's home": {
        "value": {
            "household": {"address": "21 Example Terrace", "postcode": "LS99 2BB", "kind": "private"},
            "start": "2026-11-20",
        }
    },
    "gone": {"value": {"start": "2026-11-20"}},
}
ENDS_OF_CARE: dict[str, Any] = {
    "a placement ended": {"value": {"capacity": "foster", "end": "2026-11-20", "end_reason": "placement_ended"}}
}
RESPONSIBILITIES: dict[str, Any] = {
    "a father": {
        "value": {
            "carer_id": "IUYB2QJ7J7GPCSNS",
            "state": "held",
            "basis": "birth_registration",
            "start": "2015-04-18",
        }
    },
    "an authority": {
        "value": {"authority": "LDS", "state": "held", "basis": "interim_care_order", "start": "2026-11-20"}
    },
}

PROTECTIONS: dict[str, Any] = {
    "fled": {"value": {"review_on": "2027-02-20", "may_see": ["IUYB2QJ7J7GPCSNS", "3MTQ5SXK2VJ7C0AB"]}}
}

ADDRESSES: dict[str, Any] = {
    "moved": {
        "value": {
            "state": "current",
            "household": {"address": "14 Example Road", "postcode": "LS99 1AA", "kind": "private"},
            "start": "2026-11-20",
        }
    },
    "left the country": {"value": {"state": "left_country", "on": "2026-11-20"}},
}

NEW_CHILDREN: dict[str, Any] = {
    "a child": {"value": {"given_name": "Ellis", "family_name": "Brook", "born": "2015-04-18", "sex": "male"}},
    "after looking at the candidates": {
        "value": {
            "given_name": "Ellis",
            "family_name": "Brook",
            "born": "2015-04-18",
            "sex": "male",
            "not_a_duplicate_of": ["82HCG1SAG434"],
        }
    },
}
