"""Who speaks: one key with and without titles, and what sort of speaker it is."""

from __future__ import annotations

import pytest

from transforms.ledger.voices import give_voices, voice_of


@pytest.mark.parametrize(
    ("speaker", "key", "sort"),
    [
        ("President Vladimir Putin", "vladimir putin", "person"),
        ("Vladimir Putin", "vladimir putin", "person"),
        ("Mr. Putin", "putin", "person"),
        ("Prime Minister Irena Kolt", "irena kolt", "person"),
        ("Hasan Okur", "hasan okur", "person"),
        ("mayor of Ayvalar", "mayor of ayvalar", "person"),
        ("the health ministry's spokesman", "health ministry spokesman", "person"),
        ("Ministry of Health", "ministry of health", "organisation"),
        ("the disaster agency", "disaster agency", "organisation"),
        ("Halden Robotics Inc", "halden robotics inc", "organisation"),
        ("court documents", "court documents", "document"),
        ("a Reuters poll", "reuters poll", "document"),
        ("…", "…", "organisation"),
        (None, None, "none"),
    ],
)
def test_a_speaker_has_a_key_and_a_type(speaker: str | None, key: str | None, sort: str) -> None:
    assert voice_of(speaker) == (key, sort)


def test_a_role_anywhere_in_the_article_makes_a_person() -> None:
    rows = [{"speaker": "Quill", "speaker_role": None}, {"speaker": "Quill", "speaker_role": "judge"}]
    give_voices(rows)
    assert [row["speaker_type"] for row in rows] == ["person", "person"]
