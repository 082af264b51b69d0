"""Numbers that name a child: the design's own test vectors, and every single slip is caught."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from graph_service.domain import identifiers as ids

CHILD = TypeAdapter(ids.ChildId)
NHS, HCN, CHI = TypeAdapter(ids.NhsNumber), TypeAdapter(ids.HcnNumber), TypeAdapter(ids.ChiNumber)
UPN, SCN = TypeAdapter(ids.UniquePupilNumber), TypeAdapter(ids.ScottishCandidateNumber)


class TestVectors:
    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            (NHS, "9990000018"), (HCN, "3200000015"), (HCN, "3200000023"), (CHI, "0101011237"), (UPN, "X00180001701A"),
            (SCN, "123456789"), (NHS, "4010232137"), (NHS, "9434765919"), (NHS, "9876543210"),
        ],
    )  # fmt: skip
    def test_these_are_good(self, kind: TypeAdapter, value: str) -> None:
        assert kind.validate_python(value) == value

    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            (NHS, "9876544321"), (NHS, "3200000015"), (NHS, "3112259980"), (NHS, "999000001"), (NHS, "٤010232137"),
            (CHI, "3213201234"), (CHI, "101011237"), (HCN, "4010232137"), (UPN, "A00180001701A"), (UPN, "X0018000170"),
            (SCN, "12345678"),
        ],
    )  # fmt: skip
    def test_these_are_not(self, kind: TypeAdapter, value: str) -> None:
        with pytest.raises(ValidationError):
            kind.validate_python(value)


class TestChildId:
    def test_a_new_one_is_good_and_never_the_same(self) -> None:
        made = {ids.new_child_id() for _ in range(1000)}

        assert len(made) == 1000
        assert all(ids.is_child_id(one) for one in made)

    @given(st.integers(0, 11), st.sampled_from(ids.ALPHABET))
    def test_every_single_slip_is_caught(self, place: int, sign: str) -> None:
        good = ids.new_child_id()
        slipped = good[:place] + sign + good[place + 1 :]

        assert ids.is_child_id(slipped) == (slipped == good)

    @given(st.integers(0, 10))
    def test_two_neighbours_swapped_are_caught(self, place: int) -> None:
        good = ids.new_child_id()
        swapped = good[:place] + good[place + 1] + good[place] + good[place + 2 :]

        assert ids.is_child_id(swapped) == (swapped == good)

    @given(st.text(max_size=40))
    def test_anything_else_is_refused_in_words_that_do_not_repeat_it(self, text: str) -> None:
        if not ids.is_child_id(text):
            with pytest.raises(ValidationError, match="not one of our numbers"):
                CHILD.validate_python(text)
