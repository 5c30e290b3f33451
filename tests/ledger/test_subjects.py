"""What a figure is of: one key for one thing, however it is said, and another for another."""

from __future__ import annotations

from typing import Any

import pytest

from transforms.frames import MEASURES
from transforms.ledger.countries import country_names
from transforms.ledger.subjects import give_subjects, measure_words, place_key, subject_of


def key(item: str | None, measure: str | None = "count", **fields: Any) -> str | None:
    """The key of a claim of these fields."""
    row = {"actor": None, "predicate": None, "place": None, "place_country": None, "unit": "{thing}", "kind": "count"}
    row |= {"speaker": None, "speaker_role": None} | fields
    return subject_of(row | {"item": item, "measure": measure})[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russian soldiers", "soldiers of Russia"),
        ("Russian soldiers", "Russia's soldiers"),
        ("the Russian soldiers", "soldiers of the Russian Federation in Kursk"),
        ("South Korean exports", "exports of South Korea"),
        ("Turkish troops", "troops of Türkiye"),
        ("US jobs", "American jobs"),
        ("flats", "flats had been sold"),
        ("more than a dozen other houses", "house"),
        ("people who fled the town", "persons"),
        ("houses along the coast", "houses"),
        ("buildings around the market", "about 200 buildings"),
    ],
)
def test_one_thing_has_one_key(one: str, other: str) -> None:
    assert key(one) == key(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russian soldiers", "Ukrainian soldiers"),
        ("soldiers", "Russian soldiers"),
        ("Scottish voters", "British voters"),
        ("North Korean troops", "South Korean troops"),
        ("crude stocks", "gasoline stocks"),
        ("turkey dinners", "Turkish dinners"),
        ("nail polish bottles", "nail Polish bottles"),
        ("china plates", "Chinese plates"),
    ],
)
def test_another_thing_has_another(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("item", "unit"),
    [
        ("people", "{person}"),
        ("bodies", "{body}"),
        ("dead", "{person}"),
        ("earthquake", "{death}"),
        ("toll", "{death}"),
    ],
)
def test_the_dead_of_an_event_are_people(item: str, unit: str) -> None:
    assert key(item, "deaths", unit=unit) == "person"


def test_the_dead_of_whom_more_is_said_are_told_apart() -> None:
    assert key("Eighteen children", "deaths", unit="{child}") == "child"
    assert key("Turkish people", "deaths", unit="{person}") == "TR person"
    assert key("injured", "deaths", unit="{person}") == "injured"
    assert key("people", "deaths", unit="{person}", predicate="kill") == "person"
    assert key("people", "deaths", unit="{person}", predicate="injure") == "injure person"


def test_an_item_that_only_names_the_measure_leaves_it_to_the_actor_or_the_place() -> None:
    at = {"place": "Türkiye", "place_country": "TR"}
    assert key("inflation", "inflation", **at) == key("inflation rate", "inflation", place="Turkey", place_country="TR")
    assert key("annual inflation of Turkey", "inflation") == key("inflation of Turkey", "inflation") == "TR"
    assert key("monthly inflation of Turkey", "inflation") == "TR monthly"
    of_halden = {"actor": "Halden Robotics Inc"}
    assert key("Net profit", "profit", **of_halden, **at) == key("earnings", "profit", **of_halden)
    assert key("wages", "wage", place="Oslo", place_country="NO") == "oslo, NO"
    assert key("revenue", "revenue") is None
    assert key("Oil prices", "price") == key("oil", "price")
    assert key(None, "price") is None


def test_a_country_is_found_by_its_names_its_adjective_and_its_people() -> None:
    names = country_names()
    assert {names[name] for name in ("turkey", "türkiye", "turkish", "turks")} == {"TR"}
    assert "england" not in names
    assert "scottish" not in names
    assert all(len(code) == 2 and code.isupper() for code in names.values())


def test_a_country_has_one_key_and_a_town_its_own() -> None:
    assert {place_key(name, "TR") for name in ("Turkey", "Türkiye", "TURKEY")} == {"TR"}
    assert place_key("U.S.", "US") == place_key("United States", "US") == "US"
    assert place_key("Georgia", "US") == "georgia, US"
    assert place_key("Georgia", "GE") == place_key("Georgia", None) == "GE"
    assert place_key("western Turkey", "TR") == "western turkey, TR"
    assert place_key("Ayvalar", None) == "ayvalar"
    assert place_key(None, None) is None


