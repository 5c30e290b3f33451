"""What the article tells a sentence: whose dollar, which separators, what is counted."""

from __future__ import annotations

import pytest

from transforms.quantities import Context, article_context, explain, read_quantities


@pytest.mark.parametrize(
    ("article", "sentence", "unit"),
    [
        ("OTTAWA - The Canadian minister spoke in Ontario.", "It costs $5.", "CAD"),
        ("A CAD framework of the University of Texas.", "It costs $5.", "USD"),
        ("The firm paid CAD 300 for it.", "It costs $5.", "CAD"),
        ("The Queenstown fire company of Maryland; a Maryland judge.", "It costs $5.", "USD"),
        ("Congress, the Senate, Ohio, Texas, Iowa, Utah and Maine met on the Canadian dollar.", "It costs $5.", "USD"),
        ("The Sydney council met; Australian rates rose.", "It costs 75 cents.", "AUD"),
        ("Officials in Washington said.", "It costs $5.", "USD"),
        ("The council of Timaru met on Southland's roads.", "It costs $5.", "NZD"),
        ("KELOWNA, B.C. - A grower said.", "It costs $5.", "CAD"),
        ("The vet in Toowoomba said.", "It costs $5.", "AUD"),
        ("The hawker in Geylang said.", "It costs $5.", "SGD"),
        ("The bank of Zimbabwe said in Harare.", "It costs $5.", "USD"),
        ("The council of Tauranga met.", "It costs $5.", "NZD"),
        ("Police in New Brunswick, New Jersey, said.", "It costs $5.", "USD"),
        ("Punjab in Pakistan; Lahore's court.", "It paid Rs300,000.", "PKR"),
        ("The Indian firm met in Mumbai.", "It paid Rs. 300.", "INR"),
        ("The ministry in Sri Lanka met.", "It costs 40 rupees.", "LKR"),
        ("The Danish Crown paid in Copenhagen.", "It cost 12 crowns.", "DKK"),
        ("The British Army said in London.", "He paid 12 pounds.", "GBP"),
        ("Police in Lagos, Nigeria, said.", "He was fined N500.", "NGN"),
        ("The store in Manila said.", "It cost P280.", "PHP"),
        ("The municipality in Durban said.", "It dropped the fine of R500.", "ZAR"),
        ("The bank in Taipei, Taiwan, said.", "It lost T$2.86 billion.", "TWD"),
        ("The ministry of Tonga said.", "It lost T$2 million.", "TOP"),
        ("The farmers of Malawi met in Lilongwe.", "It cost 150 kwacha.", "MWK"),
        ("The bank in Beirut, Lebanon, said.", "It cost 9,000 lira.", "LBP"),
        ("The bank in Ankara said.", "It cost 9,000 lira.", "TRY"),
        ("The bakers of Dakar met.", "It cost 150 francs.", "XOF"),
        ("The paper in Oslo said.", "It cost 40 kroner.", "NOK"),
        ("The Danish ministry said.", "It cost 40 kroner.", "DKK"),
        ("The baker in Havana said.", "It cost 270 pesos.", "CUP"),
        ("Farmers in Texas said.", "They cut 12 tons of hay.", "[ston_av]"),
    ],
)
def test_the_article_tells_whose_unit_is_meant(article: str, sentence: str, unit: str) -> None:
    (quantity,) = read_quantities(sentence, article_context(None, article))
    assert quantity.unit == unit


@pytest.mark.parametrize(
    ("article", "unit"),
    [
        ("LONDON, Aug 18 -\n Shr 8.4p vs 7.1p\n Pretax profit 14.6 mln stg vs 12.1 mln", "GBP"),
        ("PARIS, Aug 18 -\n Group sales 31 billion francs vs 28 billion", "FRF"),
        ("BONN, Aug 18 -\n Sales 31 billion marks vs 28 billion", "DEM"),
        ("BOSTON, Aug 18 -\n Shr 52 cts vs 47 cts", "USD"),
    ],
)
def test_lines_of_results_are_in_the_money_of_the_others(article: str, unit: str) -> None:
    found = read_quantities("Tax 5.1 mln vs 4.7 mln", article_context(None, article))
    assert [quantity.unit for quantity in found] == [unit, unit]


def test_letters_before_a_number_that_names_a_road_or_model_are_no_money() -> None:
    context = article_context(None, "The municipality in Cape Town, South Africa, met in Durban.")
    found = read_quantities("Take the N1 and the R300 to the airport.", context)
    assert [quantity.set_aside for quantity in found] == ["identifier", "identifier"]


def test_a_decimal_comma_is_read_only_where_the_article_writes_so() -> None:
    continental = article_context(None, "Es kostet 1.300,50 Kronen.")
    assert read_quantities("It cost 2.500 euros.", continental)[0].value == 2500
    assert read_quantities("It cost 2.500 euros.")[0].value == 2.5


def test_a_number_without_a_noun_counts_what_the_sentence_before_counted() -> None:
    (quantity,) = read_quantities("Two were sunk.", Context(noun="ship"))
    assert (quantity.unit, quantity.is_elided) == ("{ship}", True)


def test_vague_cardinals_follow_the_chosen_conventions() -> None:
    ours, acled = (read_quantities("Dozens of tents burned.", Context(variant=v))[0] for v in ("claimwire", "acled"))
    assert (ours.low, ours.high) == (24, 120)
    assert (acled.low, acled.high) == (12, 12)
    assert ours.value is acled.value is None


def test_explain_has_one_line_of_steps_for_each_quantity() -> None:
    text = "Over 5m people left in 2012, and about 10% of rents fell."
    assert len(explain(text)) == len(read_quantities(text)) == 3
    assert "counts “person”" in explain(text)[0]
    assert "hedge 'over'" in explain(text)[0]
    assert explain("Nothing here.") == []
