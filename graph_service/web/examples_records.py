"""Examples of what is sent about who a child is."""

from typing import Any

CHILD_CHANGES: dict[str, Any] = {
    "a name misspelt": {
        "value": {"given_name": "Ellis", "family_name": "Brooke", "born": "2015-04-18", "keep_as_former": False}
    },
    "the sex was not known": {"value": {"sex": "male"}},
}

NUMBERS: dict[str, Any] = {"an NHS number": {"value": {"scheme": "nhs", "value": "999 000 0026"}}}
