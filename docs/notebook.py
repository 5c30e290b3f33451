"""Three questions to the published copy, as a notebook: `marimo edit docs/notebook.py`, after `make nightly`."""

import marimo

app = marimo.App(width="medium", app_title="Figures in the news")


@app.cell
def _():
    import altair as alt
    import duckdb
    import marimo as mo

    return alt, duckdb, mo


@app.cell
def _(mo):
    database = mo.cli_args().get("database") or "claimwire-home/claims.duckdb"
    mo.md(f"# Figures in the news\n\nout of `{database}`; another is named by `-- --database FILE`.")
    return (database,)


@app.cell
def _(database, duckdb):
    claims = duckdb.connect(database, read_only=True)
    return (claims,)


@app.cell
def _(claims, mo):
    toll = mo.sql(
        """
        SELECT published_date::TIMESTAMP AS published, coalesce(speaker, 'the article itself') AS speaker, quote, item,
            coalesce(low, value) AS least, coalesce(high, value) AS most, sentence
        FROM current_claims
        WHERE measure = 'deaths' AND unit IN ('{person}', '{body}', '{death}', '1') AND published_date IS NOT NULL
            AND regexp_matches(title, '(?i)quake') AND regexp_matches(sentence, '(?i)dead|bodies|kill|toll')
        ORDER BY published, "start"
        """,
        output=False,
        engine=claims,
    )
    return (toll,)


@app.cell
def _(alt, mo, toll):
    days, said = alt.X("published:T", title="published"), alt.Color("speaker:N", title="said by")
    spans = alt.Chart(toll).encode(days, said, tooltip=["quote", "speaker", "sentence"])
    toll_chart = spans.mark_rule(size=3).encode(
        alt.Y("least:Q", title="people killed", scale=alt.Scale(type="symlog")), y2="most:Q"
    ) + spans.mark_point(filled=True, size=70).encode(y="least:Q")
    mo.vstack([mo.md("## How many did the earthquake kill, and who says so?"), toll_chart])
    return (toll_chart,)


@app.cell
def _(claims, mo):
    speakers = mo.sql(
        """
        SELECT speaker, count(*) AS figures, count(DISTINCT version_id) AS articles, avg(confidence) AS sure
        FROM current_claims WHERE speaker IS NOT NULL
        GROUP BY speaker ORDER BY figures DESC, speaker LIMIT 15
        """,
        output=False,
        engine=claims,
    )
    return (speakers,)


@app.cell
def _(alt, mo, speakers):
    speaker_chart = (
        alt.Chart(speakers)
        .mark_bar()
        .encode(
            alt.X("figures:Q"),
            alt.Y("speaker:N", sort="-x", title=None),
            alt.Color("sure:Q", title="mean confidence"),
            tooltip=["speaker", "figures", "articles", "sure"],
        )
    )
    mo.vstack([mo.md("## Whose figures are in the news?"), speaker_chart])
    return (speaker_chart,)


@app.cell
def _(claims, mo):
    money = mo.sql(
        """
        SELECT unit, value, quote, item, coalesce(measure, 'other') AS measure, coalesce(title, source) AS article
        FROM current_claims WHERE kind = 'money' AND value > 0 ORDER BY value DESC
        """,
        output=False,
        engine=claims,
    )
    return (money,)


@app.cell
def _(alt, mo, money):
    money_chart = (
        alt.Chart(money)
        .mark_point(filled=True, size=60, opacity=0.7)
        .encode(
            alt.X("value:Q", scale=alt.Scale(type="log"), title="amount, in its own unit"),
            alt.Y("unit:N", title=None),
            alt.Color("measure:N"),
            tooltip=["quote", "item", "article"],
        )
    )
    mo.vstack([mo.md("## What money is talked of, from cents to billions?"), money_chart])
    return (money_chart,)


if __name__ == "__main__":
    app.run()