def test_every_measure_has_its_words_and_its_scope() -> None:
    rows = measure_words()
    assert list(rows) == list(MEASURES)
    assert {row["scope"] for row in rows.values()} == {"event", "standing"}
    assert {row["telling"] for row in rows.values()} == {"yes", "no"}
    assert {row["whose"] for row in rows.values()} == {"item", "actor", "product", "place"}


def test_what_a_sum_is_told_in_is_not_what_it_is_of() -> None:
    money = {"kind": "money", "unit": "USD"}
    assert key("loan of 240 million dollars", "funding", **money) == key("loan", "funding", **money) == "funding"
    assert key("dollar", "exchange_rate", **money) == "dollar"
    assert key("crown princes", "count") == "crown prince"


@pytest.mark.parametrize("item", ["people", "injured people", "the injured", "wounded", "casualties"])
def test_words_for_the_harm_itself_say_nothing_of_whom_it_befell(item: str) -> None:
    assert key(item, "injuries", unit="{person}") == "person"
    assert key("injured miners", "injuries", unit="{miner}") == key("miners", "injuries", unit="{miner}") == "miner"


def test_seats_are_those_of_the_party() -> None:
    assert key("seats", "seats", actor="Reform Bloc") == key("seats", "seats", actor="Ana Holm's Reform Bloc")
    assert key("seats", "seats", actor="Reform Bloc") != key("seats", "seats", actor="Greens")
    assert key("seats", "seats") == "seat"


@pytest.mark.parametrize("item", ["people", "spectators", "visitors", "crowd", "supporters", "fans"])
def test_who_came_is_people_whatever_they_came_for(item: str) -> None:
    assert key(item, "attendance", unit="{person}") == "person"
    assert key("away fans", "attendance") != key("fans", "attendance")
    assert key("fans", "count") == "fan"


def test_a_party_is_not_another_by_the_name_of_its_leader() -> None:
    led = key("seats", "seats", actor="Liberal Alliance of Prime Minister Holm")
    assert (
        led
        == key("seats", "seats", actor="Liberal Alliance")
        == key("seats", "seats", actor="Liberal Alliance of Ana Holm")
    )
    assert key("staff", "employment", actor="University of Oslo") != key("staff", "employment", actor="University")


def test_who_tells_a_dividend_does_not_pay_it_and_a_company_without_a_name_is_none() -> None:
    assert key("dividend", "dividend", actor="Ann Holm") is None
    assert key("goals", "wins", actor="Ana Holm") == "ana holm"
    assert key("revenue", "revenue", actor="company") is None
    assert key("revenue", "revenue", actor="Ford Motor Company") == "company ford motor"
    assert key("spending", "spending", actor="government", place="Norway", place_country="NO") == "NO"


def test_votes_are_those_of_whom_they_are_cast_for() -> None:
    assert key("delegates", "votes", actor="Holm") != key("delegates", "votes", actor="Rand")


def keys(*rows: dict[str, Any]) -> list[str | None]:
    """The keys of one article's claims of these fields."""
    usual: dict[str, Any] = {"actor": None, "predicate": None, "place": None, "place_country": None, "speaker": None}
    usual |= {"unit": "{thing}", "kind": "count", "speaker_role": None, "sentence": "It was 5.", "sentence_start": 0}
    usual |= {"role": "level", "restates_claim_id": None, "as_of_end": None}
    made = [usual | {"start": 7, "end": 8} | row for row in rows]
    give_subjects(made)
    return [row["subject_key"] for row in made]


def test_what_a_figure_leaves_open_is_what_the_others_of_its_article_are_of() -> None:
    mumps, open_cases = {"item": "cases of mumps", "measure": "cases"}, {"item": "infections", "measure": "cases"}
    assert keys(mumps, open_cases) == ["mumps", "mumps"]
    assert keys(mumps, open_cases, {"item": "cases of flu", "measure": "cases"}) == ["mumps", None, "flu"]
    assert keys(mumps, {"item": "deaths", "measure": "deaths"})[1] == key("deaths", "deaths")
    assert keys(mumps, {"item": "inflation", "measure": "inflation"})[1] is None


def test_the_figures_of_a_company_are_its_own_where_only_one_is_named() -> None:
    profit = {"item": "profit", "measure": "profit", "actor": "Halden Robotics"}
    revenue = {"item": "revenue", "measure": "revenue"}
    assert keys(profit, revenue) == ["halden robotics"] * 2
    assert keys(profit, profit | {"actor": "Halden"}, revenue)[2] == "halden robotics"
    assert keys(profit, profit | {"actor": "Norsk Stein"}, revenue)[2] is None
    own = {"speaker": "Halden Robotics", "sentence": "Halden Robotics said its profit was 5.", "start": 36}
    assert keys(profit | {"actor": None} | own, revenue) == ["halden robotics"] * 2
    of_others = own | {"sentence": "Halden Robotics said that profit was 5."}
    assert keys(profit | {"actor": None} | of_others) == [None]


