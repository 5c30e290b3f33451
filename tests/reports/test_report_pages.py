"""The overview and a run's page from made data: every figure is there, trouble stands first, text stays text."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from lxml import html

from flows.reports.overview_page import render_overview
from flows.reports.report_data import Link, Overview, RunLine, RunReport
from flows.reports.run_page import by_reason, differences, offence, render_run_page, silent_sources, turned_checks
from tests.reports.made import made_article, made_claim

NIGHT = datetime.fromisoformat("2026-04-14T02:00")
HOSTILE = "<script>document.title='run'</script>\"><img src=x onerror=alert(1)>"


def line(number: int = 0, **given: Any) -> RunLine:
    values: dict[str, Any] = {
        "run_id": f"run-{number}", "run_kind": "nightly", "state": "completed",
        "started_at": NIGHT + timedelta(days=number), "ended_at": NIGHT + timedelta(days=number, minutes=4, seconds=5),
        "document_count": 3790, "new_count": 731, "changed_count": 50, "unchanged_count": 3000, "rejected_count": 9,
        "article_count": 781, "extracted_count": 4419, "claim_count": 4386, "quarantined_count": 33, "check_count": 42,
        "failed_check_count": 2, "mean_confidence": 0.884, "speaker_share": 0.49, "dated_share": 0.5,
        "placed_share": 0.3, "program_version": "0.1.0", "extractor_version": "abcdef123456",
    }  # fmt: skip
    return RunLine(**(values | given))


def check(name: str = "age_is_plausible", **given: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "run_id": "run-1", "suite": "claims", "check_name": name, "why": "nobody is 400 years old",
        "severity": "quarantine", "is_passed": False, "failing_count": 1, "row_count": 4419, "observed": None,
    }  # fmt: skip
    return row | given


def quarantined(
    quote: str = "400-year-old", sentence: str = "The 400-year-old man came.", **given: Any
) -> dict[str, Any]:
    claim = made_claim(made_article("v", sentence), quote)
    about = {
        "failed_checks": ["age_is_plausible"],
        "title": "A man",
        "opening": "A man of 400",
        "url": "https://example.org/v",
        "published_date": None,
    }
    return claim | about | given


def page(markup: str) -> html.HtmlElement:
    return html.document_fromstring(markup)


def test_the_overview_tells_the_last_night_and_lists_all_runs_newest_first() -> None:
    drawn = page(render_overview(Overview(runs=(line(0), line(1, claim_count=4400)), made_at=NIGHT)))
    words = " ".join(drawn.text_content().split())
    assert "3,790 documents came in: 731 new, 50 changed, 3,000 unchanged, 9 rejected." in words
    assert "4,400 claims were accepted and 33 quarantined; 2 of 42 checks failed." in words
    assert drawn.xpath("//tbody/tr/td[1]/a/@href") == ["runs/run-1.html", "runs/run-0.html"]
    assert "took 4 min 5 s" in words


def test_the_overview_draws_only_completed_runs_and_names_the_others() -> None:
    held = RunLine(
        run_id="held", run_kind="nightly", state="held", started_at=NIGHT, ended_at=NIGHT, message="31% quarantined"
    )
    drawn = page(render_overview(Overview(runs=(*map(line, range(3)), held), made_at=NIGHT)))
    assert len(drawn.xpath("//figure[1]//rect")) == 3 * 3
    assert "Held by a critical check" in drawn.text_content()
    assert drawn.text_content().count("31% quarantined") == 2


def test_with_few_runs_figures_stand_where_charts_would_have_a_mark_or_two() -> None:
    for runs, charts, figures in ((1, 0, 8), (2, 0, 8), (3, 8, 0)):
        drawn = page(render_overview(Overview(runs=tuple(map(line, range(runs))))))
        assert (len(drawn.xpath("//figure")), len(drawn.xpath("//dl/div"))) == (charts, figures)
    quiet = {"failed_check_count": 0, "new_count": 0, "changed_count": 0, "rejected_count": 0}
    drawn = page(render_overview(Overview(runs=(*(line(n, **quiet) for n in range(3)), line(3)))))
    assert [title.text for title in drawn.xpath("//dl/div/dt")] == ["Documents that came in", "Checks that failed"]


def test_a_long_message_is_folded_away() -> None:
    run = RunLine(run_id="r", run_kind="nightly", state="failed", started_at=NIGHT, ended_at=NIGHT, message="no " * 900)
    for drawn in (page(render_run_page(RunReport(run=run))), page(render_overview(Overview(runs=(run,))))):
        assert len(drawn.xpath("string(//div[contains(@class,'banner')]/p)")) < 450
        assert len(drawn.xpath("string(//details/pre)")) == 2700


def test_a_run_that_rejected_most_documents_or_was_let_through_is_not_shown_as_good() -> None:
    rejected = line(document_count=16, new_count=1, changed_count=0, unchanged_count=0, rejected_count=15)
    for run in (rejected, line(accepted_by="ann", accepted_why="they did send ten times as much")):
        for markup in (render_overview(Overview(runs=(run,))), render_run_page(RunReport(run=run))):
            assert page(markup).xpath("//div[contains(@class,'banner')]/@class") == ["banner warn"]


def test_a_page_is_titled_in_plain_words() -> None:
    pages = (render_overview(Overview(runs=(line(),), made_at=NIGHT)), render_run_page(RunReport(run=line())))
    assert [page(markup).xpath("string(//title)").count("<") for markup in pages] == [0, 0]
    assert page(pages[1]).xpath("string(//title)") == "Run of 2026-04-14 02:04 UTC – claimwire"


def test_an_empty_overview_says_how_to_begin() -> None:
    assert "No run yet." in render_overview(Overview())


@pytest.mark.parametrize("state", ["started", "held", "accepted", "discarded", "failed", "dead"])
def test_a_run_that_was_not_loaded_says_so(state: Any) -> None:
    run = RunLine(run_id="r", run_kind="nightly", state=state, started_at=NIGHT, ended_at=None, message=HOSTILE)
    drawn = page(render_run_page(RunReport(run=run, checks=(check(severity="critical"),))))
    assert "Nothing of this run is in the warehouse." in drawn.text_content()
    assert drawn.xpath("//meta[@name='claimwire-run-state']/@content") == [state]
    assert drawn.xpath("//script|//img") == []


def test_a_run_page_shows_every_check_with_reason_and_result_the_failed_ones_first() -> None:
    checks = (
        check("z_passes", is_passed=True, failing_count=0),
        check(),
        check("volume", severity="critical", observed="12 of 3,000"),
    )
    drawn = page(render_run_page(RunReport(run=line(), checks=checks)))
    rows = [[cell.text_content().strip() for cell in row] for row in drawn.xpath("//table[.//th='result']/tbody/tr")]
    assert [row[0] for row in rows] == ["✗ failed", "✗ failed", "✓ passed"]
    assert rows[0][1].startswith("volume")
    assert rows[1][2:] == ["nobody is 400 years old", "quarantine", "1 of 4,419", ""]
    assert rows[0][5] == "12 of 3,000"


def test_offending_rows_stand_in_their_sentences_under_each_check_they_failed() -> None:
    both = quarantined(failed_checks=["age_is_plausible", "value_in_bounds"])
    report = RunReport(run=line(), checks=(check(),), quarantined=(quarantined(), both), quarantined_total=2)
    drawn = page(render_run_page(report))
    sentences = drawn.xpath("//p[@class='sentence']")
    assert [sentence.text_content() for sentence in sentences] == ["The 400-year-old man came."] * 3
    assert {mark.text for mark in drawn.xpath("//p[@class='sentence']/mark")} == {"400-year-old"}


def test_a_quote_off_its_place_is_shown_with_the_sentence() -> None:
    shown = offence(quarantined(start=3))
    assert (shown.before, shown.quote) == ("", "400-year-old")
    assert "not found at its place" in shown.after


def test_an_endless_sentence_is_shown_around_its_quote() -> None:
    shown = offence(quarantined(sentence="a" * 5000 + " 400-year-old " + "b" * 5000))
    assert len(shown.before) == len(shown.after) == 402
    assert (shown.before[0], shown.quote, shown.after[-1]) == ("…", "400-year-old", "…")


def test_rejected_documents_stand_with_their_remedy_the_most_frequent_reason_first() -> None:
    rejected = tuple(
        {"place_found": f"in/{number}.jsonl", "row_no": number, "reason": reason, "detail": f"{reason}; mend it"}
        for number, reason in enumerate(["empty", "broken JSON", "broken JSON"])
    )
    assert [reason for reason, _ in by_reason(rejected)] == ["broken JSON", "empty"]
    words = page(render_run_page(RunReport(run=line(), rejected=rejected, rejected_total=3))).text_content()
    assert "in/2.jsonl" in words
    assert "empty; mend it" in words


def test_a_run_whose_sources_are_not_known_calls_none_silent() -> None:
    then = ({"source": "wire", "document_count": 3},)
    assert silent_sources(then, ()) == []
    assert silent_sources(then, ({"source": "paper", "document_count": 2},)) == ["wire"]


def test_failed_checks_of_the_last_run_are_a_link_to_them() -> None:
    told = page(render_overview(Overview(runs=(line(check_count=54, failed_check_count=2),))))
    (link,) = told.xpath("//div[contains(@class,'banner')]//a[contains(@href,'#checks')]")
    assert link.text == "2 of 54 checks failed"
    checked = page(render_run_page(RunReport(run=line(), checks=(check("a", is_passed=False),))))
    assert checked.xpath("//h2[@id='checks']")
    assert (
        "all 54 checks passed"
        in page(render_overview(Overview(runs=(line(check_count=54, failed_check_count=0),)))).text_content()
    )


def test_what_changed_since_last_night() -> None:
    before = (check("a", is_passed=True), check("b", is_passed=False), check("gone"))
    after = (check("a", is_passed=False), check("b", is_passed=True), check("new"))
    assert [(row["check_name"], passes) for row, passes in turned_checks(before, after)] == [("a", False), ("b", True)]
    gave = [{"source": "wire", "document_count": 5}, {"source": "paper", "document_count": 5}]
    assert silent_sources(gave, [gave[1], {"source": "wire", "document_count": 0}]) == ["wire"]
    changes = {difference.words: difference.change for difference in differences(line(claim_count=4000), line(1))}
    assert changes["claims accepted"] == 386
    changed = {
        "article_id": "a", "title": None, "opening": "Toll rises\nat last", "url": None, "source": "wire",
        "claims_before": 6, "claims_after": 8, "figures_dropped": ["38 people"], "figures_added": ["61 people"],
    }  # fmt: skip
    report = RunReport(run=line(1), previous=line(), changed_articles=(changed,), changed_total=1)
    words = page(render_run_page(report)).text_content()
    assert "38 people" in words
    assert "Toll rises" in words
    assert "at last" not in words
    assert "61 people" in words


def relation(**fields: Any) -> dict[str, Any]:
    """A row of the view of figures that do not add up."""
    told = {
        "relation": "sum", "figures": ["total: $8.6 million", "part: $5.2 million", "part: $3.1 million"],
        "quote": "$8.6 million", "holding_value": 8.3e6, "unit_name": "dollar", "title": "Ferry line",
        "url": None, "opening": "The ferry line spent",
        "sentence": "It spent $8.6 million in all: $5.2 million on engines and $3.1 million on the harbour.",
    }  # fmt: skip
    return told | fields


def test_figures_that_do_not_add_up_have_a_section_where_there_are_some() -> None:
    report = RunReport(run=line(), failing_arithmetic=(relation(),), failing_total=31)
    drawn = page(render_run_page(report))
    (heading,) = drawn.xpath("//h3[@id='arithmetic']")
    assert "31, the first 1 shown" in heading.text_content()
    (row,) = drawn.xpath("//h3[@id='arithmetic']/following::table[1]/tbody/tr")
    assert "total: $8.6 million · part: $5.2 million · part: $3.1 million" in row.text_content()
    assert "8,300,000 dollar" in row.text_content()
    assert page(render_run_page(RunReport(run=line()))).xpath("//h3[@id='arithmetic']") == []


def test_hostile_text_in_every_row_is_text() -> None:
    row = quarantined(title=HOSTILE, url=f"javascript:{HOSTILE}", rule=HOSTILE, unit=HOSTILE, kind=HOSTILE)
    rejected = {"place_found": HOSTILE, "row_no": None, "reason": HOSTILE, "detail": HOSTILE}
    failing = {"table_name": HOSTILE, "row_key": HOSTILE, "check_name": HOSTILE, "severity": "warning", "why": HOSTILE}
    source = {"source": HOSTILE} | {
        f"{name}_count": 1 for name in ("document", "new", "changed", "unchanged", "rejected")
    }
    report = RunReport(
        run=line(message=HOSTILE, accepted_by=HOSTILE, accepted_why=HOSTILE),
        sources=(source,), checks=(check(HOSTILE, why=HOSTILE, observed=HOSTILE),), quarantined=(row,),
        quarantined_total=1, failing_rows=(failing,), rejected=(rejected,), rejected_total=1,
        links=(Link(href="../index.html", words=HOSTILE),), failing_total=1,
        failing_arithmetic=(
            relation(figures=[HOSTILE], quote=HOSTILE, unit_name=HOSTILE, title=HOSTILE, url=HOSTILE, sentence=HOSTILE),
        ),
    )  # fmt: skip
    drawn = page(render_run_page(report))
    assert drawn.xpath("//script|//img|//*[@onerror]") == []
    assert [link for link in drawn.xpath("//a/@href") if link.startswith("javascript")] == []
    assert drawn.text_content().count("document.title='run'") >= 12
