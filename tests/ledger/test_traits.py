"""Traits: the rare names, words and figures of an article, and what is none."""

from __future__ import annotations

from transforms.ledger.traits import FIGURES, NAMES, OPENING, WORDS, kinds_of, names_in, plain, traits_of


def test_a_name_has_a_capital_that_begins_no_sentence() -> None:
    assert names_in("Ferries left Tarsova. Boats of Tarsova's Lumo met them, said Mr. Okur.") == [
        "Tarsova",
        "Lumo",
        "Okur",
    ]
    assert names_in("FLOODWATER came on Monday and in May.") == []


def test_a_name_is_one_though_it_only_begins_sentences() -> None:
    assert traits_of("Zandaro expects rain", "Zandaro is dry. People wait.") == ["Zandaro"]
    assert "anchor" in traits_of("Anchors wait", "Anchors wait. Anchors rust.")
    assert "zandaro" in traits_of("Zandaro", "The zandaro is a bird; one zandaro sings.")


def test_an_opening_tells_of_a_kind_of_event_in_whatever_word() -> None:
    assert kinds_of("Tremor in Tarsova", "People ran.") == kinds_of(None, "The quake woke people.") == {"~quake"}
    assert kinds_of("Rain", "They waited. " * OPENING + "The quake woke people.") == set()


def test_a_word_counts_in_the_title_or_where_it_is_said_twice() -> None:
    text = "The ferry sank. Divers found the ferries' anchor, and the anchor had no chain."
    assert traits_of("A mooring is lost", text) == ["anchor", "~crash"]
    assert "chain" in traits_of("A chain", text)


def test_a_figure_is_no_year_and_not_round() -> None:
    assert traits_of(None, "In 2024 they counted 1,450 of 2,000 and 6.4 of 12, then 30%.") == ["1,450", "6.4"]


def test_an_article_has_no_more_than_so_many() -> None:
    letters = [f"{a}{b}" for a in "bcdfg" for b in "aeiou"]
    names = " ".join(f"with Zq{each}x" for each in letters)
    words = " ".join(f"wq{each}x wq{each}x" for each in letters)
    figures = " ".join(f"{number},345" for number in range(1, 20))
    traits = traits_of(None, f"they went {names} {words} {figures}")
    assert sum(each[0].isupper() for each in traits) == NAMES
    assert sum(each[0].islower() for each in traits) == WORDS
    assert sum(each[0].isdigit() for each in traits) == FIGURES
    assert traits == sorted(traits)


def test_a_word_is_one_with_and_without_its_ending() -> None:
    assert {plain(word) for word in ("ferry's", "Ferry", "FERRY")} == {"ferry"}
    assert plain("boats") == "boat"
    assert plain("glass") == "glass"