def test_the_magnitude_is_that_of_the_event_however_it_is_called() -> None:
    assert key("magnitude", "magnitude") == key("earthquake", "magnitude") == key("tremor's magnitude", "magnitude")
    assert key("first quake", "magnitude") != key("quake", "magnitude")
    assert key("quake", "duration") != key("quake", "magnitude")


@pytest.mark.parametrize(
    ("role", "actor", "expected"),
    [
        ("National Front leader", "party", "front national"),
        ("Halden chief executive", "the company", "halden"),
        ("chief executive", "company", None),  # of which it is not told
        ("French minister", "company", None),  # a state is no company
        ("National Front leader", "Greens", "green"),
    ],
)
def test_his_party_is_that_which_a_speaker_leads(role: str, actor: str, expected: str | None) -> None:
    assert key("dividend", "dividend", actor=actor, speaker_role=role) == expected


def test_a_quarter_says_nothing_of_whose_revenue_it_is() -> None:
    assert key("Q1 revenue", "revenue", actor="Halden Inc") == key("full-year revenue", "revenue", actor="Halden")
    assert key("Q1 revenue", "revenue") is None
    assert key("cloud revenue", "revenue", actor="Halden") == "cloud"


def test_the_name_of_a_disaster_is_not_among_its_victims() -> None:
    assert key("death toll of the Mezdara earthquake", "deaths", unit="{person}") == "person"
    assert key("victims of the explosion at Zarechnaya-2", "deaths", unit="{victim}") == "person"
    assert key("Kurdish miners", "deaths", unit="{miner}") == "kurdish miner"


def test_voters_who_took_part_are_the_turnout() -> None:
    assert key("registered voters", "turnout") == key("turnout", "turnout") == "turnout"


def test_a_bid_is_for_what_it_names() -> None:
    money = {"kind": "money", "unit": "USD"}
    assert key("cash for the satellite maker Orbita", "deal_value", **money) == "orbita"
    assert key("Orbita", "deal_value", **money) == "orbita"
    assert key("loan for wells", "funding", **money) == "funding"


def test_a_harvest_is_of_what_the_article_says_was_brought_in() -> None:
    common = {"actor": "growers' union", "predicate": "put", "place": "Norway", "place_country": "NO", "unit": "t"}
    common |= {"kind": "measure", "measure": "output", "speaker": None, "speaker_role": None, "sentence": "",
               "sentence_start": 0, "start": 0}  # fmt: skip
    common |= {"role": "level", "restates_claim_id": None, "as_of_end": None}
    rows = [common | {"item": "barley"}, common | {"item": "harvest"}]
    give_subjects(rows)
    assert [row["subject_key"] for row in rows] == ["barley", "barley"]
    alone = [common | {"item": "harvest", "actor": "Halden"}]
    give_subjects(alone)
    assert alone[0]["subject_key"] == "halden"


def test_miners_are_people_where_their_article_tells_nobody_else_apart() -> None:
    miners = {"item": "miners", "measure": "deaths", "unit": "{miner}"}
    policemen = {"item": "policemen", "measure": "deaths", "unit": "{policeman}"}
    assert keys(miners) == keys({"item": "coal miners", "measure": "deaths"}) == ["person"]
    assert keys(miners, policemen) == ["miner", "policeman"]
    assert keys(miners, policemen | {"as_of_end": "2009"}) == ["person", "policeman"]
    assert keys(miners, policemen | {"role": "base"}) == ["person", "policeman"]
    assert keys(miners | {"item": "Turkish miners"}) == ["TR miner"]
    assert keys(miners | {"item": "skiers", "unit": "{skier}"}) == ["person"]
    assert keys(miners | {"measure": "employment"}) != ["person"]
    assert keys({"item": "children", "measure": "deaths"}) == ["child"]


def test_words_for_one_thing_have_one_key_and_what_was_done_to_a_house_another() -> None:
    assert key("houses", "buildings", predicate="destroy") == key("homes", "buildings", predicate="burn") == "home"
    assert key("houses", "buildings", predicate="damage") == "damage home"
    assert key("schools", "buildings", predicate="shut") == key("schools", "buildings", predicate="close")
    assert key("maize", "price") == key("corn", "price")


