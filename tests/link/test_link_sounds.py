"""Katakana and Latin names by sound: the quick answer is the one that the ratio gives."""

from hypothesis import given
from hypothesis import strategies as st

from kgpub.link.sounds import likeness, sounds_like

KATAKANA = st.text(
    "アイウエオカキクケコサシスセソタチツテトナニヌネノバビブベボラリルレロマンーッァィヴ", max_size=8
)
LATIN = st.text("abcdefghijklmnopqrstuvwyz-'éø", max_size=10)


@given(KATAKANA, LATIN, st.sampled_from((0.3, 0.5, 0.6, 0.8)))
def test_names_sound_alike_if_their_likeness_is_enough(katakana: str, latin: str, least: float) -> None:
    assert sounds_like(katakana, latin, least) == (likeness(katakana, latin) >= least)


def test_names_that_are_one_and_names_that_are_not() -> None:
    assert sounds_like("ブリンケン", "Blinken", 0.8)
    assert sounds_like("ゼレンスキー", "Zelenskyy", 0.6)
    assert not sounds_like("ヘグセス", "Hicks", 0.6)