def test_staff_is_told_in_people_and_a_city_without_a_name_is_none() -> None:
    assert key("people", "employment", actor="Halden Robotics") == "halden robotics"
    assert key("city's debt", "debt", actor="Oslo") == "oslo"
    assert key("city's debt", "debt") is None
    told = {"actor": "Armand", "speaker": "Lucie Armand", "speaker_role": "treasurer"}
    assert key("debt", "debt", **told) is None
    assert key("delegates", "votes", **told) == "armand"


def test_a_sum_that_only_says_what_sort_of_sum_it_is_is_of_its_event() -> None:
    money = {"kind": "money", "unit": "USD"}
    assert key("loan", "funding", **money) == key("aid", "funding", **money) == "funding"
    assert key("cost of the bridge", "cost", **money) == key("bridge", "cost", **money) == "bridge"
    assert key("damage", "cost", **money) == "damage"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("troops", "soldiers"),
        ("Turkish servicemen", "Turkish soldiers"),
        ("apartments", "flats"),
        ("airliners", "planes"),
        ("kids", "children"),
    ],
)
def test_words_for_one_thing_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_troops_are_soldiers_where_they_are_what_is_measured() -> None:
    assert key("troops", "troops") == key("soldiers", "troops") == "soldier"
    assert key("troops", "troops") != key("reservists", "troops")


@pytest.mark.parametrize("item", ["jobs", "workers", "employees", "posts", "positions", "staff"])
def test_the_jobs_of_a_company_are_its_own_whatever_they_are_told_in(item: str) -> None:
    for measure in ("job_cuts", "employment"):
        assert key(item, measure, actor="Norsk Stein") == "norsk stein"
    assert key("factory workers", "job_cuts", actor="Norsk Stein") == "factory"


@pytest.mark.parametrize("item", ["public debt", "national debt", "debt", "sovereign debt"])
def test_a_debt_is_that_of_the_state_whatever_it_is_called(item: str) -> None:
    assert key(item, "debt", place="Norway", place_country="NO") == "NO"
    assert key("household debt", "debt", place="Norway", place_country="NO") != "NO"


def test_a_government_stands_for_its_state() -> None:
    assert key("debt", "debt", actor="Ostrena's government") == "ostrena"
    assert key("debt", "debt", actor="the Norwegian government") == "NO"
    assert key("deficit", "deficit", actor="Ostrena's government") == "ostrena"
    assert key("inflation", "inflation", actor="Halden Robotics") is None
    assert key("debt", "debt", actor="the Norwegian treasury") == "NO"
    assert key("debt", "debt", actor="government") is None
    assert key("debt", "debt", actor="Norwegian carrier") != "NO"


def test_words_for_bodies_are_together_a_name() -> None:
    assert key("seats", "seats", actor="Union Party") == "party union"
    assert key("seats", "seats", actor="party") == "seat"
    assert key("seats", "seats", actor="Union") == "seat"


@pytest.mark.parametrize(
    ("sentence", "disease"),
    [
        ("[540 people] have fallen ill with river fever, doctors said.", "fever river"),
        ("[Nine pupils] tested positive for mumps.", "mumps"),
        ("[80 patients] were infected with cholera in a week.", "cholera"),
        ("[80 patients] suffering from dengue fever were in hospital.", "dengue fever"),
        ("[Twelve people] caught the measles at the fair.", "measles"),
        ("[540 people] were in hospital on Monday.", "person"),
        ("[540 people] fell ill on Monday.", "person"),
    ],
)
def test_cases_told_as_people_are_of_what_they_have(sentence: str, disease: str) -> None:
    start, end = sentence.index("["), sentence.index("]") - 1
    item = "pupils" if "pupils" in sentence else "patients" if "patients" in sentence else "people"
    told = sentence.replace("[", "").replace("]", "")
    found = key(item, "cases", sentence=told, sentence_start=0, start=start, end=end)
    assert found == disease if disease != "person" else found in ("person", None)


def test_who_came_is_people_unless_the_article_tells_kinds_apart() -> None:
    teachers = {"item": "teachers", "measure": "attendance"}
    assert keys(teachers) == ["person"]
    assert keys(teachers, {"item": "students", "measure": "attendance"}) == ["teacher", "student"]


def test_spending_is_that_on_what_it_goes_to() -> None:
    assert key("spending on defence", "spending") == key("defence spending", "spending") == "defence"
    assert key("spending on schools", "spending") != key("spending on defence", "spending")
    assert key("spending", "spending", actor="Norsk Stein") == "norsk stein"
